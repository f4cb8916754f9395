"""Measures in the tables of a run: registered ones, and those of trees and spaces."""

import numpy as np
import pytest

import segbench
from segbench.report.columns import SCORES_COLUMNS
from segbench.scoring import measures
from segbench.scoring.measures import Direction, Measure, Values, register_measure


def two(given):
    return Values(np.full(len(given.stack), 2.0))


@pytest.fixture
def tables(customers, monkeypatch):
    """Scores and spaces of a small run with a measure of the user's own."""
    monkeypatch.setattr(measures, "_registered", {})
    register_measure(
        Measure("always_two", two, Direction.LARGE, 0, 3, False, "", "own definition")
    )
    found = segbench.compare(
        customers,
        features=["income", "visits"],
        algorithms=["kmeans", "agglomerative", "gmm"],
        k=[2, 3],
        scoring="quick",
    )
    return found.scores, found.spaces


def test_measures_in_the_tables(tables):
    scores, spaces = tables
    assert list(scores.columns) == [*SCORES_COLUMNS, "always_two"]
    assert (scores["always_two"] == 2.0).all()
    trees = scores[scores["algo"] == "agglomerative"].groupby("scaler")["cophenetic"]
    assert (trees.nunique() == 1).all()
    assert scores["cophenetic"].notna().equals(scores["algo"] == "agglomerative")
    mixtures = scores[scores["algo"] == "gmm"]
    assert (mixtures["aic"] < mixtures["bic"]).all()
    assert spaces["hopkins"].between(0.5, 1).all()
