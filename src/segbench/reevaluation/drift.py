"""Drift of the variables: population stability index, Kolmogorov-Smirnov, chi2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from segbench.core import Matrix, Role
from segbench.reevaluation.findings import Finding, Kind, Question
from segbench.reevaluation.shares import cohens_h, fisher, newcombe
from segbench.scoring.tables import cramers_v, without_empty

BINS = 10
"""Bins of a quantity: the deciles of the old customers."""

SOME, LARGE = 0.1, 0.25
"""Siddiqi's words for an index: up to the first no shift, up to the second some."""

NOBODY = 0.5
"""Customers that an empty bin is taken to hold: the index has no value for none."""


class Stability(NamedTuple):
    """A population stability index with what it is held against."""

    value: float
    p: float
    level: float  # 99 % quantile without drift
    bins: int


def population_stability(old: Matrix, new: Matrix) -> Stability:
    """Population stability index of two lists of counts of the same bins.

    ``sum (q - p) ln(q / p)`` over the bins that anybody is in, with p the shares of
    the old and q those of the new customers. Without drift it is about
    ``(1 / n + 1 / m) chi2`` with a degree of freedom less than bins: what an index
    means depends on the numbers of customers, which the usual 0.1 and 0.25 forget.

    Parameters
    ----------
    old, new : ndarray of shape (n_bins,)
        Counts.

    Returns
    -------
    Stability
        NaN with fewer than two bins.

    References
    ----------
    B. Yurdakul & J. Naranjo (2020). Statistical properties of the population
    stability index. Journal of Risk Model Validation 14(4), 89-100.
    doi:10.21314/JRMV.2020.227
    N. Siddiqi (2006). Credit Risk Scorecards. Wiley.
    """
    from scipy.stats import chi2

    n, m = float(old.sum()), float(new.sum())
    known = (old > 0) | (new > 0)
    bins = int(known.sum())
    if bins < 2 or not n or not m:
        return Stability(float("nan"), float("nan"), float("nan"), bins)
    counts = [np.maximum(one[known], NOBODY) for one in (old, new)]
    p, q = (one / one.sum() for one in counts)
    index = float(((q - p) * np.log(q / p)).sum())
    scale = 1 / n + 1 / m
    return Stability(
        index,
        float(chi2.sf(index / scale, bins - 1)),
        float(scale * chi2.ppf(0.99, bins - 1)),
        bins,
    )


def decile_counts(old: Matrix, new: Matrix) -> tuple[Matrix, Matrix]:
    """Count both in the deciles of the old; equal deciles are one bin.

    A value equal to an edge belongs above it, so that a heap of zeros is a bin.
    """
    edges = np.unique(np.quantile(old, np.arange(1, BINS) / BINS))

    def count(values: Matrix) -> Matrix:
        bins = np.searchsorted(edges, values, side="right")
        return np.bincount(bins, minlength=len(edges) + 1).astype(np.float64)

    return count(old), count(new)


def drift_findings(
    old: pd.DataFrame, new: pd.DataFrame, roles: Mapping[str, Role]
) -> list[Finding]:
    """Compare every variable that both tables have.

    Quantities by population stability index, two-sample Kolmogorov-Smirnov test and
    share of missing values; categories by index and chi-square.
    """
    found: list[Finding] = []
    for name, role in roles.items():
        if name not in old or name not in new:
            continue
        if role is Role.NUMERIC:
            values = (one[name].to_numpy(dtype=np.float64) for one in (old, new))
            found += _quantity(name, *values)
        elif role is Role.CATEGORICAL:
            found += _category(name, old[name].astype(str), new[name].astype(str))
    return found


def _quantity(name: str, old: Matrix, new: Matrix) -> Iterator[Finding]:
    from scipy.stats import ks_2samp

    before, after = old[~np.isnan(old)], new[~np.isnan(new)]
    if len(before) and len(after):
        yield _index(name, *decile_counts(before, after))
        test = ks_2samp(before.tolist(), after.tolist())
        medians = [float(np.median(one)) for one in (before, after)]
        yield Finding(
            *(Question.DESCRIBE, Kind.DRIFT, name, "Kolmogorov-Smirnov"),
            *(float(test.statistic), float("nan"), float("nan"), float(test.pvalue)),
            f"{name}: the median was {medians[0]:,.6g} and is {medians[1]:,.6g}.",
            size=float(test.statistic),
        )
    yield from _gaps(name, old, new)


def _gaps(name: str, old: Matrix, new: Matrix) -> Iterator[Finding]:
    before, after = (int(np.isnan(one).sum()) for one in (old, new))
    if not before and not after:
        return
    counts = (before, len(old), after, len(new))
    shares = before / len(old), after / len(new)
    yield Finding(
        *(Question.DESCRIBE, Kind.GAPS, name, "difference of missing shares"),
        *(shares[1] - shares[0], *newcombe(*counts), fisher(*counts)),
        f"{name}: {shares[0]:.1%} were missing and {shares[1]:.1%} are.",
        size=cohens_h(*shares),
    )


def _category(name: str, old: pd.Series[str], new: pd.Series[str]) -> Iterator[Finding]:
    from scipy.stats import chi2_contingency

    levels = sorted({*old, *new})
    before, after = (
        np.asarray(one.value_counts().reindex(levels, fill_value=0), dtype=np.float64)
        for one in (old, new)
    )
    yield _index(name, before, after)
    table = without_empty([before, after])
    if min(table.shape) < 2:
        return
    test = chi2_contingency(table, correction=False)
    added = sorted({*new} - {*old})
    shown = ", ".join(added[:3]) + (" and more" if len(added) > 3 else "")
    words = f"{name}: new levels {shown}." if added else f"{name}: no new levels."
    yield Finding(
        *(Question.DESCRIBE, Kind.DRIFT, name, "chi2", float(test.statistic)),
        *(float("nan"), float("nan"), float(test.pvalue)),
        words,
        size=cramers_v(table),
    )


def _index(name: str, old: Matrix, new: Matrix) -> Finding:
    found = population_stability(old, new)
    shift = "no shift" if found.value < SOME else "some shift"
    shift = "a large shift" if found.value >= LARGE else shift
    return Finding(
        *(Question.DESCRIBE, Kind.DRIFT, name, "population stability index"),
        *(found.value, float("nan"), float("nan"), found.p),
        f"{name}: index {found.value:.3f} over {found.bins} bins ({shift} by the rule "
        f"of thumb); without drift it is below {found.level:.3f} in 99 of 100 cases.",
        size=found.value,
    )
