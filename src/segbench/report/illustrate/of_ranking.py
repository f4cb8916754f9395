"""Who is first, how many segments there are, and how like each other answers are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from segbench.core import Labels
from segbench.ranking import Method, RankedRow, Ranking
from segbench.ranking.values import STABILITY
from segbench.report.datasets import dataset_comparison
from segbench.report.figures.agreement_matrix import agreement_matrix
from segbench.report.figures.choice_of_k import choice_of_k_figure
from segbench.report.figures.critical_difference import critical_difference_diagram
from segbench.report.figures.ranking_chart import RankedCandidate, ranking_chart
from segbench.report.frames import best_by_algorithm
from segbench.report.illustrate.criteria import criterion_curves
from segbench.report.illustrate.illustration import Illustration, Place
from segbench.report.results import Results
from segbench.report.story import Tale
from segbench.scoring import summarise
from segbench.scoring.agreement import agreement_of
from segbench.scoring.calibration import calibrated_stability

FEWEST_LABELINGS, MOST_LABELINGS = 3, 20
"""Segmentations in a matrix of agreements; of two the text says it."""


def of_data_sets(results: Results) -> Iterator[Illustration]:
    """Draw the mean ranks over several data sets."""
    comparison = dataset_comparison(results)
    if comparison is not None:
        yield Illustration(
            "critical_difference",
            Place.RANKING,
            "Mean ranks over the data sets; bars join what is not told apart.",
            "A critical-difference diagram of the algorithms.",
            partial(critical_difference_diagram, comparison),
        )


def of_space(results: Results, ranking: Ranking, mark: str) -> Iterator[Illustration]:
    """Draw the ranking of a space and its votes for k."""
    name = results.space_name(ranking.space)
    unranked = Counter(row.reason for row in ranking.rows if row.rank is None)
    shown = [_candidate(row, ranking) for row in ranking.ranked]
    yield Illustration(
        f"ranking{mark}",
        Place.RANKING,
        f"{name}: scores of the best candidates.{_said_of_bars(shown)}",
        f"Scores of the best candidates in {name}, tied ones shaded.",
        partial(ranking_chart, shown, unranked),
    )
    found, choice = (
        results.findings.get(ranking.space),
        results.choice_of_k(ranking.space),
    )
    if found is not None and found.curves is not None and choice is not None:
        yield Illustration(
            f"choice_of_k{mark}",
            Place.K,
            f"{name}: criteria by the number of segments. The elbow is an opinion and "
            "is not counted.",
            f"Small panels of criteria by the number of segments in {name}.",
            partial(choice_of_k_figure, criterion_curves(found.curves, choice)),
        )


def _said_of_bars(shown: Sequence[RankedCandidate]) -> str:
    if not any(np.isfinite(one.low) for one in shown):
        return ""
    return " Bars: Monte-Carlo error of the stability, carried into the score."


def _candidate(row: RankedRow, ranking: Ranking) -> RankedCandidate:
    setting, error = row.scored.labeling.setting, _score_error(row, ranking)
    assert row.rank is not None  # ranked rows have ranks
    return RankedCandidate(
        name=f"{setting.algo} {setting.text}".strip(),
        score=row.score,
        low=row.score - error,
        high=row.score + error,
        rank=row.rank,
        tied=row.tied,
    )


def _score_error(row: RankedRow, ranking: Ranking) -> float:
    """Half the Monte-Carlo interval of the stability, in units of the score.

    NaN where the score is not made of calibrated values.
    """
    stability, rule = row.scored.stability, ranking.rule
    if stability is None or rule.method is Method.RANKS:
        return float("nan")
    found = summarise(stability)
    low, high = (
        float(calibrated_stability(row.scored, value))
        for value in (found.mean, found.high)
    )
    total = sum(rule.weights[name] for name in ranking.measures)
    return (high - low) * rule.weights[STABILITY] / total


def of_agreement(tale: Tale, mark: str) -> Iterator[Illustration]:
    """Draw how like each other algorithms are, and spaces."""
    if tale.lead is not None:
        best = [row for row, _ in best_by_algorithm(tale.lead.ranking)]
        yield from _matrix(
            [(r.scored.labeling.setting.algo, r.scored.labeling.labels) for r in best],
            f"agreement_algorithms{mark}",
            "How alike the best segmentations of the algorithms are",
        )
    yield from _matrix(
        [
            (
                f"{one.space.features} / {one.space.scaler}",
                one.chosen.scored.labeling.labels,
            )
            for one in tale.rankings
            if one.chosen
        ],
        f"agreement_spaces{mark}",
        "How alike the segmentations of feature sets and scalers are",
    )


def _matrix(
    labelings: Sequence[tuple[str, Labels | None]], name: str, what: str
) -> Iterator[Illustration]:
    known = [(n, x) for n, x in labelings if x is not None][:MOST_LABELINGS]
    if len(known) < FEWEST_LABELINGS:
        return
    values = np.array([[agreement_of(a, b) for _, b in known] for _, a in known])
    yield Illustration(
        name,
        Place.SENSITIVITY,
        f"{what} (adjusted Rand index: 1 = the same, 0 = by chance).",
        f"A matrix of {len(known)} by {len(known)} agreements.",
        partial(agreement_matrix, values, [n for n, _ in known]),
    )
