"""The paragraphs on the ranking, on how sure it is, and on the choice made by it."""

from __future__ import annotations

import numpy as np

from segbench.ranking import CLEAR_FROM, CONTENDER_FROM, Method
from segbench.ranking.certainty import FEWEST_RESAMPLES, SMALL_CHANGE, WEIGHT_DRAWS
from segbench.report.methods.content import (
    Formula,
    Paragraph,
    Sentence,
    counted,
    listed,
    numbers,
    paragraph,
    ranked_by,
    rows_of,
    stabilities_of,
)
from segbench.report.results import Results

SYMBOLS = {
    "silhouette": r"\mathrm{sil}",
    "davies_bouldin": r"\mathrm{DB}",
    "stability": "S",
}
"""Indices of the measures in formulas, in their order there."""


def ranking_paragraph(results: Results) -> Paragraph | None:
    """Say who was ranked, and what the composite is made of."""
    weights = ranked_by(results)
    if not weights:
        return None
    calibrated = results.rule.method is Method.CALIBRATED
    letter = "z" if calibrated else "r"
    terms = [
        f"{weights[name]:.3g} \\, {letter}_{{{symbol}}}"
        for name, symbol in SYMBOLS.items()
        if name in weights
    ]
    parts = (
        "Candidates are ordered within a space by the weighted sum of the standardised "
        "values, where large is good"
        if calibrated
        else "Candidates are ordered within a space by the weighted sum, over the raw "
        "measures, of the share r of the other candidates that they beat, ties counted "
        "half; the order depends on who is compared"
    )
    return paragraph(
        "Ranking", _gates(results), Sentence(parts), Formula("C = " + " + ".join(terms))
    )


def _gates(results: Results) -> Sentence:
    gates = results.rule.gates
    sizes = sorted({one.n_customers for one in results.datasets.values()})
    smallest = [f"{gates.smallest_allowed(n):,} of {n:,} customers" for n in sizes]
    ranked = sum(len(ranking.ranked) for ranking in results.rankings)
    total = sum(len(ranking.rows) for ranking in results.rankings)
    return Sentence(
        "A candidate is ranked when it has two segments or more, assigns at least "
        f"{gates.min_coverage:.4g} of the customers, has no segment smaller than "
        f"{listed(smallest)}, and all its measures are defined: {ranked:,} of "
        f"{total:,} are"
    )


def certainty_paragraph(results: Results) -> Paragraph | None:
    """Say what a first place rests on."""
    ranked = [row for ranking in results.rankings for row in ranking.ranked]
    if not ranked:
        return None
    resampled = any(not np.isnan(row.p_first_resampled) for row in ranked)
    return paragraph(
        "Uncertainty",
        *(_over_weights() if len(ranked_by(results)) > 1 else []),
        *(_over_resamples(results) if resampled else []),
        Sentence(
            "Candidates with equal scores, or with the segments of the first, are "
            "shown as ties"
        ),
    )


def _over_weights() -> list[Sentence]:
    return [
        Sentence(
            f"The rank acceptability P(first) is the share of {WEIGHT_DRAWS:,} weight "
            "vectors, drawn uniformly (Dirichlet with all parameters 1), under which a "
            "candidate is first",
            ("lahdelma2001",),
        ),
        Sentence(
            f"Where no candidate reaches {CLEAR_FROM:g}, all with {CONTENDER_FROM:g} "
            "or more are called tied"
        ),
        Sentence(
            f"It is reported who would be first if one weight were {SMALL_CHANGE:.0%} "
            "smaller or larger".replace("%", " %")
        ),
    ]


def _over_resamples(results: Results) -> list[Sentence]:
    draws = [one.resamples for one in stabilities_of(results)]
    scored = any(row.resampled for row in rows_of(results))
    what = (
        "the silhouette and the Davies-Bouldin index of the labels on its customers "
        "and its agreement"
        if scored
        else "its agreement, the other scores staying those of all customers"
    )
    parts = [
        Sentence(
            f"The order is made again on each of {numbers(draws)} resamples, from "
            f"{what}, which gives the share of resamples in which a candidate is first "
            "and the 5 to 95 % range of its ranks"
        )
    ]
    if max(draws, default=0) >= FEWEST_RESAMPLES:
        parts.append(
            Sentence(
                "A candidate is tied with the first when the difference of their "
                "scores is within the 95 % margin of its paired values over the "
                "resamples, with their variance times 1/B plus the ratio of customers "
                "left out to customers kept; this inflation was made for "
                "cross-validation and is a rule of thumb here",
                ("nadeau2003",),
            )
        )
    return parts


def selection_paragraph(results: Results) -> Paragraph | None:
    """Say how many settings the reported ones were chosen from."""
    total = sum(len(ranking.rows) for ranking in results.rankings)
    if total < 2:
        return None
    spaces = counted(len(results.rankings), "space")
    return paragraph(
        "Selection",
        Sentence(
            f"In all {total:,} settings were tried in {spaces}; a score that selected "
            "a setting is optimistic for that setting, and none was measured on "
            "customers kept apart"
        ),
        Sentence(
            "A partition that is best by an index of compactness and separation need "
            "not be the one that experts would make",
            ("gagolewski2021",),
        ),
    )
