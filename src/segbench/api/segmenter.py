"""The comparison as an estimator of scikit-learn, to stand in a pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from segbench.algorithms import DEFAULT_ALGORITHMS, AlgorithmSpec
from segbench.api.best import Best
from segbench.api.comparison import Comparison
from segbench.api.engine import compare
from segbench.core import Labels, Matrix
from segbench.data import DeclaredRoles
from segbench.errors import DataError
from segbench.models import SegmentModel
from segbench.runner import DEFAULT_KS

FEWEST = 2
"""Customers; of one there is nothing to compare."""


class Segmenter(ClusterMixin, BaseEstimator):  # type: ignore[misc] # untyped library
    """Compare clusterings and keep the segmentation that is shown first.

    `fit` is `segbench.compare`, `predict` is ``comparison_.best.model.assign``. Every
    column is a quantity, as scikit-learn has it; texts and gaps have to be dealt with
    before, in a pipeline, or by `segbench.compare`, which takes them as they are.

    Parameters
    ----------
    algorithms : sequence of str or AlgorithmSpec
        Names as ``python -m segbench algorithms`` lists them.
    k : sequence of int
        Numbers of segments, each at least 2.
    scaler : str
        Among ``none, standard, minmax, robust, power, quantile``; ``none`` behind a
        scaler of scikit-learn.
    scoring : str
        ``default`` calibrates, tests for structure and votes for k; ``quick`` ranks
        raw values.
    resamples : int or None
        Resamples for the stability; 0 leaves it out, None takes what ``scoring`` says.
    random_state : int, RandomState or None
        None draws a new one for every fit.
    n_jobs : int or None
        Workers; -1 takes one per core, None is 1.

    Attributes
    ----------
    labels_ : ndarray of int, shape (n_samples,)
        Segments 0..k-1, the largest first; -1 = noise.
    comparison_ : Comparison
        Everything that was compared, with tables, verdict and report.
    model_ : SegmentModel
        What gives other customers the segments.
    n_features_in_ : int
        Columns seen in `fit`.
    feature_names_in_ : ndarray of str, shape (n_features_in_,)
        Their names, where all are texts.

    Examples
    --------
    >>> import segbench
    >>> X = [[1, 3], [2, 3], [1, 4], [9, 6], [8, 6], [9, 7]]
    >>> found = segbench.Segmenter(
    ...     ["kmeans"], k=[2], scoring="quick", resamples=0
    ... ).fit(X)
    >>> bool(found.predict([[2, 4]])[0] == found.labels_[0])
    True
    """

    def __init__(  # noqa: PLR0913 an estimator has its settings here
        self,
        algorithms: Sequence[str | AlgorithmSpec] = DEFAULT_ALGORITHMS,
        *,
        k: Sequence[int] = DEFAULT_KS,
        scaler: str = "standard",
        scoring: str = "default",
        resamples: int | None = None,
        random_state: Any = 0,
        n_jobs: int | None = -1,
    ) -> None:
        self.algorithms = algorithms
        self.k = k
        self.scaler = scaler
        self.scoring = scoring
        self.resamples = resamples
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: ArrayLike, y: Any = None) -> Self:  # noqa: ARG002 as pipelines call
        """Compare, and keep what is shown first.

        Parameters
        ----------
        X : array-like or DataFrame of shape (n_samples, n_features)
            One row a customer, numbers only.
        y : None
            Not used.

        Raises
        ------
        DataError
            When nothing is ranked: labels that failed every gate are no segmentation,
            and one segment for all would hide it.
        ValueError
            When X is no matrix of finite numbers.
        """
        _refuse_texts(X)
        checked = validate_data(self, X, dtype=np.float64, ensure_min_samples=FEWEST)
        found = self._compare(self._frame(checked))
        best = _ranked(found)
        _ = best.model  # a model that cannot be made is said now, not in `predict`
        self.comparison_ = found
        self.labels_ = best.labels.to_numpy(dtype=np.int64)  # nobody is left out
        return self

    def predict(self, X: ArrayLike) -> Labels:
        """Give customers the segments that were found.

        Parameters
        ----------
        X : array-like or DataFrame of shape (n_samples, n_features)
            With the columns of `fit`, in their order. Customers of `fit` keep their own
            segments.

        Returns
        -------
        ndarray of int, shape (n_samples,)
            -1 = noise.
        """
        check_is_fitted(self)
        _refuse_texts(X)
        checked = validate_data(self, X, dtype=np.float64, reset=False)
        given = self.model_.assign(self._frame(checked))["segment"]
        return given.to_numpy(dtype=np.int64)

    @property
    def model_(self) -> SegmentModel:
        """What gives other customers the segments."""
        check_is_fitted(self, "comparison_")
        return _ranked(self.comparison_).model

    def _compare(self, frame: pd.DataFrame) -> Comparison:
        names = tuple(str(name).strip() for name in frame.columns)
        return compare(
            frame,
            scalers=[self.scaler],
            algorithms=self.algorithms,
            k=self.k,
            roles=DeclaredRoles(numeric=names),  # also those that look like an id
            scoring=self.scoring,
            resamples=self.resamples,
            random_state=_seed(self.random_state),
            n_jobs=1 if self.n_jobs is None else self.n_jobs,
        )

    def _frame(self, X: Matrix) -> pd.DataFrame:
        names = getattr(self, "feature_names_in_", None)
        if names is None:
            names = [f"x{i}" for i in range(X.shape[1])]
        return pd.DataFrame(X, columns=names)


def _ranked(found: Comparison) -> Best:
    if found.best is None:
        why = "; ".join(sorted(set(found.ranking["reason"].dropna()))[:2])
        raise DataError(
            f"no segmentation of the {found.dataset.n_customers:,} customers is ranked "
            f"({why}); try other algorithms or other values of k"
        )
    return found.best


def _seed(random_state: Any) -> int:
    if isinstance(random_state, int | np.integer):
        return int(random_state)
    return int(check_random_state(random_state).randint(np.iinfo(np.int32).max))


def _refuse_texts(X: Any) -> None:
    """Name a column of texts; scikit-learn names the cell alone."""
    if not isinstance(X, pd.DataFrame):
        return
    for i, name in enumerate(X.columns):
        column = X.iloc[:, i]
        if pd.api.types.infer_dtype(column) in {"string", "categorical", "mixed"}:
            raise DataError(
                f"column {name!r} holds no numbers: encode it in the pipeline, or give "
                "the table to segbench.compare, which takes categories"
            )
