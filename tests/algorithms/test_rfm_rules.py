"""Quintile scores and the ten segments of the recency x frequency grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.algorithms import available, fit_sweep
from segbench.algorithms.rfm_rules import GRID, SEGMENTS, RfmRules, quintile_scores
from segbench.core import Setting, Status

VALUES = st.lists(st.integers(0, 9), min_size=5, max_size=60).map(np.array)


def test_fifths_without_ties():
    assert quintile_scores(np.arange(10.0)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_ties_get_the_score_of_their_mean_rank():
    """Seven of ten bought once: mean rank 4, share 0.35, score 2 for all of them."""
    orders = np.array([1.0] * 7 + [2.0, 3.0, 9.0])
    assert quintile_scores(orders).tolist() == [2] * 7 + [4, 5, 5]


def test_recency_is_reversed():
    assert quintile_scores(np.array([1, 20, 30, 40, 300.0]), reverse=True).tolist() == [
        5, 4, 3, 2, 1,
    ]  # fmt: skip


@given(VALUES)
def test_scores_keep_the_order_and_treat_equals_equally(values):
    scores = quintile_scores(values.astype(float))
    assert set(scores) <= {1, 2, 3, 4, 5}
    for i, score in enumerate(scores):
        assert (scores[values == values[i]] == score).all()
        assert (scores[values > values[i]] >= score).all()


@given(VALUES)
def test_reversed_scores_mirror(values):
    mirrored = quintile_scores(-values.astype(float))
    assert (quintile_scores(values.astype(float), reverse=True) == mirrored).all()


@pytest.mark.parametrize(
    ("recency", "frequency", "segment"),
    [
        (5, 5, "Champions"),
        (5, 4, "Champions"),
        (4, 5, "Loyal customers"),
        (3, 4, "Loyal customers"),
        (5, 2, "Potential loyalists"),
        (4, 3, "Potential loyalists"),
        (5, 1, "New customers"),
        (4, 1, "Promising"),
        (3, 3, "Need attention"),
        (3, 2, "About to sleep"),
        (2, 5, "Can't lose them"),
        (1, 3, "At risk"),
        (1, 1, "Hibernating"),
    ],
)
def test_grid(recency, frequency, segment):
    assert SEGMENTS[GRID[recency - 1, frequency - 1]] == segment


def customers():
    """Every pair of five recencies and five frequencies, and money that misleads."""
    recency, frequency = np.meshgrid([1.0, 9, 40, 90, 300], [1.0, 2, 4, 8, 30])
    money = np.linspace(500, 1, 25)
    return np.column_stack([recency.ravel(), frequency.ravel(), money])


def test_all_ten_segments_occur_in_full_grid():
    labels = RfmRules().fit_predict(customers())
    assert set(labels) == set(range(10))
    best = (customers()[:, 0] == 1) & (customers()[:, 1] == 30)
    assert SEGMENTS[labels[best][0]] == "Champions"


def test_names_beat_the_order_of_columns():
    X = customers()
    names = ["monetary", "log1p(frequency)", "recency"]
    shuffled = RfmRules(names).fit_predict(X[:, [2, 1, 0]])
    assert np.array_equal(shuffled, RfmRules().fit_predict(X))


def test_scaling_does_not_matter():
    X = customers()
    scaled = (np.log1p(X) - 3) / 2
    assert np.array_equal(RfmRules().fit_predict(scaled), RfmRules().fit_predict(X))


@pytest.mark.parametrize("names", [["PC1", "PC2", "PC3"], ["recency", "age", "x"]])
def test_other_columns_are_refused_with_a_reason(names):
    with pytest.raises(ValueError, match="need the columns recency and frequency"):
        RfmRules(names).fit_predict(customers())


def test_a_row_without_labels_where_there_is_no_frequency():
    spec = available()["rfm_rules"]
    (labeling,) = fit_sweep(spec, [Setting("rfm_rules", {})], np.ones((9, 1)), seed=0)
    assert labeling.status is Status.FAILED
    assert "no frequency" in labeling.reason
