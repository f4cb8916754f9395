"""Affinity propagation: what an exemplar costs is a share of the sum of squares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.metrics import euclidean_distances

from segbench.algorithms.spec import Fitted, hyperparameters
from segbench.core import Labels, Matrix, Params
from segbench.kernels import load_kernels

KERNELS = "segbench.algorithms.bulk.affinity_kernels"

MOST_CUSTOMERS = 5_000
"""Hundreds of rounds over the messages of all pairs take minutes above this."""

PATIENCE = 30
"""Rounds that the exemplars have to stay the same."""

Similarities = NDArray[np.float32]


class AffinityPropagation(ClusterMixin, BaseEstimator):
    """Affinity propagation on negative squared distances.

    Parameters
    ----------
    saving : float, default 0.05
        What one more exemplar has to save, as a share of the sum of squared distances
        of all customers to their mean, in (0, 1): the smaller, the more segments. The
        ``preference`` of the literature is minus this share of that sum; so it means
        the same for any scale and any number of customers.
    damping : float, default 0.9
        How much of a message stays from round to round, in [0.5, 1).
    max_iter : int, default 500
        Most rounds.
    random_state : int or None
        Seed of the tiny numbers that break ties.

    References
    ----------
    Frey & Dueck 2007, doi:10.1126/science.1136800
    """

    def __init__(
        self,
        saving: float = 0.05,
        damping: float = 0.9,
        max_iter: int = 500,
        random_state: int | None = None,
    ) -> None:
        self.saving = saving
        self.damping = damping
        self.max_iter = max_iter
        self.random_state = random_state

    def fit_predict(self, X: Matrix, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X, shape (n_customers,)."""
        found = _elect(_similarities(X), hyperparameters(self))
        return np.asarray(found.labels)

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Any]:
        """Label X for every setting; they share the distances.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            Hyperparameters.

        Returns
        -------
        list of Fitted, or of the exception of a failed fit
        """
        shared = _similarities(X)
        known = hyperparameters(self)
        return [_try(shared, {**known, **one}) for one in settings]


def _similarities(X: Matrix) -> Similarities:
    if len(X) > MOST_CUSTOMERS:
        message = f"affinity propagation takes at most {MOST_CUSTOMERS:,} customers"
        raise ValueError(f"{message}, there are {len(X):,}; kmedoids is an alternative")
    found: Similarities = -euclidean_distances(X, squared=True).astype(np.float32)
    return found


def _try(similarities: Similarities, params: Params) -> Fitted | Exception:
    try:
        return _elect(similarities, params)
    except ValueError as error:
        return error


def _elect(similarities: Similarities, params: Params) -> Fitted:
    n = len(similarities)
    # The squared distances to the mean add up to those of all pairs over 2 n.
    total = -float(similarities.sum(dtype=np.float64)) / (2 * n)
    if total <= 0 or n == 1:
        return Fitted(np.zeros(n, dtype=np.int64))  # all customers are equal
    known = _without_ties(similarities, params["random_state"])
    np.fill_diagonal(known, -float(params["saving"]) * total)
    elected = np.zeros(n, dtype=bool)
    most = int(params["max_iter"])
    kernels = load_kernels(KERNELS)
    damping = np.float32(params["damping"])
    rounds = kernels.elect(known, damping, most, PATIENCE, elected)
    if not elected.any() or elected.all():
        raise ValueError(f"no exemplars were found in {rounds} rounds")
    remark = "did not converge" if rounds == most else ""
    return Fitted(_join(similarities, np.flatnonzero(elected)), remark=remark)


def _without_ties(similarities: Similarities, seed: Any) -> Similarities:
    """Add noise of the size of rounding errors: equal customers cannot all be first."""
    noise = np.random.default_rng(seed).standard_normal(similarities.shape, np.float32)
    scale = np.abs(similarities).max() * np.finfo(np.float32).eps
    found: Similarities = similarities + (4 * scale) * noise
    return found


def _join(similarities: Similarities, exemplars: Labels) -> Labels:
    """Give everybody the most similar exemplar, after each segment chose its best."""
    labels = _nearest(similarities, exemplars)
    for segment in range(len(exemplars)):
        members = np.flatnonzero(labels == segment)
        among = similarities[np.ix_(members, members)].sum(axis=0)
        exemplars[segment] = members[among.argmax()]
    return _nearest(similarities, exemplars)


def _nearest(similarities: Similarities, exemplars: Labels) -> Labels:
    labels = similarities[:, exemplars].argmax(axis=1)
    labels[exemplars] = np.arange(len(exemplars))
    return np.asarray(labels, dtype=np.int64)
