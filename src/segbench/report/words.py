"""The sentences of a report: the winner and why, what was run, what it means."""

from __future__ import annotations

from collections.abc import Sequence

from segbench.ranking import CLEAR_FROM, CONTENDER_FROM, RankedRow, Ranking
from segbench.report.results import Results
from segbench.scoring.measures import EXACT_UP_TO, SAMPLED_CUSTOMERS
from segbench.scoring.stability import BOOTSTRAP_UP_TO, SUBSAMPLE

NOT_ACROSS_SPACES = (
    "Each space has a ranking of its own: a distance means something else in every "
    "feature set and scaler, so raw scores of two spaces do not compare."
)
"""Why there is no single table."""

LARGE = {
    BOOTSTRAP_UP_TO: f"resamples are subsamples of {SUBSAMPLE:,} customers",
    EXACT_UP_TO: f"silhouettes of {SAMPLED_CUSTOMERS:,} customers with 95 % intervals",
}
"""What is approximated above a number of customers."""

MOST_NAMED = 3
"""Rivals that a sentence names before it counts the rest."""

LEGEND = {
    "of": "of: settings tried, the best is shown.",
    "D-B": "D-B: Davies-Bouldin, small is good.",
    "stability": (
        "Stability: mean adjusted Rand index ± its Monte-Carlo error, not calibrated: "
        "few segments are stable in data without structure too; do not read k off it."
    ),
    "P(first)": "P(first): share of all weightings under which it is first.",
}
"""What the headings of the terminal's table mean."""


def settings_line(results: Results) -> str:
    """What the numbers rest on, in one line."""
    seeds = sorted({ranking.space.seed for ranking in results.rankings})
    resamples = sorted({cell.resamples for cell in results.cells})
    simulated = any(dataset.simulated for dataset in results.datasets.values())
    customers = sorted({d.n_customers for d in results.datasets.values()})
    used = {name for ranking in results.rankings for name in ranking.measures}
    weights = ", ".join(
        f"{name} {w:g}" for name, w in results.rule.weights.items() if name in used
    )
    large = "".join(
        f" {remark};" for bound, remark in LARGE.items() if customers[-1] > bound
    )
    return (
        f"{'Simulated data. ' if simulated else ''}"
        f"n = {_listed(customers)} customers; "
        f"B = {_listed(resamples)} resamples;{large} "
        f"weights: {weights}; noise: {results.rule.noise}; seed {_listed(seeds)}."
    )


def failure_lines(results: Results) -> list[str]:
    """One sentence for each job of a sweep that failed."""
    return [
        f"Job {job.number} failed ({' '.join(job.told)}): {job.error}"
        for job in results.failed_jobs
    ]


def winner_line(ranking: Ranking) -> str:
    """Name the winner of a space with its reason, or say that there is none."""
    if not ranking.ranked:
        return "No candidate passes the gates: nothing is ranked in this space."
    first, *others = ranking.ranked
    if not others:
        return f"The only ranked candidate: {_described(first)}."
    equal = [row for row in others if row.rank == first.rank]
    if equal:
        return f"Tied for first: {_described(first)}; {_some(equal)}."
    share = f"first under {first.p_first:.0%} of all weightings of the measures"
    if first.p_first >= CLEAR_FROM:
        return f"First: {_described(first)}; {share}."
    rivals = [row for row in others if row.p_first >= CONTENDER_FROM]
    rivals.sort(key=lambda row: -row.p_first)
    against = f", against {_some(rivals, shares=True)}" if rivals else ""
    return f"No clear winner: {_described(first)}; {share}{against}."


def _described(row: RankedRow) -> str:
    labeling = row.scored.labeling
    silhouette = f"silhouette {row.scored.scores['silhouette']:.2f}"
    covered = f"{labeling.coverage:.0%} of the customers in {labeling.k_found} segments"
    return f"{_short(row)}, {covered}, {silhouette}"


def _some(rows: Sequence[RankedRow], *, shares: bool = False) -> str:
    """Name a few candidates, each with its share of weightings, and count the rest."""
    named = ", ".join(
        _short(row) + (f" with {row.p_first:.0%}" if shares else "")
        for row in rows[:MOST_NAMED]
    )
    rest = len(rows) - MOST_NAMED
    return f"{named} and {rest} more" if rest > 0 else named


def _short(row: RankedRow) -> str:
    setting = row.scored.labeling.setting
    return f"{setting.algo} ({setting.text})" if setting.text else setting.algo


def _listed(values: list[int]) -> str:
    return ", ".join(f"{value:,}" for value in values) or "none"
