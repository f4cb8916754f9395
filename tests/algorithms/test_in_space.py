"""An algorithm in a space: what it is told, and when it means nothing there."""

import numpy as np
import pandas as pd
import pytest

from segbench.algorithms import get, in_space, why_not_in
from segbench.data import build_dataset
from segbench.features import FeatureSet, ScalerSpec, build_space


@pytest.fixture
def customers(rng):
    names = ("recency", "frequency", "monetary", "age")
    return build_dataset(
        pd.DataFrame({name: rng.integers(1, 90, 50) for name in names}), "d"
    )


def space_of(customers, *columns, **changes):
    features = FeatureSet("f", columns, **changes)
    return build_space(customers, features, ScalerSpec("none"), 0)


def test_the_rules_find_recency_wherever_it_stands(customers):
    logged = {"log1p": ("frequency",)}
    here = space_of(customers, "recency", "frequency", **logged)
    turned = space_of(customers, "frequency", "recency", **logged)
    first, second = (
        in_space(get("rfm_rules"), one).estimator({}, 0).fit_predict(one.matrix)
        for one in (here, turned)
    )
    assert np.array_equal(first, second)


def test_the_rules_do_not_label_other_features(customers):
    assert "recency" in why_not_in(get("rfm_rules"), space_of(customers, "age"))
    axes = space_of(customers, "recency", "frequency", pca=2)
    assert "recency" in why_not_in(get("rfm_rules"), axes)
    assert why_not_in(get("kmeans"), axes) == ""
