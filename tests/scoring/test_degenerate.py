"""Undefined is NaN with a reason, never a number."""

import numpy as np
import pytest

from segbench.algorithms.labels import status_of
from segbench.core import Labeling, Setting, Status
from segbench.scoring import MEASURES, score_labelings

ANGLES = np.linspace(0, 2 * np.pi, 24, endpoint=False)
CIRCLE = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])


def score(X, labels, truth=None):
    labels = np.array(labels)
    status, reason = status_of(labels)
    labeling = Labeling(Setting("a", {}), status, reason, labels, None, 0.0)
    return score_labelings(X, [labeling], truth)[0]


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ([0, 0, 0, 0], "every customer is in one segment"),
        ([-1, -1, -1, -1], "every customer is noise"),
        ([0, 0, -1, -1], "one segment, the other customers are noise"),
        ([0, 1, 2, 3], "every segment holds a single customer"),
        ([0, 1, 2, -1], "every segment holds a single customer"),
    ],
)
def test_degenerate_labelings_have_no_score(labels, reason):
    X = np.array([[0.0], [1.0], [5.0], [6.0]])
    found = score(X, labels, truth=np.array([0, 0, 1, 1]))
    assert found.values.keys() == MEASURES.keys()
    assert np.isnan(list(found.values.values())).all()
    assert set(found.reasons.values()) == {reason}


@pytest.mark.parametrize("status", [Status.FAILED, Status.IMPOSSIBLE])
def test_what_did_not_run_has_no_score(status):
    labeling = Labeling(Setting("a", {}), status, "no luck", None, 3, 0.0)
    (found,) = score_labelings(np.eye(3), [labeling], None)
    assert np.isnan(found.values["silhouette"])
    assert found.reasons["davies_bouldin"] == "no luck"


def test_degenerate_labelings_leave_the_others_alone(blobs):
    X, truth = blobs
    labelings = [
        Labeling(Setting("a", {}), Status.ONE_CLUSTER, "one", truth * 0, None, 0.0),
        Labeling(Setting("b", {}), Status.OK, "", truth, None, 0.0),
        Labeling(Setting("c", {}), Status.FAILED, "no", None, None, 0.0),
    ]
    found = [one.values["silhouette"] for one in score_labelings(X, labelings, None)]
    assert np.isnan(found).tolist() == [True, False, True]
    assert found[1] > 0.9


@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_concentric_segments_have_no_davies_bouldin(offset):
    X = np.vstack([CIRCLE, 5 * CIRCLE]) + offset
    found = score(X, np.repeat([0, 1], 24))
    assert np.isnan(found.values["davies_bouldin"])
    assert found.reasons == {
        "davies_bouldin": "two segments have the same centre",
        "davies_bouldin_completed": "two segments have the same centre",
        "davies_bouldin_as_cluster": "two segments have the same centre",
        "xie_beni": "two segments have the same centre",
        "dbcv": "of density methods alone",
    }


def test_concentric_segments_beside_a_third():
    X = np.vstack([CIRCLE, 5 * CIRCLE, CIRCLE + 50])
    found = score(X, np.repeat([0, 1, 2], 24))
    assert np.isnan(found.values["davies_bouldin"])
    assert found.values["silhouette"] < 1


def test_nobody_differs_from_the_centre():
    X = np.repeat([[0.0, 0.0], [3.0, 4.0]], 5, axis=0)
    found = score(X, np.repeat([0, 1], 5))
    assert found.values["silhouette"] == 1.0
    assert found.values["inertia"] == 0.0
    assert found.values["davies_bouldin"] == 0.0
    assert np.isnan(found.values["calinski_harabasz"])
    assert found.values["xie_beni"] == 0.0
    assert list(found.reasons) == ["calinski_harabasz", "dbcv", "dunn"]
    assert found.reasons["dunn"] == "every segment lies on one spot"


def test_equal_customers_in_two_segments_have_silhouette_zero():
    found = score(np.zeros((6, 2)), [0, 0, 0, 1, 1, 1])
    assert found.values["silhouette"] == 0.0
    assert np.isnan(found.values["davies_bouldin"])


def test_a_single_customer_has_silhouette_zero():
    # Silhouettes by hand: 9/10 and 8/9 for the pair, 0 for the one alone.
    found = score(np.array([[0.0], [1.0], [10.0]]), [0, 0, 1])
    assert found.values["silhouette"] == pytest.approx((0.9 + 8 / 9 + 0) / 3)


def test_noise_is_left_out():
    X = np.array([[0.0], [1.0], [10.0], [12.0], [5.0], [900.0]])
    with_noise = score(X, [0, 0, 1, 1, -1, -1])
    without = score(X[:4], [0, 0, 1, 1])
    for name, value in without.values.items():
        if not name.endswith(("_completed", "_as_cluster")):  # in these it is not
            assert with_noise.values[name] == pytest.approx(value, nan_ok=True), name


def test_noise_stands_alone_against_the_truth():
    """Agreeing on noise earns nothing: the two count as segments of one."""
    truth = np.array([0, 0, 0, 1, 1, 1])
    found = score(np.arange(6.0)[:, None], [0, 0, -1, 1, 1, -1], truth)
    # Pairs together: 2 of both, 2 of the labels, 6 of the truth, 15 in all.
    expected = (2 - 2 * 6 / 15) / ((2 + 6) / 2 - 2 * 6 / 15)
    assert found.values["ari"] == pytest.approx(expected)


def test_customers_without_a_known_segment_are_left_out():
    truth = np.array([0, 0, 1, 1, -1, -1])
    found = score(np.arange(6.0)[:, None], [0, 0, 1, 1, 0, 1], truth)
    assert found.values["ari"] == 1.0


def test_nobody_with_a_known_segment():
    found = score(np.arange(4.0)[:, None], [0, 0, 1, 1], np.full(4, -1))
    for name in (one for one in MEASURES if MEASURES[one].needs_truth):
        assert np.isnan(found.values[name]), name
        assert found.reasons[name] == "too few known segments to agree with"


def test_measures_of_the_truth_are_absent_without_one():
    found = score(np.arange(4.0)[:, None], [0, 0, 1, 1])
    assert {n for n in found.values if MEASURES[n].needs_truth} == set()
