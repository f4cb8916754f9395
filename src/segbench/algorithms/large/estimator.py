"""What the estimators for many customers share: the parameters and the sample."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import check_random_state

from segbench.algorithms.spec import Fitted, Job
from segbench.core import Labels, Matrix, Params

Answer = Labels | Fitted | Exception

SAMPLE_SIZE = 20_000
"""Customers that are fitted when nothing is said."""


class Large(BaseEstimator, ClusterMixin):
    """An estimator that is fitted on a sample of more customers than it can take.

    Parameters
    ----------
    sample_size : int
        Customers up to which it is the estimator that it stands for; of more, so many
        are drawn without replacement.
    random_state : int, RandomState or None
        Of the draw, and of the estimator where it takes one.
    **options
        Those of the estimator that it stands for.
    """

    exact: ClassVar[Any]
    """The class that it stands for."""

    def __init__(
        self,
        *,
        sample_size: int = SAMPLE_SIZE,
        random_state: Any = None,
        **options: Any,
    ) -> None:
        known = self.exact().get_params()
        unknown = sorted(options.keys() - known.keys())
        if unknown:
            raise TypeError(f"no parameter {unknown[0]!r}")
        for name, value in {**known, **options}.items():
            setattr(self, name, value)
        self.sample_size = sample_size
        self.random_state = random_state

    @classmethod
    def _get_param_names(cls) -> list[str]:
        """List the parameters: those of the exact estimator, and two more."""
        return sorted({*cls.exact().get_params(), "sample_size", "random_state"})

    def fit_predict(self, X: Any, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X, shape (n_customers,), -1 = noise."""
        if len(X) <= self.sample_size:
            labels: Labels = self.exact_estimator().fit_predict(X)
            return labels
        (answer,) = self.sweep(X, [{}])
        if isinstance(answer, Exception):
            raise answer
        fitted = answer if isinstance(answer, Fitted) else Fitted(answer)
        self.criteria_, self.labels_ = dict(fitted.criteria), fitted.labels
        return fitted.labels

    def sweep(self, X: Any, settings: Sequence[Params]) -> list[Answer] | Any:
        """Label X for every setting; all share the sample.

        Returns
        -------
        list of ndarray of shape (n_customers,)
            Or of what `segbench.algorithms.spec.Clusterer` allows in their place.
        """
        if len(X) <= self.sample_size:
            exact = self.exact_estimator()
            shares = hasattr(exact, "sweep")
            return exact.sweep(X, settings) if shares else NotImplemented
        X = np.ascontiguousarray(X, dtype=np.float64)
        rng = check_random_state(self.random_state)
        drawn = np.sort(rng.permutation(len(X))[: self.sample_size])
        own = self.get_params()
        chosen = [{**own, **params} for params in settings]
        return self._label(X, drawn, chosen, int(rng.randint(2**31 - 1)))

    def refit(self, jobs: Sequence[Job]) -> Any:
        """Cluster many matrices as the exact estimator does; larger ones by a sweep."""
        exact = self.exact_estimator()
        if not hasattr(exact, "refit"):
            return NotImplemented
        if any(len(job.matrix) > self.sample_size for job in jobs):
            return NotImplemented
        return exact.refit(jobs)

    def exact_estimator(self) -> Any:
        """Make the estimator that it stands for, with the same parameters."""
        names = self.exact().get_params()
        return self.exact(**{name: getattr(self, name) for name in names})

    @abstractmethod
    def _label(
        self,
        X: Matrix,
        drawn: NDArray[np.int64],
        chosen: Sequence[dict[str, Any]],
        seed: int,
    ) -> list[Answer]:
        """Label X for the parameters of every setting, fitted on the rows drawn."""


def scaled_count(count: int, part: int, whole: int, least: int = 2) -> int:
    """Shrink a count of customers to the part of them that was drawn."""
    return max(min(least, count), round(count * part / whole))
