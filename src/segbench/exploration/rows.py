"""Customers who are unlike the others in all columns at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.exploration.columns import ColumnSummary
from segbench.exploration.forest import isolation_scores
from segbench.exploration.numbers import NumericTable
from segbench.exploration.robust import Distances, robust_distances
from segbench.exploration.standing_out import OutlyingCustomer, name_outliers
from segbench.exploration.units import comparable
from segbench.exploration.wording import listed
from segbench.seeds import seed_for

MOST_CODES = 10
"""Values of a column that may be a code, when half of the customers share one."""

FEWEST_CUSTOMERS = 10
CUSTOMERS_A_COLUMN = 5
"""Fewer customers than this by column estimate no covariance."""

CALM_FROM = 50
"""With fewer customers a column some are flagged by chance: see `robust_distances`."""

MOST_FITTED = 20_000
FITTED_OF_MORE = 5_000
"""Of more customers than `MOST_FITTED`, the estimate rests on a sample of this size."""

FLAT = 0.02
"""Of a normal distribution's standard deviation; half of it spans 1.35."""

ROBUST = "robust Mahalanobis distance"
FOREST = "isolation forest"


@dataclass(frozen=True)
class OutlyingRows:
    """Customers far from the bulk, all numeric columns taken together."""

    method: str  # "robust Mahalanobis distance", "isolation forest", "" = none
    columns: tuple[str, ...]  # that were looked at: numeric, no codes
    in_logarithms: tuple[str, ...]  # of these, taken as log1p for their skewness
    fitted: int  # customers that the estimate rests on
    distances: Matrix  # in the order of the input, shape (n_customers,); NaN = none
    cut: float  # larger distances are outliers; NaN = none
    count: int  # outliers
    share: float  # of all customers, in [0, 1]; NaN = none
    customers: tuple[OutlyingCustomer, ...]  # farthest first; at most 50
    reason: str  # why this method, or none; "" = nothing to explain
    caution: str  # what to keep in mind; "" = nothing


def outlying_rows(
    table: NumericTable, summaries: tuple[ColumnSummary, ...], random_state: int
) -> OutlyingRows:
    """Find customers who are unlike the others in several columns at once.

    Columns of two values are left out, and those of ten or fewer of which one is that
    of half of the customers: nobody is far from the others in a code. Skewed
    columns are taken in logarithms where that is suggested: a long tail is no crowd of
    outliers.
    """
    used = table.select(_columns_of_many_values(table))
    n, d = table.n_customers, len(used.names)
    if d == 0 or n < FEWEST_CUSTOMERS:
        return _nothing(used, n, d)
    points, in_logs = comparable(used, summaries)
    sample = points[_sample(n, random_state)]
    why_not = _why_no_covariance(used, points)
    seed = seed_for(random_state, "exploration", "outliers")
    found = None if why_not else robust_distances(points, sample, seed)
    method = ROBUST
    if found is None:
        why_not = why_not or "the columns determine each other"
        found, method = isolation_scores(points, sample, seed), FOREST
    rows = np.flatnonzero(found.values > found.cut)
    return OutlyingRows(
        method=method,
        columns=used.names,
        in_logarithms=in_logs,
        fitted=len(sample),
        distances=_in_order_of_input(used, found),
        cut=found.cut,
        count=len(rows),
        share=len(rows) / n,
        customers=name_outliers(used, found, points, rows),
        reason=why_not,
        caution=_caution(method, n, d),
    )


def _caution(method: str, n: int, d: int) -> str:
    if method == FOREST:
        return "the cut of an isolation forest is a convention, not a probability"
    if n < CALM_FROM * d:
        return f"of fewer than {CALM_FROM * d} customers, one or two are far by chance"
    return ""


def _columns_of_many_values(table: NumericTable) -> NDArray[np.int64]:
    kept = []
    for i in table.varying():
        values = table.scaled[:, i]
        counts = np.unique(values[~np.isnan(values)], return_counts=True)[1]
        is_code = len(counts) <= MOST_CODES and 2 * counts.max() >= counts.sum()
        if len(counts) > 2 and not is_code:
            kept.append(int(i))
    return np.array(kept, dtype=np.int64)


def _sample(n: int, random_state: int) -> NDArray[np.int64]:
    if n <= MOST_FITTED:
        return np.arange(n)
    rng = np.random.default_rng(seed_for(random_state, "exploration", "sample"))
    return np.sort(rng.choice(n, FITTED_OF_MORE, replace=False))


def _why_no_covariance(table: NumericTable, points: Matrix) -> str:
    """Say why a covariance of half of the customers has no inverse, "" if it may."""
    n, d = points.shape
    if n < CUSTOMERS_A_COLUMN * d:
        return (
            f"a robust distance in {d} columns takes {CUSTOMERS_A_COLUMN * d} "
            f"customers; there are {n}"
        )
    flat = [name for name, x in zip(table.names, points.T, strict=True) if _is_flat(x)]
    if flat:
        return (
            f"half of the customers have nearly one value, or none, of {listed(flat)}"
        )
    return ""


def _is_flat(values: Matrix) -> bool:
    """Tell whether the closest half of the values, h of them, have next to no range."""
    ranked, h = np.sort(values), len(values) // 2 + 1
    return bool((ranked[h - 1 :] - ranked[: len(ranked) - h + 1]).min() < FLAT)


def _in_order_of_input(table: NumericTable, found: Distances) -> Matrix:
    distances = np.empty(table.n_customers)
    distances[table.order] = found.values
    return distances


def _nothing(used: NumericTable, n: int, d: int) -> OutlyingRows:
    reason = (
        "no numeric column has enough different values"
        if d == 0
        else f"outliers take {FEWEST_CUSTOMERS} customers or more; there are {n}"
    )
    nan = float("nan")
    nobody = np.full(n, nan)
    return OutlyingRows("", used.names, (), 0, nobody, nan, 0, nan, (), reason, "")
