"""A space: where the customers lie, and what the distance between them is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


class Metric(StrEnum):
    """What the distance between two rows of a space's matrix is."""

    EUCLIDEAN = "euclidean"
    MANHATTAN = "manhattan"  # sum of absolute differences; Gower's, once encoded


@dataclass(frozen=True)
class SpaceKey:
    """Names a space; raw scores are compared within one and never across two."""

    dataset: str
    features: str
    scaler: str
    seed: int
    fingerprint: str  # of the data set's content
    definition: str  # hash of the feature set and the scaler: names may be reused
    metric: str = Metric.EUCLIDEAN  # one of `Metric`, which is text where it is stored

    def __str__(self) -> str:
        return f"{self.dataset} / {self.features} / {self.scaler}"


@dataclass(frozen=True)
class Block:
    """The encoded columns that one variable of the customer table became."""

    variable: str
    columns: tuple[int, ...]  # their numbers; a level each when it is categorical
    categorical: bool


@dataclass(frozen=True)
class Space:
    """Where distances mean something: a feature set under a scaler."""

    key: SpaceKey
    encoded: NDArray[np.float64]  # before anything that learns from customers
    pipeline: Pipeline  # imputation, scaler, projection: refitted on every resample
    matrix: NDArray[np.float64]  # the pipeline's output for all customers
    names: tuple[str, ...]  # of the matrix's columns
    columns: tuple[str, ...]  # of the customer table, that these were made from
    blocks: tuple[Block, ...] = ()  # of the matrix; none once it is projected

    @property
    def n_customers(self) -> int:
        """Number of customers."""
        return int(self.matrix.shape[0])

    @cached_property
    def cache_key(self) -> tuple[str, str]:
        """Name the space by what was chosen and by the numbers that came out."""
        content = np.ascontiguousarray(self.matrix)
        found = hashlib.blake2b(content.data, digest_size=16)
        return repr(self.key), found.hexdigest()

    @property
    def metric(self) -> Metric:
        """Distance between two rows of the matrix."""
        return Metric(self.key.metric)

    @property
    def categories(self) -> tuple[Block, ...]:
        """The blocks of the categorical variables."""
        return tuple(block for block in self.blocks if block.categorical)
