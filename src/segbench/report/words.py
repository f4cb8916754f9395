"""The sentences of a report: the winner and why, what was run, what it means."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segbench.core import Scheme, Setting
from segbench.ranking import Method, RankedRow, Ranking
from segbench.report.results import Results
from segbench.scoring.agreement import agreement_of
from segbench.scoring.measures import (
    EXACT_UP_TO,
    FEWEST_SAMPLED,
    SAMPLED_CUSTOMERS,
)
from segbench.scoring.stability import BOOTSTRAP_UP_TO, SUBSAMPLE

NOT_ACROSS_SPACES = (
    "Each space has a ranking of its own: a distance means something else in every "
    "feature set and scaler, so raw scores of two spaces do not compare."
)
"""Why there is no single table."""

LARGE = {
    BOOTSTRAP_UP_TO: f"resamples are subsamples of {SUBSAMPLE:,} customers",
    EXACT_UP_TO: f"silhouettes of {FEWEST_SAMPLED:,} to {SAMPLED_CUSTOMERS:,} "
    "customers with 95 % intervals",
}
"""What is approximated above a number of customers."""

MOST_NAMED = 3
"""Rivals that a sentence names before it counts the rest."""

LEGEND = {
    "of": "of: settings tried, the best is shown.",
    "D-B": "D-B: Davies-Bouldin, small is good.",
    "stability": (
        "Stability: mean adjusted Rand index ± its Monte-Carlo error; raw, do not read "
        "k off it."
    ),
    "z stab.": (
        "z: standard deviations above random partitions, of the stability above the "
        "same setting on customers without structure."
    ),
    "P(first)": "P(first): share of all weightings under which it is first.",
}
"""What the headings of the terminal's table mean."""


def settings_line(results: Results) -> str:
    """What the numbers rest on, in one line."""
    seeds = sorted({ranking.space.seed for ranking in results.rankings})
    resamples = sorted({cell.resamples for cell in results.cells})
    customers = sorted({d.n_customers for d in results.datasets.values()})
    used = {name for ranking in results.rankings for name in ranking.measures}
    weights = ", ".join(
        f"{name} {w:g}" for name, w in results.rule.weights.items() if name in used
    )
    large = "".join(
        f" {remark};" for bound, remark in LARGE.items() if customers[-1] > bound
    )
    return (
        f"{_simulated(results)}"
        f"n = {_listed(customers)} customers; "
        f"B = {_listed(resamples)} resamples{_scheme_words(results)};{large} "
        f"{_calibration_words(results)} "
        f"weights: {weights}; noise: {results.rule.noise}; seed {_listed(seeds)}."
    )


def _simulated(results: Results) -> str:
    """Say that data are simulated: all, or some of several data sets."""
    found = [dataset.simulated for dataset in results.datasets.values()]
    if not any(found):
        return ""
    return "Simulated data. " if all(found) else "Some of the data are simulated. "


def _scheme_words(results: Results) -> str:
    """Say how refits differ where it is not the bootstrap."""
    rows = [row for cell in results.cells for row in cell.rows]
    schemes = {row.stability.scheme for row in rows if row.stability is not None}
    other = sorted(schemes - {Scheme.BOOTSTRAP})
    return f" ({', '.join(other)})" if other else ""


def _calibration_words(results: Results) -> str:
    """Say what is calibrated and with how many draws, from what really was drawn."""
    if results.rule.method is Method.RANKS:
        return "raw values, ranks not calibrated;"
    rows = [row for cell in results.cells for row in cell.rows]
    found = [row.calibration for row in rows if row.calibration is not None]
    chance = {one.draws for each in found for one in each.chance.values()}
    nulls = {v.shape[-1] for each in found for v in each.nulls.values()}
    stability = {len(each.stability) for each in found}
    sizes = sorted({each.customers for each in found})
    return (
        f"calibrated: silhouette and Davies-Bouldin by up to {max(chance, default=0)} "
        f"random partitions a k, across spaces by {max(nulls, default=0)} data sets "
        "without structure of each of three families, stability by "
        f"{max(stability, default=0)} of a multivariate t, {_listed(sizes)} customers "
        "each;"
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
    tied = [row for row in others if row.tied]
    if first.tied and tied:
        return f"Tied for first: {_described(first)}; {_some(tied, first)}."
    share = f"first under {first.p_first:.0%} of all weightings of the measures"
    if not np.isnan(first.p_first_resampled):
        share += f" and in {first.p_first_resampled:.0%} of the resamples"
    return f"First: {_described(first)}; {share}."


def baseline_line(ranking: Ranking) -> str:
    """Say that the baseline is chosen and not the first; "" where the first is."""
    if ranking.chosen is None or ranking.chosen is ranking.ranked[0]:
        return ""
    first, chosen = ranking.ranked[0], ranking.chosen
    why = "are tied" if chosen.tied else "find nearly the same segments"
    return (
        f"Chosen: {_short(chosen)}, the baseline. {_short(first)} has the highest "
        f"score, but the two {why}{_likeness(chosen, first)}, and the simpler one is "
        "taken."
    )


def shown_line(space: str, ranking: Ranking) -> str:
    """Say which of several spaces the report shows first; "" where none is ranked."""
    chosen = ranking.chosen
    if chosen is None:
        return ""
    return (
        f"Shown first in the report, and taken by assign and reevaluate: "
        f"{_short(chosen)} in {space}."
    )


def doubt_lines(ranking: Ranking) -> list[str]:
    """What else could be first, and why."""
    lines = []
    if ranking.overturned_by:
        named = _settings(ranking.overturned_by)
        lines.append(f"A change of one weight by a tenth would put {named} first.")
    if ranking.other_winners:
        named = "; ".join(
            f"{policy} puts {_setting(one)} first"
            for policy, one in ranking.other_winners.items()
        )
        lines.append(f"The winner depends on the noise policy: {named}.")
    return lines


def _described(row: RankedRow) -> str:
    labeling = row.scored.labeling
    silhouette = f"silhouette {row.scored.scores['silhouette']:.2f}"
    covered = f"{labeling.coverage:.0%} of the customers in {labeling.k_found} segments"
    return f"{_short(row)}, {covered}, {silhouette}"


def _some(rows: Sequence[RankedRow], first: RankedRow) -> str:
    """Name a few candidates with how like the first they are, and count the rest."""
    likely = rows[:MOST_NAMED]
    named = ", ".join(f"{_short(row)}{_likeness(row, first)}" for row in likely)
    rest = len(rows) - MOST_NAMED
    return f"{named} and {rest} more" if rest > 0 else named


def _likeness(row: RankedRow, first: RankedRow) -> str:
    """Say how alike two segmentations are."""
    left, right = row.scored.labeling.labels, first.scored.labeling.labels
    assert left is not None  # ranked rows have labels
    assert right is not None
    return f" (ARI {agreement_of(left, right):.2f})"


def _settings(settings: Sequence[Setting]) -> str:
    named = " or ".join(map(_setting, settings[:MOST_NAMED]))
    rest = len(settings) - MOST_NAMED
    return f"{named} or {rest} more" if rest > 0 else named


def _short(row: RankedRow) -> str:
    return _setting(row.scored.labeling.setting)


def _setting(setting: Setting) -> str:
    return f"{setting.algo} ({setting.text})" if setting.text else setting.algo


def _listed(values: list[int]) -> str:
    return ", ".join(f"{value:,}" for value in values) or "none"
