"""What becomes of the segments as their number grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from segbench.core import Labels
from segbench.reevaluation import color_numbers
from segbench.report.figures.clustergram import clustergram
from segbench.report.figures.stability_across import stability_across
from segbench.report.illustrate.illustration import Illustration, Place
from segbench.report.story import Lead

Numbers = Sequence[int]

NESTED = ("agglomerative",)
"""Algorithms whose segments always split: what flows between them is no news."""


def of_numbers(lead: Lead, mark: str) -> Iterator[Illustration]:
    """Draw the solutions of the algorithm that is shown first, side by side."""
    by_k = labelings_by_k(lead)
    if len(by_k) < 2:
        return
    algo = lead.row.scored.labeling.setting.algo
    colors = matching_colors(lead.labels, by_k)
    if algo not in NESTED:
        yield _flow(by_k, colors, algo, mark)
    yield Illustration(
        f"clustergram{mark}",
        Place.K,
        f"Clustergram: means of the segments of {algo} on the first component; like "
        "segments have one colour.",
        "Lines of segments that split as their number grows.",
        partial(clustergram, lead.points.matrix, by_k, colors),
    )


def _flow(
    by_k: Mapping[int, Labels], colors: Mapping[int, Numbers], algo: str, mark: str
) -> Illustration:
    return Illustration(
        f"stability_across{mark}",
        Place.STABILITY,
        f"What becomes of the segments of {algo} as their number grows; bars of like "
        "segments have one colour.",
        "Bands of customers that flow from the segments of one number to the next.",
        partial(stability_across, list(by_k.values()), list(colors.values())),
    )


def labelings_by_k(lead: Lead) -> dict[int, Labels]:
    """Return the best labeling of each k by the algorithm that is shown first."""
    algo = lead.row.scored.labeling.setting.algo
    best: dict[int, Labels] = {}
    for row in lead.ranking.rows:  # best first
        labeling = row.scored.labeling
        if row.rank is None or labeling.k_asked is None:
            continue  # gated, or of a method that is never asked for a number
        if labeling.setting.algo == algo and labeling.labels is not None:
            best.setdefault(labeling.k_found, labeling.labels)
    return {k: best[k] for k in sorted(best) if k > 1}


def matching_colors(shown: Labels, by_k: Mapping[int, Labels]) -> dict[int, Numbers]:
    """Number the colours of several solutions so that like segments are drawn alike.

    Parameters
    ----------
    shown : ndarray of shape (n_customers,)
        The segments shown first: the other figures have them in their own colours.
    by_k : mapping
        Solutions with fewer, as many and more segments.

    Returns
    -------
    dict
        By k, ascending, a number for each segment. Every solution follows the one
        that is next to it on the side of the shown one.
    """
    middle = int(shown.max(initial=-1)) + 1
    fewer = sorted((k for k in by_k if k < middle), reverse=True)
    more = sorted(k for k in by_k if k >= middle)
    found: dict[int, Numbers] = {}
    for ks in (fewer, more):
        numbers = color_numbers([shown, *(by_k[k] for k in ks)])
        found |= {k: one.tolist() for k, one in zip(ks, numbers[1:], strict=True)}
    return {k: found[k] for k in sorted(found)}
