"""Statistics of data against those of draws from null models: Monte-Carlo p values.

References
----------
Besag & Clifford 1991, Sequential Monte Carlo p-values, doi:10.1093/biomet/78.2.301
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.kernels import for_each
from segbench.scoring.null_model import NullModel
from segbench.seeds import seed_for

_ROUND = 10  # draws of every model between two looks at the counts

_ENOUGH = 10  # as good as the data, for a p value: Besag and Clifford's advice


@dataclass(frozen=True)
class NullDraws:
    """How data sets are drawn and what is measured on them; large is structured."""

    models: Sequence[NullModel]
    measure: Callable[[Matrix], Matrix]  # data to statistics, shape (statistics,)
    seed: int
    n_threads: int = 1

    def compare(self, observed: Matrix, n_draws: int, limit: int) -> NDArray[np.bool_]:
        """Tell which draws are as good as the data.

        Parameters
        ----------
        observed : ndarray of shape (statistics,)
        n_draws : int
            Draws of every model.
        limit : int
            No further draws once so many of one model are as good in one statistic.

        Returns
        -------
        ndarray of bool, shape (draws, models, statistics)
        """
        shape = (n_draws, len(self.models), len(observed))
        as_good = np.zeros(shape, dtype=np.bool_)

        def draw(place: tuple[int, int]) -> None:
            as_good[place] = self._statistics(*place) >= observed

        for start in range(0, n_draws, _ROUND):
            stop = min(start + _ROUND, n_draws)
            places = [(r, m) for r in range(start, stop) for m in range(shape[1])]
            for_each(draw, places, self.n_threads)
            if as_good.sum(axis=0).max() >= limit:
                return as_good[:stop]
        return as_good

    def _statistics(self, number: int, model: int) -> Matrix:
        """Statistics of one draw, which derives from its name alone."""
        chosen = self.models[model]
        seed = seed_for(self.seed, chosen.name, number)
        return self.measure(chosen.draw(np.random.default_rng(seed)))


def limit_for(alpha: float, n_draws: int) -> int:
    """Draws as good as the data that put a p value above alpha for certain."""
    return int(alpha * (n_draws + 1) + 1e-9)  # 0.05 * 100 may come out below 5


def enough_for(alpha: float, n_draws: int) -> int:
    """Draws as good as the data after which no further ones are needed.

    Never so few that the p value says little more than "above alpha".
    """
    return max(limit_for(alpha, n_draws), _ENOUGH)


def monte_carlo_p(as_good: NDArray[np.bool_], limit: int) -> Matrix:
    """P values, sequential ones where the limit is reached.

    Parameters
    ----------
    as_good : ndarray of bool, shape (draws, ...)
    limit : int
        Draws as good as the data after which none counts. Above the number of draws
        it is never reached.

    Returns
    -------
    ndarray of shape (...)
        (1 + draws as good) / (1 + draws).
    """
    counts = as_good.cumsum(axis=0)
    is_reached = counts[-1] >= limit
    draws = np.where(is_reached, (counts >= limit).argmax(axis=0) + 1, len(as_good))
    p_values: Matrix = (1 + np.minimum(counts[-1], limit)) / (1 + draws)
    return p_values
