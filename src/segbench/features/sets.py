"""Which columns make a feature set, and what is done to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from segbench.core import Dataset, Matrix, Role
from segbench.errors import ConfigError, DataError, UnknownNameError
from segbench.features.encoder import Encoded, Encoder

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


def learn_encoder(dataset: Dataset, features: FeatureSet) -> Encoder:
    """Find out how a feature set's columns become numbers.

    Raises
    ------
    DataError
        When a column is unknown, cannot be a feature, or all are constant.
    """
    columns = columns_of(dataset, features)
    numeric = [c for c in columns if dataset.roles[c] is Role.NUMERIC]
    logged = _logged(dataset, features, numeric)
    levels = {
        c: tuple(sorted(set(dataset.frame[c])))
        for c in columns
        if dataset.roles[c] is Role.CATEGORICAL
    }
    encoder = Encoder(
        plain=tuple(c for c in numeric if c not in logged and _varies(dataset, c)),
        logged=tuple(c for c in logged if _varies(dataset, c)),
        levels={c: found for c, found in levels.items() if len(found) > 1},
        all_levels=bool(features.own_scale),
        unknown_is_far=features.is_gower,
    )
    if not encoder.columns:
        message = f"feature set {features.name!r}: all customers are equal"
        raise DataError(
            f"{message} in every column, so there is nothing to compare them by"
        )
    return encoder


def encode(dataset: Dataset, features: FeatureSet) -> Encoded:
    """Turn a feature set's columns into numbers; missing numbers stay NaN.

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
    encoder = learn_encoder(dataset, features)
    matrix = encoder.encode(encoder.values(dataset.frame))
    return Encoded(matrix, encoder.names, encoder.blocks)


def columns_of(dataset: Dataset, features: FeatureSet) -> list[str]:
    """Name the columns of the customer table that a feature set is made from."""
    usable = [*dataset.columns(Role.NUMERIC), *dataset.columns(Role.CATEGORICAL)]
    if features.columns is None:
        return usable
    if not features.columns:
        raise ConfigError(f"feature set {features.name!r} has no columns")
    for column in features.columns:
        why = {s.column: s.action for s in dataset.log}.get(column, "")
        if column not in dataset.roles and why:
            raise DataError(f"column {column!r} is not there: {why}")
        if column not in dataset.roles:
            known = [c for c in dataset.roles if dataset.roles[c] is not Role.ID]
            raise UnknownNameError("column", column, known)
        if column not in usable:
            role = dataset.roles[column]
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


def _varies(dataset: Dataset, column: str) -> bool:
    """Tell whether a quantity says something: not all customers equal or unknown."""
    values = dataset.frame[column].to_numpy(dtype=np.float64)
    known = values[~np.isnan(values)]
    return len(known) > 0 and bool(known.max() > known.min())
