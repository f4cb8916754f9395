"""Spaces in one order, by what is above data without structure."""

import numpy as np
import pytest

from segbench.ranking import RankingRule, rank_space
from segbench.ranking.across_spaces import across_spaces, calibrated

MEASURES = ("silhouette", "davies_bouldin", "stability")


def null_values(mean, n=25, families=3):
    """Values with this mean and the standard deviation 0.1, in every family."""
    values = mean + 0.1 * np.sqrt((n - 1) / n) * np.resize([1.0, -1.0], n)
    return np.tile(values, (families, 1))


def nulls(silhouette=0.3):
    return {
        "silhouette": null_values(silhouette, 24),
        "davies_bouldin": np.exp(-null_values(-0.5, 24)),
        "coverage": np.ones((3, 24)),
    }


def test_above_null_data_by_hand(candidate):
    found = calibrated(candidate("a", nulls=nulls()), RankingRule(), MEASURES)
    assert found.z["silhouette"] == pytest.approx(2.0, rel=0.03)
    assert found.z["davies_bouldin"] == pytest.approx(5.0, rel=0.03)
    assert found.p_value == pytest.approx(1 / 25)


def test_the_hardest_family_counts(candidate):
    hard = nulls()
    hard["silhouette"][1] += 0.15
    found = calibrated(candidate("a", nulls=hard), RankingRule(), MEASURES)
    assert found.z["silhouette"] == pytest.approx(0.5, rel=0.03)


def test_too_few_null_data_give_no_value(candidate):
    few = {name: values[:, :19] for name, values in nulls().items()}
    found = calibrated(candidate("a", nulls=few), RankingRule(), MEASURES)
    assert np.isnan(found.z["silhouette"])
    assert np.isnan(found.score)


def test_spaces_are_ordered_by_what_is_above_null_data(space, candidate):
    """The space with the smaller silhouette wins: without structure it has less."""
    rule = RankingRule()
    easy = rank_space(space("none"), [candidate("a", 0.85, nulls=nulls(0.85))], rule)
    fair = rank_space(space("power"), [candidate("a", 0.6, nulls=nulls(0.2))], rule)
    assert [one.rank for one in across_spaces([easy, fair], rule)] == [2, 1]
