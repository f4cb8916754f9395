"""Names to algorithms, and declarations from configuration nodes."""

import pytest

from segbench.algorithms import (
    DEFAULT_ALGORITHMS,
    AlgorithmSpec,
    Growth,
    available,
    get,
    register,
    registry,
    spec_from_node,
)
from segbench.errors import ConfigError, UnknownNameError

KMEANS = "sklearn.cluster.KMeans"


@pytest.fixture
def clean_registry(monkeypatch):
    monkeypatch.setattr(registry, "_registered", {})


def test_the_five_come_first():
    assert tuple(available())[:5] == DEFAULT_ALGORITHMS


def test_unknown_name_suggests_the_closest():
    with pytest.raises(UnknownNameError, match="Did you mean 'kmeans'"):
        get("k-means")


@pytest.mark.usefixtures("clean_registry")
def test_registered_algorithms_are_available():
    mine = register(AlgorithmSpec("mine", KMEANS, "n_clusters", origin="my package"))
    assert get("mine") is mine
    assert tuple(available())[-1] == "mine"


@pytest.mark.usefixtures("clean_registry")
def test_taken_names_are_refused_with_both_origins():
    with pytest.raises(ConfigError, match=r"'kmeans' of my package.*by segbench"):
        register(AlgorithmSpec("kmeans", KMEANS, origin="my package"))


def test_node_becomes_a_declaration():
    node = {"target": KMEANS, "k_param": "n_clusters", "memory": "quadratic"}
    spec = spec_from_node("mine", node)
    assert (spec.name, spec.k_param, spec.memory) == (
        "mine",
        "n_clusters",
        Growth.QUADRATIC,
    )


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ({"target": KMEANS, "k_parm": "n"}, "Did you mean 'k_param'"),
        ({}, "needs a target"),
        ({"target": 3}, "needs a target"),
        (
            {"target": KMEANS, "memory": "cubic"},
            "grows linear or quadratic, not 'cubic'",
        ),
    ],
)
def test_bad_nodes_are_refused(node, told):
    with pytest.raises(ConfigError, match=told):
        spec_from_node("mine", node)


@pytest.mark.parametrize(
    "target", ["no.such.module.Thing", "sklearn.cluster.NoSuch", "KMeans", ""]
)
def test_targets_that_cannot_be_imported_are_refused(target):
    with pytest.raises(ConfigError, match="cannot import"):
        AlgorithmSpec("mine", target).estimator({}, 0)


def test_unknown_parameters_are_refused_before_a_fit():
    with pytest.raises(ConfigError, match=r"no parameter 'n_cluster'.*n_clusters"):
        AlgorithmSpec("mine", KMEANS).estimator({"n_cluster": 3}, 0)


def test_seed_is_given_where_it_is_taken():
    assert get("kmeans").estimator({}, 17).get_params()["random_state"] == 17


def test_fixed_seed_is_kept():
    spec = AlgorithmSpec("mine", KMEANS, params={"random_state": 3})
    assert spec.estimator({}, 17).get_params()["random_state"] == 3


def test_counts_of_customers_shrink_with_the_resample():
    spec = get("hdbscan")
    assert spec.scaled({"min_cluster_size": 20}, 0.6) == {
        "min_cluster_size": 12,
        "min_samples": 3,
    }


def test_counts_of_customers_never_shrink_below_two():
    assert get("dbscan").scaled({"min_samples": 3, "eps": 0.5}, 0.1) == {
        "min_samples": 2,
        "eps": 0.5,
    }
