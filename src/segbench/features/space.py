"""Build a space, and build it again on a resample of its customers."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn import config_context
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline

from segbench.core import Dataset, Matrix, Space, SpaceKey
from segbench.errors import DataError
from segbench.features.scalers import ScalerSpec
from segbench.features.sets import FeatureSet, columns_of, encode


def build_space(
    dataset: Dataset, features: FeatureSet, scaler: ScalerSpec, seed: int
) -> Space:
    """Encode a feature set, then impute, scale and project it.

    Raises
    ------
    DataError
        When the columns cannot become a space; the message says why.
    """
    encoded, names = encode(dataset, features)
    fewer = min(encoded.shape)
    if isinstance(features.pca, int) and features.pca > fewer:
        message = f"features.{features.name}.pca asks for {features.pca} axes"
        raise DataError(f"{message}, there can be at most {fewer}")
    pipeline = _pipeline(encoded, features, scaler)
    with warnings.catch_warnings():
        # Yeo-Johnson overflows on its way through extreme exponents; what matters
        # is whether the result is finite.
        warnings.simplefilter("ignore", RuntimeWarning)
        matrix = _fit(pipeline, encoded)
    if not np.isfinite(matrix).all():
        message = f"scaler {scaler.name!r} gives infinite values on {features.name!r}"
        raise DataError(f"{message}; try scaler=power or scaler=quantile")
    if features.pca is not None:
        names = tuple(f"PC{i + 1}" for i in range(matrix.shape[1]))
    definition = hashlib.sha256(repr((features, scaler)).encode()).hexdigest()[:16]
    key = SpaceKey(
        dataset.name,
        features.name,
        scaler.name,
        seed,
        fingerprint=dataset.fingerprint,
        definition=definition,
    )
    columns = tuple(columns_of(dataset, features))
    return Space(key, encoded, pipeline, matrix, names, columns)


def refit_matrices(
    space: Space, resamples: Sequence[NDArray[np.int64]]
) -> list[Matrix]:
    """Learn the space's preparation anew on some customers, resample by resample.

    Parameters
    ----------
    space : Space
        The space of all customers.
    resamples : sequence of ndarray of shape (m,)
        Indices of the customers to keep.

    Returns
    -------
    list of ndarray of shape (m, n_features)
        Imputed, scaled and projected by these customers alone.
    """
    pipeline = clone(space.pipeline)
    # The pipeline has been fitted before: its parameters are right.
    with config_context(skip_parameter_validation=True):
        return [_fit(pipeline, space.encoded[rows]) for rows in resamples]


def _pipeline(encoded: Matrix, features: FeatureSet, scaler: ScalerSpec) -> Pipeline:
    steps = []
    if np.isnan(encoded).any():
        impute = SimpleImputer(strategy="median", keep_empty_features=True)
        steps.append(("impute", impute))
    steps.append(("scale", scaler.transformer()))
    if features.pca is not None:
        steps.append(("pca", PCA(n_components=features.pca, svd_solver="full")))
    return Pipeline(steps)


def _fit(pipeline: Pipeline, encoded: Matrix) -> Matrix:
    matrix = encoded
    for _, step in pipeline.steps:  # as the pipeline does it, without its bookkeeping
        if step != "passthrough":
            matrix = step.fit_transform(matrix)
    return np.ascontiguousarray(matrix, dtype=np.float64)
