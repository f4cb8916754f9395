"""The customary ten RFM segments, by rules instead of clustering."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from sklearn.base import BaseEstimator, ClusterMixin

from segbench.core import Labels, Matrix

SEGMENTS = (
    "Hibernating",
    "At risk",
    "Can't lose them",
    "About to sleep",
    "Need attention",
    "Loyal customers",
    "Promising",
    "New customers",
    "Potential loyalists",
    "Champions",
)
"""Names of the labels that `RfmRules` gives, in their order."""

GRID = np.array(
    [
        # frequency score 1 to 5
        [0, 0, 1, 1, 2],  # recency score 1: bought longest ago
        [0, 0, 1, 1, 2],
        [3, 3, 4, 5, 5],
        [6, 8, 8, 5, 5],
        [7, 8, 8, 9, 9],  # recency score 5: bought last
    ],
    dtype=np.int64,
)
"""Segment by recency and frequency score: the grid of ten that many tools share."""

_LOGGED = re.compile(r"log1p\((.*)\)")


def quintile_scores(values: Matrix, *, reverse: bool = False) -> NDArray[np.int64]:
    """Score values from 1 to 5 by fifths of the customers.

    Parameters
    ----------
    values : ndarray of shape (n_customers,)
        Ties get the score of their mean rank, so that equals are treated equally and
        fifths may differ in size.
    reverse : bool
        Whether small values are good, as of recency.

    Returns
    -------
    ndarray of shape (n_customers,)
        1 (worst) to 5 (best).
    """
    oriented = -values if reverse else values
    share = (rankdata(oriented) - 0.5) / len(values)
    return 1 + np.minimum(4, (share * 5).astype(np.int64))


class RfmRules(ClusterMixin, BaseEstimator):
    """Ten segments by quintile scores of recency and frequency.

    Scores are ranks: any scaler that keeps the order of customers gives the same
    segments. A principal axis is neither recency nor frequency, and is refused when
    names are given.

    Parameters
    ----------
    feature_names : sequence of str or None
        Names of the columns of X; ``log1p(recency)`` is recency, too. None: the first
        two columns are recency and frequency, as in the feature sets ``rfm*``.
    """

    def __init__(self, feature_names: Sequence[str] | None = None) -> None:
        self.feature_names = feature_names

    def fit_predict(self, X: Matrix, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X, shape (n_customers,), by their place in `SEGMENTS`.

        Raises
        ------
        ValueError
            When there is no column of recency or frequency.
        """
        recency, frequency = self._columns(X.shape[1])
        rows = quintile_scores(X[:, recency], reverse=True) - 1
        columns = quintile_scores(X[:, frequency]) - 1
        return GRID[rows, columns]

    def _columns(self, width: int) -> tuple[int, int]:
        if self.feature_names is None:
            names = ["recency", "frequency"][:width]
        else:
            names = [_LOGGED.sub(r"\1", name) for name in self.feature_names]
        missing = [one for one in ("recency", "frequency") if one not in names]
        if missing:
            words = "RFM rules need the columns recency and frequency; no"
            raise ValueError(f"{words} {' and no '.join(missing)} in this space")
        return names.index("recency"), names.index("frequency")
