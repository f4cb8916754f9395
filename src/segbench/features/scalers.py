"""Scalers that scikit-learn has not."""

from __future__ import annotations

from typing import Any, Self

from sklearn.preprocessing import QuantileTransformer

from segbench.core import Matrix

MOST_QUANTILES = 1000


class QuantileScaler(QuantileTransformer):
    """Ranks to a normal distribution, with as many quantiles as there are customers.

    scikit-learn's class warns on every resample that is smaller than its fixed
    number of quantiles.
    """

    def __init__(self, output_distribution: str = "normal") -> None:
        super().__init__(output_distribution=output_distribution, random_state=0)

    def fit(self, X: Matrix, y: Any = None) -> Self:
        """Learn the quantiles of X, shape (n_customers, n_features)."""
        self.n_quantiles = min(MOST_QUANTILES, len(X))
        super().fit(X, y)
        return self
