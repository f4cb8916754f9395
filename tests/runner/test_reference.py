"""Scores in one declared space, the same for the segmentations of all spaces."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import davies_bouldin_score, silhouette_score
from sklearn.preprocessing import minmax_scale

from segbench.algorithms import get
from segbench.core import Status
from segbench.data import build_dataset
from segbench.errors import UserError
from segbench.features import FeatureSet, ScalerSpec
from segbench.runner import NOTHING, RunSpec, Runtime, prepare, run

NAMES = {"reference_silhouette", "reference_davies_bouldin"}
STANDARD = ScalerSpec("standard", "sklearn.preprocessing.StandardScaler")
MINMAX = ScalerSpec("minmax", "sklearn.preprocessing.MinMaxScaler")
REFERENCE = FeatureSet("reference", columns=("b", "c")), MINMAX


@pytest.fixture(scope="module")
def dataset():
    rng = np.random.default_rng(3)
    points = rng.normal(size=(60, 3)) * [1, 5, 20]
    return build_dataset(pd.DataFrame(points, columns=["a", "b", "c"]), "d")


def spec_with(reference, *names):
    return RunSpec(
        (FeatureSet("ab", ("a", "b")), FeatureSet("c", ("c",))),
        (STANDARD,),
        tuple(map(get, names)),
        ks=(3, 99),
        resamples=0,
        reference=reference,
        effort=NOTHING,
        n_jobs=1,
    )


def cells_of(dataset, reference, *names):
    spec = spec_with(reference, *names)
    return run(dataset, spec, prepare(dataset, spec), Runtime()).cells


@pytest.fixture(scope="module")
def cells(dataset):
    return cells_of(dataset, REFERENCE, "agglomerative", "one_segment")


def test_all_segmentations_are_scored_in_the_declared_space(dataset, cells):
    X = minmax_scale(dataset.frame[["b", "c"]].to_numpy())
    rows = [row for cell in cells for row in cell.rows]
    fine = [row for row in rows if row.labeling.status is Status.OK]
    assert len(fine) == 2  # one a space
    for row in fine:
        labels = row.labeling.labels
        expected = silhouette_score(X, labels), davies_bouldin_score(X, labels)
        found = [row.scores[name] for name in sorted(NAMES, reverse=True)]
        assert found == pytest.approx(expected, abs=1e-10)
        assert row.scores["silhouette"] != pytest.approx(expected[0])
    first, other = (row.scores["reference_silhouette"] for row in fine)
    assert first != other


def test_what_has_no_scores_has_none_there_either(cells):
    rows = [row for cell in cells for row in cell.rows]
    degenerate = [row for row in rows if row.labeling.status is not Status.OK]
    assert {row.labeling.status for row in degenerate} == {
        Status.ONE_CLUSTER,
        Status.IMPOSSIBLE,
    }
    for row in degenerate:
        assert row.scores.keys() >= NAMES
        assert np.isnan([row.scores[name] for name in NAMES]).all()


def test_in_its_own_space_a_segmentation_keeps_its_scores(dataset):
    own = FeatureSet("anything", ("a", "b")), STANDARD
    cells = cells_of(dataset, own, "agglomerative")
    scores = cells[0].rows[0].scores
    for name in ("silhouette", "davies_bouldin"):
        assert scores[f"reference_{name}"] == pytest.approx(scores[name], abs=1e-12)
    there = cells[1].rows[0].scores
    assert there["reference_silhouette"] < scores["silhouette"]


def test_without_a_declared_space_there_are_no_such_scores(dataset):
    for cell in cells_of(dataset, None, "agglomerative"):
        for row in cell.rows:
            assert not row.scores.keys() & NAMES


def test_a_declared_space_changes_nothing_else(dataset, cells):
    without = cells_of(dataset, None, "agglomerative", "one_segment")
    for one, other in zip(cells, without, strict=True):
        for left, right in zip(one.rows, other.rows, strict=True):
            others = {k: v for k, v in left.scores.items() if k not in NAMES}
            np.testing.assert_equal(others, dict(right.scores))


def test_a_space_that_cannot_be_built_is_refused_before_the_first_fit(dataset):
    unknown = FeatureSet("reference", columns=("nobody",)), STANDARD
    with pytest.raises(UserError, match="nobody"):
        prepare(dataset, spec_with(unknown, "agglomerative"))
