"""Whatever an algorithm does, every setting gets an outcome."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import BaseEstimator

from segbench.algorithms import AlgorithmSpec, Job, fit_sweep, get, refit
from segbench.algorithms.labels import canonical, status_of
from segbench.core import Setting, Status

pytestmark = pytest.mark.filterwarnings("ignore:Number of distinct clusters")

HALVES = np.repeat([0, 1], 5)


def raises(_):
    raise RuntimeError("no luck\n  today")


BEHAVIOURS = {
    "raises": raises,
    "wrong shape": lambda X: np.zeros((len(X), 2), dtype=int),
    "too short": lambda X: np.zeros(len(X) - 1, dtype=int),
    "floats": lambda X: np.zeros(len(X)),
    "label -2": lambda _: HALVES - 2,
    "undeclared noise": lambda _: HALVES - 1,
    "nothing": lambda _: None,
    "gaps": lambda _: np.where(HALVES == 0, 7, 300),
    "a list": lambda _: [int(one) for one in HALVES],
    "unsigned": lambda _: HALVES.astype(np.uint8),
    "unconverged": lambda _: HALVES,
}


class Stub(BaseEstimator):
    """An estimator that does what it is told."""

    def __init__(self, does="gaps"):
        self.does = does

    def fit_predict(self, X):
        self.converged_ = self.does != "unconverged"
        return BEHAVIOURS[self.does](X)


def outcome(does, **changes):
    spec = AlgorithmSpec("stub", f"{__name__}.Stub", **changes)
    (labeling,) = fit_sweep(spec, [Setting("stub", {"does": does})], np.eye(10), 0)
    return labeling


@given(st.lists(st.integers(-1, 6), min_size=1, max_size=40), st.permutations(range(7)))
def test_equal_partitions_get_equal_labels(labels, names):
    labels = np.array(labels)
    renamed = np.where(labels < 0, -1, np.array([*names, -1])[labels] * 10)
    assert np.array_equal(canonical(labels), canonical(renamed))


@given(st.lists(st.integers(-1, 6), min_size=1, max_size=40))
def test_canonical_keeps_the_partition(labels):
    labels = np.array(labels)
    found = canonical(labels)
    assert np.array_equal(found == -1, labels == -1)
    same = labels[:, None] == labels[None, :]
    assert np.array_equal(found[:, None] == found[None, :], same)
    sizes = np.bincount(found[found >= 0])
    assert list(sizes) == sorted(sizes, reverse=True)
    assert (sizes > 0).all()


def test_segments_are_numbered_by_size():
    assert canonical(np.array([5, 5, 9, 9, 9, -1, 2])).tolist() == [
        1,
        1,
        0,
        0,
        0,
        -1,
        2,
    ]


def test_equal_sizes_are_numbered_by_their_first_customer():
    assert canonical(np.array([8, 3, 3, 8, 1, 1])).tolist() == [0, 1, 1, 0, 2, 2]


@pytest.mark.parametrize(
    ("labels", "status"),
    [
        ([0, 0, 1], Status.OK),
        ([0, 0, 1, -1], Status.OK),
        ([0, 0, 0], Status.ONE_CLUSTER),
        ([-1, -1], Status.ALL_NOISE),
        ([0, 0, -1], Status.TOO_FEW),
        ([0, -1, -1], Status.TOO_FEW),
        ([0, 1, 2], Status.ALL_SINGLETONS),
        ([0, 1, -1], Status.ALL_SINGLETONS),
    ],
)
def test_status(labels, status):
    found, reason = status_of(np.array(labels))
    assert found is status
    assert bool(reason) == (status is not Status.OK)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("raises", "RuntimeError: no luck today"),
        ("wrong shape", r"expected labels of shape \(10,\), got \(10, 2\)"),
        ("too short", r"expected labels of shape \(10,\), got \(9,\)"),
        ("floats", "whole-number labels, got float64"),
        ("label -2", "at least -1, got -2"),
        ("undeclared noise", "assigns_noise is not declared"),
        ("nothing", r"expected labels of shape \(10,\)"),
        ("no such behaviour", "KeyError"),
    ],
)
def test_failures_become_rows_with_a_reason(does, told):
    labeling = outcome(does)
    assert labeling.status is Status.FAILED
    assert labeling.labels is None
    assert re.search(told, labeling.reason)
    assert "\n" not in labeling.reason


@pytest.mark.parametrize("does", ["gaps", "a list", "unsigned"])
def test_whole_numbers_of_any_kind_are_labels(does):
    labeling = outcome(does)
    assert labeling.status is Status.OK
    assert labeling.labels.tolist() == HALVES.tolist()
    assert labeling.labels.dtype == np.int64


def test_declared_noise_is_kept():
    labeling = outcome("undeclared noise", assigns_noise=True)
    assert labeling.status is Status.TOO_FEW
    assert labeling.coverage == 0.5


def test_more_segments_than_customers_is_impossible(rng):
    X = rng.normal(size=(6, 2))
    settings = [Setting("kmeans", {"n_clusters": k}) for k in (2, 7)]
    possible, impossible = fit_sweep(get("kmeans"), settings, X, 0)
    assert possible.status is Status.OK
    assert impossible.status is Status.IMPOSSIBLE
    assert impossible.reason == ("7 segments asked for, but there are only 6 customers")


def test_a_failure_leaves_the_other_settings_alone():
    spec = AlgorithmSpec("stub", f"{__name__}.Stub")
    settings = [Setting("stub", {"does": does}) for does in ("raises", "gaps")]
    failed, fitted = fit_sweep(spec, settings, np.eye(10), 0)
    assert (failed.status, fitted.status) == (Status.FAILED, Status.OK)


def test_unconverged_labels_carry_a_remark():
    labeling = outcome("unconverged")
    assert labeling.status is Status.OK
    assert labeling.reason == "did not converge"


def test_fewer_segments_than_asked_for_are_remarked():
    copies = np.repeat([[0.0, 0.0], [5.0, 5.0], [9.0, 0.0]], 4, axis=0)
    (labeling,) = fit_sweep(
        get("kmeans"), [Setting("kmeans", {"n_clusters": 5})], copies, 0
    )
    assert (labeling.k_asked, labeling.k_found) == (5, 3)
    assert labeling.reason == "5 segments asked for, 3 found"


def test_mixtures_report_their_bic(blobs):
    from sklearn.mixture import GaussianMixture

    X, _ = blobs
    params = {"n_components": 3, "covariance_type": "full"}
    (labeling,) = fit_sweep(get("gmm"), [Setting("gmm", params)], X, 4)
    expected = GaussianMixture(**params, random_state=4).fit(X).bic(X)
    assert labeling.criteria["bic"] == pytest.approx(expected, rel=1e-12)


def test_refit_gives_one_outcome_per_job_and_setting(blobs):
    X, _ = blobs
    settings = ({"n_clusters": 2}, {"n_clusters": 3}, {"n_clusters": 50})
    jobs = [Job(X, settings, 0), Job(X[:45], settings, 1)]
    found = refit(get("kmeans"), jobs)
    assert [
        [len(o.labels) if o.reason == "" else None for o in row] for row in found
    ] == [
        [80, 80, 80],
        [45, 45, None],
    ]
    assert "only 45 customers" in found[1][2].reason


def test_no_settings_no_rows():
    assert fit_sweep(get("dbscan"), [], np.eye(5), 0) == []
