"""Build a space, and build it again on a resample of its customers."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from segbench.core import Dataset, Matrix, Metric, Space, SpaceKey
from segbench.errors import DataError
from segbench.features.encoder import Encoded
from segbench.features.scaler_spec import ScalerSpec
from segbench.features.sets import FeatureSet, columns_of, encode

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def build_space(
    dataset: Dataset, features: FeatureSet, scaler: ScalerSpec, seed: int
) -> Space:
    """Encode a feature set, then impute, scale and project it.

    A feature set with a scale of its own, such as Gower's distances, leaves the scaler
    out; its name then stands in the scaler's place.

    Raises
    ------
    DataError
        When the columns cannot become a space; the message says why.
    """
    if features.own_scale:
        scaler = ScalerSpec(features.own_scale)
    encoded = encode(dataset, features)
    _check_axes(encoded, features)
    filled = _with_indicators(encoded, dataset.cleaning.missing)
    pipeline = _pipeline(filled, features, scaler, dataset.cleaning.missing)
    with warnings.catch_warnings():
        # Yeo-Johnson overflows on its way through extreme exponents; what matters
        # is whether the result is finite.
        warnings.simplefilter("ignore", RuntimeWarning)
        matrix = _fit(pipeline, encoded.matrix)
    if not np.isfinite(matrix).all():
        message = f"scaler {scaler.name!r} gives infinite values on {features.name!r}"
        raise DataError(f"{message}; try scaler=power or scaler=quantile")
    names, blocks = filled.names, filled.blocks
    if _axes(features) is not None:
        names = tuple(f"PC{i + 1}" for i in range(matrix.shape[1]))
        blocks = ()
    key = SpaceKey(
        dataset.name,
        features.name,
        scaler.name,
        seed,
        fingerprint=dataset.fingerprint,
        definition=definition_of(features, scaler),
        metric=Metric.MANHATTAN if features.is_gower else Metric.EUCLIDEAN,
    )
    columns = tuple(columns_of(dataset, features))
    return Space(key, encoded.matrix, pipeline, matrix, names, columns, blocks)


def definition_of(features: FeatureSet, scaler: ScalerSpec) -> str:
    """Hash what a space is made by: names of feature sets and scalers may be reused.

    Where a scaler was declared does not matter, and stored settings do not say it.
    """
    if features.own_scale:
        scaler = ScalerSpec(features.own_scale)
    scaler = ScalerSpec(scaler.name, scaler.target, scaler.params)
    return hashlib.sha256(repr((features, scaler)).encode()).hexdigest()[:16]


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
    from sklearn import config_context
    from sklearn.base import clone

    pipeline = clone(space.pipeline)
    # The pipeline has been fitted before: its parameters are right.
    with config_context(skip_parameter_validation=True):
        return [_fit(pipeline, space.encoded[rows]) for rows in resamples]


def _axes(features: FeatureSet) -> float | int | None:
    """Share of the variance, or number, of the axes that it is projected on."""
    return features.pca if features.famd is None else features.famd


def _check_axes(encoded: Encoded, features: FeatureSet) -> None:
    axes, most = _axes(features), min(encoded.matrix.shape)
    if isinstance(axes, int) and axes > most:
        name = "pca" if features.famd is None else "famd"
        message = f"features.{features.name}.{name} asks for {axes} axes"
        raise DataError(f"{message}, there can be at most {most}")


def _with_indicators(encoded: Encoded, missing: str) -> Encoded:
    """Name the columns that there will be once missing numbers are filled."""
    from segbench.features.impute import indicator_blocks, indicator_names

    matrix, names, blocks = encoded
    return Encoded(
        matrix,
        (*names, *indicator_names(missing, matrix, names)),
        (*blocks, *indicator_blocks(missing, matrix, names)),
    )


def _pipeline(
    encoded: Encoded, features: FeatureSet, scaler: ScalerSpec, missing: str
) -> Pipeline:
    from sklearn.decomposition import PCA
    from sklearn.pipeline import Pipeline

    from segbench.features.impute import imputer
    from segbench.features.mixed import FamdScaler, GowerScaler

    steps: list[tuple[str, Any]] = []
    filling = imputer(missing, encoded.matrix)
    if filling is not None:
        steps.append(("impute", filling))
    if features.is_gower:
        steps.append(("scale", GowerScaler(encoded.blocks)))
    elif features.famd is not None:
        steps.append(("scale", FamdScaler(encoded.blocks)))
    else:
        steps.append(("scale", scaler.transformer()))
    axes = _axes(features)
    if axes is not None:
        steps.append(("pca", PCA(n_components=axes, svd_solver="full")))
    return Pipeline(steps)


def _fit(pipeline: Pipeline, encoded: Matrix) -> Matrix:
    matrix = encoded
    for _, step in pipeline.steps:  # as the pipeline does it, without its bookkeeping
        if step != "passthrough":
            matrix = step.fit_transform(matrix)
    return np.ascontiguousarray(matrix, dtype=np.float64)
