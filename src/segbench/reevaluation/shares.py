"""Shares of the segments, before and now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from segbench.core import NOISE, Labels
from segbench.reevaluation.findings import Finding, Kind, Question
from segbench.scoring.tables import without_empty

Side = Literal["two-sided", "less"]
"""Which differences count."""

Z = 1.959963984540054
"""Normal quantile of a 95 % interval."""

GONE = 0.25
"""Part of its old share below which a segment has vanished."""


class Interval(NamedTuple):
    """A 95 % interval."""

    low: float
    high: float


def wilson(count: float, n: float) -> Interval:
    """Score interval of a share; NaN without customers.

    References
    ----------
    Wilson 1927, doi:10.1080/01621459.1927.10502953
    """
    if n <= 0:
        return Interval(float("nan"), float("nan"))
    share, z2 = count / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Interval(float(middle - half), float(middle + half))


def newcombe(old: float, n_old: float, new: float, n_new: float) -> Interval:
    """Interval of the difference of two shares, new less old (method 10).

    References
    ----------
    Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
    """
    before, after = wilson(old, n_old), wilson(new, n_new)
    p_old, p_new = old / n_old, new / n_new
    difference = p_new - p_old
    below = np.hypot(p_new - after.low, before.high - p_old)
    above = np.hypot(after.high - p_new, p_old - before.low)
    return Interval(float(difference - below), float(difference + above))


def cohens_h(one: float, other: float) -> float:
    """Distance of two shares on the scale where their variance is the same."""
    return float(abs(2 * np.arcsin(np.sqrt(one)) - 2 * np.arcsin(np.sqrt(other))))


def share_findings(old: Labels, new: Labels, k: int) -> list[Finding]:
    """Test the shares of all segments together, of each, and those of nobody.

    Parameters
    ----------
    old, new : ndarray of shape (n_old,) and (n_new,)
        Segments of the old and of the new customers, -1 = in none.
    k : int
        Number of segments.

    Returns
    -------
    list of Finding
        Chi-square over all, then for each segment the difference of its shares with
        Newcombe's interval and Fisher's exact test. A segment that is left with less
        than a quarter of its share has vanished.
    """
    before = np.bincount(old[old >= 0], minlength=k)
    after = np.bincount(new[new >= 0], minlength=k)
    found = [_together(np.array([before, after]))]
    for i in range(k):
        counts = (int(before[i]), len(old), int(after[i]), len(new))
        found.append(_share(f"segment {i}", *counts))
    return [*found, *_coverage(old, new)]


def _together(table: np.ndarray) -> Finding:
    from scipy.stats import chi2_contingency

    counts = without_empty(table)
    value = p = float("nan")
    if min(counts.shape) > 1:
        result = chi2_contingency(counts, correction=False)
        value, p = float(result.statistic), float(result.pvalue)
    shares = [row / row.sum() if row.sum() else row * np.nan for row in table]
    largest = max(map(cohens_h, *shares), default=0.0)
    moved = float(np.abs(shares[0] - shares[1]).sum() / 2)
    words = f"{moved:.1%} of the customers would have to change segments for the "
    words += "shares to be as they were."
    nan = float("nan")
    return Finding(
        *(Question.DESCRIBE, Kind.SHARES, "all segments", "chi2", value, nan, nan, p),
        words,
        size=largest,
    )


def _share(subject: str, old: int, n_old: int, new: int, n_new: int) -> Finding:
    before, after = old / n_old, new / n_new
    interval = newcombe(old, n_old, new, n_new)
    gone = after < GONE * before
    kind = Kind.VANISHED if gone else Kind.SHARE
    verb = "has vanished: it" if gone else ""
    words = f"{subject.capitalize()} {verb} had {before:.1%} of the customers and has "
    words += f"{after:.1%} of the new ones."
    return Finding(
        *(Question.DESCRIBE, kind, subject, "difference of shares", after - before),
        *(interval.low, interval.high, fisher(old, n_old, new, n_new)),
        " ".join(words.split()),
        size=cohens_h(before, after),
    )


def fisher(
    old: int, n_old: int, new: int, n_new: int, side: Side = "two-sided"
) -> float:
    """P value of Fisher's exact test of two shares; ``less``: the new one is larger."""
    from scipy.stats import fisher_exact

    table = np.array([[old, n_old - old], [new, n_new - new]])
    return float(fisher_exact(table, alternative=side)[1])


def _coverage(old: Labels, new: Labels) -> Iterator[Finding]:
    """Compare how many are in a segment at all, where somebody is in none."""
    counts = [int((labels != NOISE).sum()) for labels in (old, new)]
    if counts == [len(old), len(new)]:
        return
    before, after = counts[0] / len(old), counts[1] / len(new)
    interval = newcombe(counts[0], len(old), counts[1], len(new))
    yield Finding(
        *(Question.DESCRIBE, Kind.COVERAGE, "all customers", "difference of coverage"),
        *(after - before, *interval),
        fisher(counts[0], len(old), counts[1], len(new)),
        f"{before:.1%} of the old and {after:.1%} of the new customers are in a "
        "segment.",
        size=cohens_h(before, after),
    )
