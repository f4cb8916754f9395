"""Algorithms in a space of Gower's distances: with its metric, or not at all."""

import numpy as np
import pandas as pd
import pytest
from hdbscan import HDBSCAN
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform
from sklearn.cluster import DBSCAN
from sklearn.metrics import adjusted_rand_score

from segbench.algorithms import (
    Job,
    Sharing,
    expand_grid,
    fit_sweep,
    get,
    in_space,
    refit,
    spec_from_node,
    why_not_in,
)
from segbench.core import Status
from segbench.data import build_dataset
from segbench.errors import UnknownNameError
from segbench.features import FeatureSet, ScalerSpec, build_space

NONE = ScalerSpec("none")


def spaces(n=90, seed=0):
    """A Gower space and a Euclidean one of the same customers."""
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % 3
    frame = pd.DataFrame(
        {
            "age": rng.normal(40 + 10 * truth, 6),
            "spend": rng.lognormal(3, 1, n),
            "plan": np.where(rng.random(n) < 0.9, truth, rng.integers(0, 3, n)),
            "city": rng.choice(["Oslo", "Lima"], n),
        }
    )
    frame["plan"] = frame["plan"].map({0: "a", 1: "b", 2: "c"})
    dataset = build_dataset(frame, "d")
    return [
        build_space(dataset, FeatureSet("x", distance=one), NONE, seed=0)
        for one in ("gower", "euclidean")
    ]


@pytest.fixture(scope="module")
def gower():
    return spaces()[0]


@pytest.fixture(scope="module")
def distances(gower):
    return squareform(pdist(gower.matrix, "cityblock"))


def labels_of(name, space, ks=(2, 3, 4)):
    spec = in_space(get(name), space)
    settings = expand_grid(spec, space.matrix, ks)
    return settings, fit_sweep(spec, settings, space.matrix, seed=0)


def same(first, second):
    return adjusted_rand_score(first, second) == 1.0


def test_dbscan_takes_the_distances(gower, distances):
    settings, found = labels_of("dbscan", gower)
    curve = np.sort(distances, axis=1)[:, 4]
    radii = [one.params["eps"] for one in settings]
    assert radii[0] == pytest.approx(np.quantile(curve, 0.5), rel=1e-3)
    for setting, one in zip(settings, found, strict=True):
        plain = DBSCAN(metric="precomputed", **setting.params).fit_predict(distances)
        assert same(plain, one.labels)


def test_hdbscan_takes_the_distances(gower, distances):
    settings, found = labels_of("hdbscan", gower)
    for setting, one in zip(settings, found, strict=True):
        size = setting.params["min_cluster_size"]
        plain = HDBSCAN(min_cluster_size=size, min_samples=5, metric="precomputed")
        assert same(plain.fit_predict(distances.copy()), one.labels)


@pytest.mark.parametrize("name", ["agglomerative", "average_linkage"])
def test_trees_are_of_mean_distances(name, gower, distances):
    tree = linkage(squareform(distances, checks=False), "average")
    for k, one in zip((2, 3, 4), labels_of(name, gower)[1], strict=True):
        assert same(fcluster(tree, k, "maxclust"), one.labels)


@pytest.mark.parametrize("name", ["agglomerative", "dbscan", "hdbscan", "kmedoids"])
def test_shared_work_is_of_the_same_distances(name, gower):
    spec = in_space(get(name), gower)
    settings = tuple(x.params for x in expand_grid(spec, gower.matrix, (2, 3)))
    job = Job(gower.matrix, settings, seed=3)
    (plain,), (shared,) = (
        refit(spec, [job], s) for s in (Sharing.NOTHING, Sharing.SAMPLES)
    )
    assert all(same(a.labels, b.labels) for a, b in zip(plain, shared, strict=True))


def test_a_row_shows_the_metric_that_it_was_fitted_with(gower):
    assert in_space(get("agglomerative"), gower).params == {
        "linkage": "average",
        "metric": "manhattan",
    }
    assert in_space(get("dbscan"), gower).params == {"metric": "manhattan"}


def test_euclidean_spaces_change_nothing():
    _, euclidean = spaces()
    for name in ("kmeans", "agglomerative", "dbscan", "hdbscan", "gmm", "kmedoids"):
        assert in_space(get(name), euclidean) is get(name)
        assert why_not_in(get(name), euclidean) == ""


@pytest.mark.parametrize("name", ["kmeans", "gmm"])
def test_what_needs_squares_is_sent_to_famd(name, gower):
    assert "needs Euclidean distances" in why_not_in(get(name), gower)
    assert "features=famd" in why_not_in(get(name), gower)


def test_wards_tree_of_other_distances_fails_with_a_reason(gower):
    node = {
        "target": "segbench.algorithms.agglomerative.Agglomerative",
        "k_param": "n_clusters",
        "metrics": ["euclidean", "manhattan"],
    }
    spec = in_space(spec_from_node("wards", node), gower)
    settings = expand_grid(spec, gower.matrix, [3])
    (found,) = fit_sweep(spec, settings, gower.matrix, 0)
    assert found.status is Status.FAILED
    assert "Ward can only work with euclidean" in found.reason


def test_metrics_are_declared():
    node = {"target": "sklearn.cluster.OPTICS", "metrics": ["manhattan"]}
    assert spec_from_node("o", node).metrics == {"manhattan": {"metric": "manhattan"}}
    assert spec_from_node("o", {"target": "a.B"}).metrics == {"euclidean": {}}
    with pytest.raises(UnknownNameError, match="manhattan"):
        spec_from_node("o", {"target": "a.B", "metrics": ["manhatan"]})
