"""The sentences of a report: the winner and why, what was run, what it means."""

from __future__ import annotations

from segbench.ranking import RankedRow, Ranking
from segbench.ranking.order import CLEAR_FROM
from segbench.report.results import Results

NOT_ACROSS_SPACES = (
    "Each space has a ranking of its own: a distance means something else in every "
    "feature set and scaler, so raw scores of two spaces do not compare."
)
"""Why there is no single table."""


def settings_line(results: Results) -> str:
    """What the numbers rest on, in one line."""
    seeds = sorted({ranking.space.seed for ranking in results.rankings})
    resamples = sorted({cell.resamples for cell in results.cells})
    simulated = any(dataset.simulated for dataset in results.datasets.values())
    customers = sorted({d.n_customers for d in results.datasets.values()})
    weights = ", ".join(f"{name} {w:g}" for name, w in results.rule.weights.items())
    return (
        f"{'Simulated data. ' if simulated else ''}"
        f"n = {_listed(customers)} customers; B = {_listed(resamples)} resamples; "
        f"weights: {weights}; noise: {results.rule.noise}; seed {_listed(seeds)}."
    )


def winner_line(ranking: Ranking) -> str:
    """Name the winner of a space with its reason, or say that there is none."""
    if not ranking.ranked:
        return "No candidate passes the gates: nothing is ranked in this space."
    first = ranking.ranked[0]
    chosen = _described(first)
    others = [row for row in ranking.ranked[1:] if row.rank == 1]
    if others:
        names = sorted({row.scored.labeling.setting.algo for row in others})
        return (
            f"Tied for first: {chosen}, with {len(others)} more ({', '.join(names)})."
        )
    share = f"first under {first.p_first:.0%} of all weightings of the measures"
    if first.p_first < CLEAR_FROM:
        contenders = [_short(row) for row in ranking.ranked[1:] if row.tied]
        return f"No clear winner: {chosen} leads, {share}{_against(contenders)}."
    return f"Best: {chosen}; {share}."


def _described(row: RankedRow) -> str:
    labeling = row.scored.labeling
    scores = row.scored.scores
    silhouette = f"silhouette {scores['silhouette']:.2f}"
    covered = "" if labeling.coverage == 1 else f" of {labeling.coverage:.0%} of them"
    return f"{_short(row)} with {labeling.k_found} segments{covered}, {silhouette}"


def _short(row: RankedRow) -> str:
    setting = row.scored.labeling.setting
    return f"{setting.algo} ({setting.text})" if setting.text else setting.algo


def _against(contenders: list[str]) -> str:
    return f"; so could be {', '.join(contenders)}" if contenders else ""


def _listed(values: list[int]) -> str:
    return ", ".join(f"{value:,}" for value in values) or "none"
