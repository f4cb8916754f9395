"""k-prototypes: its contract on customers with categories, and its gamma."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from segbench.algorithms import expand_grid, fit_sweep, get, in_space, why_not_in
from segbench.algorithms.kprototypes import KPrototypes
from segbench.core import Status
from segbench.data import build_dataset
from segbench.features import FeatureSet, ScalerSpec, build_space

pytest.importorskip("kmodes")


def make_space(quantities=True, distance="gower", n=60):
    rng = np.random.default_rng(0)
    truth = np.arange(n) % 3
    frame = pd.DataFrame(
        {
            "plan": np.array(["a", "b", "c"])[truth],
            "city": np.where(
                rng.random(n) < 0.9, np.array(["x", "y", "z"])[truth], "x"
            ),
        }
    )
    if quantities:
        frame["age"] = rng.normal(40 + 9 * truth, 3)
    features = FeatureSet("mixed", distance=distance)
    dataset = build_dataset(frame, "d")
    return build_space(dataset, features, ScalerSpec("none"), seed=0), truth


def fitted(space, k=3, seed=0):
    spec = in_space(get("kprototypes"), space)
    (found,) = fit_sweep(spec, expand_grid(spec, space.matrix, [k]), space.matrix, seed)
    return found


@pytest.mark.parametrize(("quantities", "least"), [(True, 0.95), (False, 0.8)])
def test_finds_the_segments(quantities, least):
    space, truth = make_space(quantities)
    before = space.matrix.copy()
    found = fitted(space)
    assert found.status is Status.OK
    assert adjusted_rand_score(truth, found.labels) > least
    np.testing.assert_array_equal(fitted(space).labels, found.labels)
    np.testing.assert_array_equal(space.matrix, before)


def test_gamma_is_said_and_weighs_mismatches_like_squared_differences():
    space, _ = make_space()
    codes = [space.matrix[:, list(b.columns)].argmax(axis=1) for b in space.categories]
    gini = [1 - ((np.bincount(one) / len(one)) ** 2).sum() for one in codes]
    assert fitted(space).reason == f"gamma = {1 / np.mean(gini):.3g}"


def test_gamma_of_the_user_counts():
    space, _ = make_space()
    columns = in_space(get("kprototypes"), space).params["categorical"]
    assert columns == "1-3 4-6"
    ages = space.matrix[:, space.names.index("age")]
    labels = KPrototypes(2, columns, gamma=0.0, random_state=0).fit_predict(
        space.matrix
    )
    low, high = sorted((ages[labels == 0], ages[labels == 1]), key=np.mean)
    assert low.max() < high.min()  # categories count nothing


def test_needs_categories():
    euclidean, _ = make_space(distance="euclidean")
    assert "add features=mixed" in why_not_in(get("kprototypes"), euclidean)
    dataset = build_dataset(pd.DataFrame({"a": range(20), "b": [*range(10)] * 2}), "d")
    features = FeatureSet("mixed", distance="gower")
    numbers = build_space(dataset, features, ScalerSpec("none"), seed=0)
    assert "needs a space with categories" in why_not_in(get("kprototypes"), numbers)
    with pytest.raises(ValueError, match="needs categories"):
        KPrototypes(2).fit_predict(np.eye(4))
