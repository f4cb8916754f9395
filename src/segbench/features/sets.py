"""Which columns make a feature set, and how they become numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder

from segbench.core import Dataset, Matrix, Role
from segbench.errors import ConfigError, DataError, UnknownNameError

SKEWED = "skewed"
"""Value of `log1p` that chooses the columns by their skewness."""

SKEWNESS_FROM = 1.0
TAIL_FROM = 10.0
"""A column is skewed when its skewness exceeds the first and its maximum the second
times its median."""


@dataclass(frozen=True)
class FeatureSet:
    """Named columns and what is done to them before scaling."""

    name: str
    columns: tuple[str, ...] | None = None  # None: every numeric and categorical one
    log1p: tuple[str, ...] | str = ()  # columns, or "skewed"
    pca: float | int | None = None  # share of variance in (0, 1), or number of axes


def encode(dataset: Dataset, features: FeatureSet) -> tuple[Matrix, tuple[str, ...]]:
    """Turn a feature set's columns into numbers; missing numbers stay NaN.

    Nothing here learns from the customers but the list of levels, which is part of
    the table's schema: resamples take rows of the result.

    Returns
    -------
    encoded : ndarray of shape (n_customers, n_encoded)
    names : tuple of str
        One per encoded column; a level is named ``column=level``.

    Raises
    ------
    DataError
        When a column is unknown, cannot be a feature, or all are constant.
    """
    columns = columns_of(dataset, features)
    numeric = [c for c in columns if dataset.roles[c] is Role.NUMERIC]
    logged = _logged(dataset, features, numeric)
    plain = [c for c in numeric if c not in logged]
    categorical = [c for c in columns if dataset.roles[c] is Role.CATEGORICAL]
    transformer = ColumnTransformer(
        [
            ("plain", "passthrough", plain),
            ("log1p", FunctionTransformer(np.log1p), logged),
            (
                "levels",
                OneHotEncoder(drop="if_binary", sparse_output=False),
                categorical,
            ),
        ]
    )
    encoded = np.asarray(transformer.fit_transform(dataset.frame), dtype=np.float64)
    names = [*plain, *(f"log1p({c})" for c in logged)]
    if categorical:
        names += _level_names(transformer.named_transformers_["levels"])
    return _without_constants(encoded, names, features.name)


def columns_of(dataset: Dataset, features: FeatureSet) -> list[str]:
    """Name the columns of the customer table that a feature set is made from."""
    usable = [*dataset.columns(Role.NUMERIC), *dataset.columns(Role.CATEGORICAL)]
    if features.columns is None:
        return usable
    if not features.columns:
        raise ConfigError(f"feature set {features.name!r} has no columns")
    for column in features.columns:
        if column not in dataset.roles:
            known = [c for c in dataset.roles if dataset.roles[c] is not Role.ID]
            raise UnknownNameError("column", column, known)
        if column not in usable:
            role = dataset.roles[column]
            why = {s.column: s.action for s in dataset.log}.get(column, "")
            because = f" ({why})" if why else ""
            raise DataError(f"column {column!r} is {role}, not a feature{because}")
    return list(dict.fromkeys(features.columns))


def _logged(dataset: Dataset, features: FeatureSet, numeric: list[str]) -> list[str]:
    if features.log1p == SKEWED:
        return [c for c in numeric if _is_skewed(dataset.frame[c].dropna().to_numpy())]
    for column in features.log1p:
        if column not in numeric:
            raise UnknownNameError(f"log1p column of {features.name}", column, numeric)
        if dataset.frame[column].min() < 0:
            message = f"column {column!r} has negative values, log1p cannot take it"
            raise DataError(f"{message}; scaler=power can")
    return list(features.log1p)


def _is_skewed(values: Matrix) -> bool:
    from scipy.stats import skew

    if len(values) == 0 or values.min() < 0 or values.min() == values.max():
        return False
    tail = values.max() > TAIL_FROM * np.median(values)
    return bool(skew(values) > SKEWNESS_FROM and tail)


def _level_names(encoder: OneHotEncoder) -> list[str]:
    dropped = encoder.drop_idx_
    names = []
    for i, column in enumerate(encoder.feature_names_in_):
        skipped = None if dropped is None else dropped[i]
        names += [
            f"{column}={level}"
            for j, level in enumerate(encoder.categories_[i])
            if j != skipped
        ]
    return names


def _without_constants(
    encoded: Matrix, names: list[str], feature_set: str
) -> tuple[Matrix, tuple[str, ...]]:
    """Drop columns that say nothing: all customers equal, or nobody known."""
    with np.errstate(invalid="ignore"):
        known = ~np.isnan(encoded)
        low = np.where(known, encoded, np.inf).min(axis=0)
        high = np.where(known, encoded, -np.inf).max(axis=0)
    varies = high > low
    if not varies.any():
        message = (
            f"feature set {feature_set!r}: all customers are equal in every column"
        )
        raise DataError(f"{message}, so there is nothing to compare them by")
    kept = tuple(name for name, keep in zip(names, varies, strict=True) if keep)
    return np.ascontiguousarray(encoded[:, varies]), kept
