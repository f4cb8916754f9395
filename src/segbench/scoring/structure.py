"""Is there anything to segment: a test of the data against data without structure.

The best silhouette that segments reach is compared with what they reach on draws of
three models without segments (`segbench.scoring.nulls`). It has to be better than
almost all draws of every model, so the level holds whichever of them is true: an
intersection-union test [1]_ of a parametric bootstrap [2]_.

The segments are those of Ward's tree [3]_ after k-means has improved them. The tree
alone is a rougher search, and so misses weak structure. Heavy tails give splits of a
few outliers a large silhouette, and skewness does so to splits of a tail; hence two
statistics, one of which admits sizeable segments only. Both have to be large.

References
----------
.. [1] Berger 1982, Multiparameter hypothesis testing and acceptance sampling,
   doi:10.1080/00401706.1982.10487790
.. [2] Hennig & Lin 2015, Flexible parametric bootstrap for testing homogeneity against
   clustering and assessing the number of clusters, doi:10.1007/s11222-015-9566-5
.. [3] Ward 1963, Hierarchical grouping to optimize an objective function,
   doi:10.1080/01621459.1963.10500845
.. [4] Besag & Clifford 1991, Sequential Monte Carlo p-values,
   doi:10.1093/biomet/78.2.301
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Matrix
from segbench.kernels import count_threads
from segbench.scoring.null_draws import (
    NullDraws,
    enough_for,
    limit_for,
    monte_carlo_p,
)
from segbench.scoring.null_model import NullModel
from segbench.scoring.nulls import fit_nulls
from segbench.scoring.silhouette.validation import check_points
from segbench.scoring.splits import Split, best_splits
from segbench.seeds import seed_for

LARGEST = 1_000
"""Customers that are tested; of more, a random sample of so many is."""

FEWEST = 20
"""Customers below which there is no verdict."""

SHARES = {"any_size": 0.0, "sizeable": 0.05}
"""Statistics: the share of customers that every segment has to have."""

_DEMANDS = tuple(SHARES.values())

KS = (2, 3, 4, 5, 6)
"""Numbers of segments that are tried."""

_TINY = 1e-12  # a spread relative to the size of the values that is rounding


class StructureStatus(StrEnum):
    """What a verdict rests on."""

    OK = "ok"
    ONLY_OUTLIER_SPLITS = "only_outlier_splits"  # no k without a tiny segment; p is 1
    TOO_FEW_CUSTOMERS = "too_few_customers"  # not tested, p is NaN
    CONSTANT = "constant"  # all customers are equal; not tested, p is NaN


@dataclass(frozen=True)
class SplitStatistic:
    """The largest mean silhouette over the numbers of segments that are admitted."""

    smallest_share: float  # of the customers, that every segment must have
    value: float  # in [-1, 1]; NaN when no number of segments is admitted
    k: int | None  # where it is reached; None when the value is NaN
    p_values: Mapping[str, float]  # by null model; 1 when the value is NaN


@dataclass(frozen=True, repr=False)
class StructureTest:
    """The verdict on a data set and what it rests on."""

    p_value: float  # the largest of all; NaN when nothing was tested
    structure: bool | None  # p_value <= alpha; None when nothing was tested
    status: StructureStatus
    k: int | None  # of the sizeable segments with the largest silhouette
    statistics: Mapping[str, SplitStatistic]  # by name; empty when nothing was tested
    alpha: float
    draws: int  # of each null model; fewer than asked for only after stopping early
    customers: int  # that were tested

    def __repr__(self) -> str:
        if self.structure is None:
            return f"StructureTest: not tested ({self.status})"
        found = "structure" if self.structure else "no structure"
        where = f", k = {self.k}" if self.structure else ""
        by = f"{self.draws} draws of each null model, {self.customers:,} customers"
        return f"StructureTest: {found} (p = {self.p_value:.2g}{where}; {by})"

    @classmethod
    def from_plain(cls, stored: Mapping[str, Any]) -> Self:
        """Rebuild from the nested dict that `dataclasses.asdict` gives."""
        statistics = {
            name: SplitStatistic(**values)
            for name, values in stored["statistics"].items()
        }
        status = StructureStatus(stored["status"])
        return cls(**{**stored, "status": status, "statistics": statistics})


def structure_test(  # noqa: PLR0913 the options of one test
    X: ArrayLike,
    *,
    n_draws: int = 99,
    random_state: int = 0,
    alpha: float = 0.05,
    ks: Sequence[int] = KS,
    stop_early: bool = False,
    n_jobs: int | None = None,
) -> StructureTest:
    """Test whether data have segments beyond what data without structure show.

    Parameters
    ----------
    X : array-like of shape (n, d)
        Finite numbers in the space where segments are looked for. Of more than 1,000
        customers a random 1,000 are tested.
    n_draws : int, default 99
        Draws R of each null model. The smallest p value is 1 / (R + 1), which may not
        be above `alpha`.
    random_state : int, default 0
        The result depends on it, not on the number of threads.
    alpha : float, default 0.05
        Level, in (0, 1): how often structure may be claimed where there is none.
    ks : sequence of int, default 2..6
        Numbers of segments, each at least 2 and below 20.
    stop_early : bool, default False
        Stop once ten draws of a model are as good as the data and it is certain that
        the p value is above `alpha`, with the sequential p value of Besag and
        Clifford [4]_ in place of that of all draws. The verdict is the same.
    n_jobs : int or None, default None
        Threads; None is 1 and -1 all cores.

    Returns
    -------
    StructureTest
        ``p_value`` is the largest over null models and statistics of the share of
        values, the data's among them, that are at least as large as the data's.
    """
    ks = tuple(map(int, ks))
    _check(n_draws, alpha, ks)
    points = _standardise(_sample(check_points(X), random_state))
    status = _status(points)
    if status is not StructureStatus.OK:
        return StructureTest(
            float("nan"), None, status, None, {}, alpha, 0, len(points)
        )
    splits = best_splits(points, ks, _DEMANDS)
    observed = np.array([split.value for split in splits])

    def measure(drawn: Matrix) -> Matrix:
        return np.array([split.value for split in best_splits(drawn, ks, _DEMANDS)])

    models = fit_nulls(points)
    draws = NullDraws(models, measure, random_state, count_threads(n_jobs))
    limit = enough_for(alpha, n_draws) if stop_early else n_draws + 1
    as_good = draws.compare(observed, n_draws, limit)
    statistics = _describe(splits, monte_carlo_p(as_good, limit), models)
    return _conclude(statistics, alpha, len(as_good), len(points))


def _check(n_draws: int, alpha: float, ks: Sequence[int]) -> None:
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must be between 0 and 1, received {alpha}")
    if limit_for(alpha, n_draws) < 1:
        raise ValueError(
            f"n_draws must be at least 1 / alpha - 1 = {1 / alpha - 1:g}, or no p value"
            f" can be as small as alpha = {alpha:g}; received {n_draws}"
        )
    if not ks or min(ks) < 2 or max(ks) >= FEWEST:
        raise ValueError(f"ks must be in 2..{FEWEST - 1}, received {list(ks)}")


def _sample(points: Matrix, seed: int) -> Matrix:
    if len(points) <= LARGEST:
        return points
    rng = np.random.default_rng(seed_for(seed, "sample"))
    return points[np.sort(rng.choice(len(points), LARGEST, replace=False))]


def _standardise(points: Matrix) -> Matrix:
    """Centre, and bring the widest column to unit size; shapes stay as they are."""
    size = np.abs(points).max(axis=0)
    centred = points - points.mean(axis=0)
    centred[:, np.abs(centred).max(axis=0) <= _TINY * size] = 0.0
    widest = np.abs(centred).max()
    scaled: Matrix = centred / widest if widest > 0 else centred
    return scaled


def _status(points: Matrix) -> StructureStatus:
    if len(points) < FEWEST:
        return StructureStatus.TOO_FEW_CUSTOMERS
    return StructureStatus.OK if points.any() else StructureStatus.CONSTANT


def _describe(
    splits: Sequence[Split], p_values: Matrix, models: Sequence[NullModel]
) -> dict[str, SplitStatistic]:
    names = [model.name for model in models]
    return {
        name: SplitStatistic(
            smallest_share=share,
            value=float("nan") if split.k is None else split.value,
            k=split.k,
            p_values=dict(zip(names, column, strict=True)),
        )
        for (name, share), split, column in zip(
            SHARES.items(), splits, p_values.T.tolist(), strict=True
        )
    }


def _conclude(
    statistics: Mapping[str, SplitStatistic], alpha: float, draws: int, customers: int
) -> StructureTest:
    k = statistics["sizeable"].k
    p_value = max(p for one in statistics.values() for p in one.p_values.values())
    return StructureTest(
        p_value=p_value,
        structure=p_value <= alpha,
        status=StructureStatus.OK if k else StructureStatus.ONLY_OUTLIER_SPLITS,
        k=k,
        statistics=statistics,
        alpha=alpha,
        draws=draws,
        customers=customers,
    )
