"""From a declared grid to settings."""

import numpy as np
import pytest

from segbench.algorithms import AlgorithmSpec, expand_grid, get
from segbench.algorithms.grids import check_ks, customer_shares, k_distance_quantiles
from segbench.errors import ConfigError, UnknownNameError

X = np.arange(40.0).reshape(20, 2)


def spec(**changes):
    return AlgorithmSpec("mine", "sklearn.cluster.DBSCAN", **changes)


def params(declared, ks=(2, 3), matrix=X):
    return [dict(one.params) for one in expand_grid(declared, matrix, ks)]


def test_k_of_the_run_is_taken():
    assert params(get("kmeans"), ks=[4, 2]) == [{"n_clusters": 2}, {"n_clusters": 4}]


def test_k_of_the_grid_comes_first():
    declared = spec(k_param="min_samples", grid={"min_samples": [7, 5]})
    assert params(declared) == [{"min_samples": 5}, {"min_samples": 7}]


def test_no_k_without_a_k_parameter():
    assert params(spec(grid={"eps": [1.0, 2.0]})) == [{"eps": 1.0}, {"eps": 2.0}]


def test_no_grid_is_one_setting():
    assert params(get("one_segment")) == [{}]


def test_product_of_lists():
    found = params(get("gmm"), ks=[2, 3])
    assert len(found) == 8
    assert {one["covariance_type"] for one in found} == {
        "full",
        "tied",
        "diag",
        "spherical",
    }


def test_duplicates_are_dropped():
    declared = spec(grid={"eps": [1.0, 1.0, 2.0]})
    assert params(declared) == [{"eps": 1.0}, {"eps": 2.0}]


def test_single_value_is_a_list_of_one():
    assert params(spec(grid={"metric": "euclidean"})) == [{"metric": "euclidean"}]


@pytest.mark.parametrize(
    "values", [np.arange(3, 5), [np.int64(3), np.int64(4)], (3, 4), range(3, 5)]
)
def test_numpy_numbers_are_numbers(values):
    declared = spec(grid={"min_samples": values})
    assert params(declared) == [{"min_samples": 3}, {"min_samples": 4}]
    assert [one.text for one in expand_grid(declared, X, [2])] == [
        "min_samples=3",
        "min_samples=4",
    ]


def test_customer_shares():
    assert customer_shares(np.zeros((200, 2)), [0.1, 0.05, 0.1], {}) == [10, 20]


def test_customer_shares_have_a_floor():
    assert customer_shares(np.zeros((30, 2)), [0.01, 0.05], {}) == [5]


def test_k_distance_counts_the_customer_itself():
    line = np.array([[0.0], [1.0], [3.0], [7.0]])
    # Distances to the nearest other customer: 1, 1, 2, 4.
    assert k_distance_quantiles(line, [0.0, 1.0], {"min_samples": 2}) == [1.0, 4.0]


def test_k_distance_follows_min_samples():
    line = np.array([[0.0], [1.0], [3.0], [7.0]])
    # Distances to the second nearest other customer: 3, 2, 3, 6.
    assert k_distance_quantiles(line, [0.0, 1.0], {"min_samples": 3}) == [2.0, 6.0]


def test_k_distance_rounds_to_four_digits():
    pair = np.array([[0.0], [1 / 3]])
    assert k_distance_quantiles(pair, [0.5], {"min_samples": 2}) == [0.3333]


def test_k_distance_with_more_neighbours_than_customers():
    assert k_distance_quantiles(np.array([[0.0], [2.0]]), [0.5], {}) == [2.0]


def test_radius_zero_is_left_out():
    copies = np.repeat([[0.0], [5.0]], [10, 2], axis=0)
    assert k_distance_quantiles(copies, [0.1, 1.0], {"min_samples": 3}) == [5.0]


def test_radii_follow_each_min_samples_of_the_grid():
    line = np.array([[0.0], [1.0], [3.0], [7.0]])
    declared = spec(
        grid={"min_samples": [2, 3], "eps": {"k_distance_quantiles": [0.0]}}
    )
    assert params(declared, matrix=line) == [
        {"min_samples": 2, "eps": 1.0},
        {"min_samples": 3, "eps": 2.0},
    ]


def test_no_radius_no_setting():
    """All customers equal: every radius is 0, and the run says so in a row."""
    assert params(get("dbscan"), matrix=np.ones((20, 2))) == []


def test_unknown_rule_names_the_known_ones():
    declared = spec(grid={"eps": {"k_distance_quantile": [0.5]}})
    with pytest.raises(UnknownNameError, match="Did you mean 'k_distance_quantiles'"):
        expand_grid(declared, X, [2])


def test_two_rules_for_one_value_are_refused():
    rules = {"k_distance_quantiles": [0.5], "customer_shares": [0.1]}
    with pytest.raises(ConfigError, match="one rule"):
        expand_grid(spec(grid={"eps": rules}), X, [2])


def test_empty_grid_is_refused():
    with pytest.raises(ConfigError, match="grid of 'eps' is empty"):
        expand_grid(spec(grid={"eps": []}), X, [2])


@pytest.mark.parametrize("k", [1, 0, -3, 2.0, "3", True, None])
def test_k_below_two_or_not_whole_is_refused(k):
    with pytest.raises(ConfigError, match="at least 2") as caught:
        check_ks([2, k])
    assert repr(k) in str(caught.value)


def test_no_k_is_refused():
    with pytest.raises(ConfigError, match="k is empty"):
        check_ks([])


def test_ks_are_sorted_and_distinct():
    assert check_ks([4, 2, np.int64(4), 3]) == (2, 3, 4)


def test_settings_have_stable_text_and_keys(blobs):
    matrix, _ = blobs
    settings = expand_grid(get("dbscan"), matrix, [2])
    assert len({one.key for one in settings}) == len(settings)
    assert settings[0].text == f"eps={settings[0].params['eps']}, min_samples=5"
