"""Votes for the number of segments, and that no tie is broken silently."""

from dataclasses import replace

import numpy as np
import pytest

from segbench.ranking import Gates
from segbench.ranking.choice_of_k import KChoice, Vote, choose_k
from segbench.scoring.findings import Curves

KS = (2, 3, 4, 5, 6)
FLAT = np.zeros(5)
N = 200


def peak(k, height=1.0):
    return np.where(np.array(KS) == k, height, 0.0)


CURVES = Curves(
    ks=KS,
    smallest=np.full(5, 20),
    silhouette=peak(3),
    inertia=np.array([100.0, 40.0, 30.0, 25.0, 22.0]),
    gap=np.array([0.0, 0.1, 0.9, 0.95, 0.9, 0.9]),
    gap_error=np.full(6, 0.1),
    bic={"full": 10 - peak(4), "tied": 11 - peak(3, 5.0)},
    icl={"full": 10 - peak(4)},
    instability=1 - peak(6),
    prediction_strength=np.array([0.9, 0.85, 0.5, 0.4, 0.3]),
    prediction_error=np.full(5, 0.01),
    stability=np.full(5, 0.9),
    stability_gain=peak(5, 0.3),
    gain_error=np.full(5, 0.02),
)


def votes(curves, gates=None, n_customers=N):
    choice = choose_k(curves, gates or Gates(), n_customers)
    return {one.criterion: one.k for one in choice.votes if one.counts}


def test_each_vote_reads_its_own_curve():
    assert votes(CURVES) == {
        "separation": 3,
        "reference": 3,  # 0.9 is within one error of 0.95
        "likelihood": 3,  # the best form of covariance at each k
        "reproducibility": 5,
    }


def test_three_of_four_agree():
    choice = choose_k(CURVES, Gates(), N)
    assert (choice.agreed, choice.agreement) == (3, 3)


def test_two_and_two_is_not_determined():
    curves = replace(CURVES, silhouette=peak(5))
    assert choose_k(curves, Gates(), N).agreed is None


def test_a_tiny_segment_has_no_vote():
    """Most separated is a cut that splits one customer off."""
    curves = replace(
        CURVES, silhouette=peak(6) + peak(2, 0.5), smallest=np.array([20] * 4 + [1])
    )
    assert votes(curves)["separation"] == 2


def test_a_gain_that_cannot_be_told_from_the_largest_is_enough():
    near = replace(CURVES, stability_gain=peak(5, 0.3) + peak(3, 0.281))
    far = replace(CURVES, stability_gain=peak(5, 0.3) + peak(3, 0.279))
    assert votes(near)["reproducibility"] == 3
    assert votes(far)["reproducibility"] == 5


def test_without_calibration_the_prediction_strength_votes():
    choice = choose_k(replace(CURVES, stability_gain=np.full(5, np.nan)), Gates(), N)
    (vote,) = [one for one in choice.votes if one.criterion == "reproducibility"]
    assert vote.k == 3
    assert "0.8" in vote.rule


def test_undefined_curves_do_not_vote():
    nothing = np.full(5, np.nan)
    curves = replace(CURVES, silhouette=nothing, bic={"full": nothing})
    found = votes(curves)
    assert (found["separation"], found["likelihood"]) == (None, None)
    assert choose_k(curves, Gates(), N).agreed is None


def test_the_elbow_is_shown_and_does_not_count():
    choice = choose_k(CURVES, Gates(), N)
    (elbow,) = [one for one in choice.votes if one.criterion == "elbow"]
    assert elbow.k == 3
    assert not elbow.counts
    assert elbow not in choice.counted


@pytest.mark.parametrize(
    ("ks", "agreed"),
    [
        ((3, 3, 3, 3), 3),
        ((3, 3, 3, 4), 3),
        ((3, 3, 4, 4), None),
        ((3, 3), None),
        ((), None),
    ],
)
def test_agreement_takes_three(ks, agreed):
    choice = KChoice(tuple(Vote(str(i), "", k) for i, k in enumerate(ks)))
    assert choice.agreed == agreed
