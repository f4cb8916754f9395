"""What an algorithm saw is drawn with the hyperparameters it really had."""

import importlib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from segbench.algorithms import get
from segbench.api import compare
from segbench.report.illustrate.mixtures import mixture_of
from segbench.report.illustrate.of_algorithm import of_algorithm


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(2)
    centres = np.repeat([[0, 0], [9, 0], [0, 9]], 25, axis=0)
    return pd.DataFrame(centres + rng.normal(size=(75, 2)), columns=["a", "b"])


def drawn(frame, spec):
    found = compare(frame, algorithms=[spec], k=[3], scoring="quick", resamples=0)
    (tale,) = found.story.tales
    planned = list(of_algorithm(tale, ""))
    for one in planned:
        one.draw()
    return tale, [one.name for one in planned]


def fixed(name, grid, **params):
    spec = get(name)
    return replace(spec, params={**spec.params, **params}, grid=grid)


def test_hyperparameters_that_the_grid_does_not_vary_are_known(frame):
    spec = fixed("dbscan", {"eps": [0.6, 0.7]}, min_samples=4)
    tale, names = drawn(frame, spec)
    assert names == ["k_distance"]
    assert tale.lead.params["min_samples"] == 4


def test_the_condensed_tree_has_the_neighbours_of_the_algorithm(frame, monkeypatch):
    seen = {}

    def spy(_, size, *, min_samples):
        seen.update(size=size, min_samples=min_samples)

    module = importlib.import_module(of_algorithm.__module__)
    monkeypatch.setattr(module, "condensed_tree_figure", spy)
    spec = fixed("hdbscan", {"min_cluster_size": [10]}, min_samples=3)
    assert drawn(frame, spec)[1] == ["condensed_tree"]
    assert seen == {"size": 10, "min_samples": 3}


@pytest.mark.parametrize(
    ("linkage", "names"), [("ward", ["dendrogram"]), ("average", [])]
)
def test_only_wards_tree_is_called_wards(frame, linkage, names):
    spec = fixed("agglomerative", {}, linkage=linkage)
    assert drawn(frame, spec)[1] == names


@pytest.mark.parametrize("form", ["full", "tied", "diag", "spherical"])
def test_a_mixture_is_found_again_from_its_segments(form):
    rng = np.random.default_rng(5)
    centres = np.repeat([[0, 0], [3, 1], [1, 4]], 80, axis=0)
    X = centres + rng.normal(size=(240, 2))
    labels = GaussianMixture(3, covariance_type=form, random_state=0).fit_predict(X)
    one, other = (mixture_of(X, labels, form) for _ in range(2))
    assert adjusted_rand_score(labels, one.probabilities.argmax(axis=1)) > 0.9
    assert np.array_equal(one.means, other.means)
    assert one.covariances.shape == (3, 2, 2)
    for j in range(3):  # component j is segment j
        assert np.linalg.norm(one.means[j] - X[labels == j].mean(axis=0)) < 0.4
