"""Who is in the segments, in the customers' own units."""

import numpy as np
import pandas as pd
import pytest

from segbench.core import Labeling, Scored, Setting, Stability, Status
from segbench.data import DeclaredRoles, build_dataset
from segbench.segments import segment_rows


@pytest.fixture
def dataset():
    table = pd.DataFrame(
        {
            "age": [20.0, 30, 70, 90, 50],
            "city": ["b", "a", "c", "c", "a"],
        }
    )
    return build_dataset(table, "d", DeclaredRoles(categorical=("city",)))


def scored(labels, stability=None):
    labels = None if labels is None else np.array(labels)
    status = Status.FAILED if labels is None else Status.OK
    return Scored(
        Labeling(Setting("a", {}), status, "", labels, 2, 0.0), {}, {}, stability
    )


def test_typical_customers(dataset):
    first, second = segment_rows(dataset, scored([0, 0, 1, 1, -1]))
    assert (first["segment"], first["size"], first["share"]) == (0, 2, 0.4)
    assert (first["mean age"], first["most frequent city"]) == (25.0, "a")
    assert (second["mean age"], second["most frequent city"]) == (80.0, "c")
    assert first["name"] == "age 25, city c 0 %: low, low"
    assert np.isnan(first["jaccard"])
    assert first["trust"] == ""


def test_how_well_a_segment_holds(dataset):
    jaccard = np.array([[1.0, 0.5], [0.8, 0.4], [0.75, 0.9], [np.nan, np.nan]])
    stability = Stability(np.ones(4), jaccard, np.full(4, np.nan), "")
    first, second = segment_rows(dataset, scored([0, 0, 0, 1, 1], stability))
    assert first["jaccard"] == pytest.approx(0.85)
    assert (first["dissolved"], first["recovered"]) == (0, 2)
    assert (second["dissolved"], second["recovered"]) == (2, 1)
    assert (first["trust"], second["trust"]) == ("highly stable", "a pattern")


def test_no_labeling_no_segments(dataset):
    assert segment_rows(dataset, scored(None)) == []


def test_all_noise_no_segments(dataset):
    assert segment_rows(dataset, scored([-1] * 5)) == []
