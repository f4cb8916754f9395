"""Which columns make a feature set, and how they become numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder

from segbench.core import Block, Dataset, Matrix, Role
from segbench.errors import ConfigError, DataError, UnknownNameError

SKEWED = "skewed"
"""Value of `log1p` that chooses the columns by their skewness."""

SKEWNESS_FROM = 1.0
TAIL_FROM = 10.0
"""A column is skewed when its skewness exceeds the first and its maximum the second
times its median."""


class Distance(StrEnum):
    """What the distance between two customers is."""

    EUCLIDEAN = "euclidean"  # of the scaled features
    GOWER = "gower"  # quantities and categories as equals; no scaler is applied


@dataclass(frozen=True)
class FeatureSet:
    """Named columns and what is done to them before scaling."""

    name: str
    columns: tuple[str, ...] | None = None  # None: every numeric and categorical one
    log1p: tuple[str, ...] | str = ()  # columns, or "skewed"
    pca: float | int | None = None  # share of variance in (0, 1), or number of axes
    distance: Distance = Distance.EUCLIDEAN
    famd: float | int | None = None  # the same of a factor analysis of mixed data

    def __post_init__(self) -> None:
        """Refuse what cannot be done to the same columns."""
        if self.distance not in list(Distance):
            raise UnknownNameError("distance", str(self.distance), map(str, Distance))
        object.__setattr__(self, "distance", Distance(self.distance))  # text will do
        chosen = [self.pca is not None, self.famd is not None, self.is_gower]
        if sum(chosen) > 1:
            message = f"features.{self.name} takes one of pca, famd and distance=gower"
            raise ConfigError(f"{message}, not several of them")

    @property
    def is_gower(self) -> bool:
        """Whether quantities and categories count as equals."""
        return self.distance is Distance.GOWER

    @property
    def own_scale(self) -> str:
        """What stands in the place of a scaler; "" where scalers are applied."""
        return "gower" if self.is_gower else "famd" if self.famd is not None else ""


class Encoded(NamedTuple):
    """Columns as numbers."""

    matrix: Matrix  # shape (n_customers, n_encoded), NaN = missing
    names: tuple[str, ...]  # a level is named ``column=level``
    blocks: tuple[Block, ...]  # which of the columns belong to one variable


def encode(dataset: Dataset, features: FeatureSet) -> Encoded:
    """Turn a feature set's columns into numbers; missing numbers stay NaN.

    Nothing here learns from the customers but the list of levels, which is part of
    the table's schema: resamples take rows of the result.

    Returns
    -------
    Encoded
        Every level has a column where the feature set has a scale of its own; else a
        category of two levels has one column.

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
    drop = None if features.own_scale else "if_binary"
    transformer = ColumnTransformer(
        [
            ("plain", "passthrough", plain),
            ("log1p", FunctionTransformer(np.log1p), logged),
            ("levels", OneHotEncoder(drop=drop, sparse_output=False), categorical),
        ]
    )
    encoded = np.asarray(transformer.fit_transform(dataset.frame), dtype=np.float64)
    names = [*plain, *(f"log1p({c})" for c in logged)]
    variables = [*plain, *logged]
    if categorical:
        for column, level in _levels(transformer.named_transformers_["levels"]):
            names.append(f"{column}={level}")
            variables.append(column)
    kept = _varying(encoded, features.name)
    return Encoded(
        np.ascontiguousarray(encoded[:, kept]),
        tuple(names[i] for i in kept),
        _blocks([variables[i] for i in kept], set(categorical)),
    )


def _blocks(variables: list[str], categorical: set[str]) -> tuple[Block, ...]:
    """Gather the columns of every variable."""
    columns: dict[str, list[int]] = {}
    for i, variable in enumerate(variables):
        columns.setdefault(variable, []).append(i)
    return tuple(
        Block(name, tuple(found), name in categorical)
        for name, found in columns.items()
    )


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


def _levels(encoder: OneHotEncoder) -> list[tuple[str, str]]:
    """Return the column and the level of everything that the encoder gives."""
    dropped = encoder.drop_idx_
    found = []
    for i, column in enumerate(encoder.feature_names_in_):
        skipped = None if dropped is None else dropped[i]
        found += [
            (column, level)
            for j, level in enumerate(encoder.categories_[i])
            if j != skipped
        ]
    return found


def _varying(encoded: Matrix, feature_set: str) -> list[int]:
    """Number the columns that say something: not all customers equal or unknown."""
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
    kept: list[int] = np.flatnonzero(varies).tolist()
    return kept
