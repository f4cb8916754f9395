"""The data that flows through a run: small frozen records, no behaviour.

``Dataset -> Space -> Labeling -> Scores, Stability -> Ranking``. Every layer above
speaks to the others through these records and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from segbench.cleaning_plan import CleaningPlan as CleaningPlan  # noqa: PLC0414 public
from segbench.cleaning_plan import LeftOut as LeftOut  # noqa: PLC0414 public here
from segbench.spaces import Block as Block  # noqa: PLC0414 public here
from segbench.spaces import Metric as Metric  # noqa: PLC0414 public here
from segbench.spaces import Space as Space  # noqa: PLC0414 public here
from segbench.spaces import SpaceKey as SpaceKey  # noqa: PLC0414 public here

if TYPE_CHECKING:
    import pandas as pd

NOISE = -1
"""The label of a customer that belongs to no segment."""

Matrix = NDArray[np.float64]
"""Customers by features, shape (n_customers, n_features)."""

Labels = NDArray[np.int64]
"""One segment per customer, shape (n_customers,): 0..k-1 by size, -1 = noise."""

Params = Mapping[str, Any]
"""Hyperparameters of one setting, by their name in the estimator."""


class Scheme(StrEnum):
    """How the customers of a refit differ from all customers."""

    BOOTSTRAP = "bootstrap"  # the distinct customers of a bootstrap sample
    SUBSAMPLE = "subsample"  # four fifths, drawn without replacement
    NOISE = "noise"  # a twentieth replaced by uniform noise


class Role(StrEnum):
    """What a column of the customer table is used for."""

    ID = "id"  # names the customer, never a feature
    NUMERIC = "numeric"  # a quantity; may be a feature
    CATEGORICAL = "categorical"  # a level; one-hot encoded when it is a feature
    TRUTH = "truth"  # a known segmentation, only ever compared with
    IGNORED = "ignored"  # constant, free text, date: kept out, the log says why


class Status(StrEnum):
    """How a setting ended; only ``OK`` rows have scores."""

    OK = "ok"
    ONE_CLUSTER = "one_cluster"  # everybody in one segment
    ALL_NOISE = "all_noise"  # nobody in a segment
    TOO_FEW = "too_few"  # one segment and noise
    ALL_SINGLETONS = "all_singletons"  # as many segments as assigned customers
    IMPOSSIBLE = "impossible"  # the setting asks for more than the data can hold
    UNSUITABLE = "unsuitable"  # the algorithm does not work with the space's distances
    FAILED = "failed"  # the algorithm raised


@dataclass(frozen=True)
class CleaningStep:
    """One thing that was done to the table before any algorithm saw it."""

    column: str  # "" when the step is about rows or the whole table
    action: str  # what was done, in a person's words
    count: int  # how many cells, rows or columns it touched


@dataclass(frozen=True)
class Dataset:
    """A customer table with a role for every column."""

    name: str
    frame: pd.DataFrame  # NUMERIC columns float64 (NaN = missing), CATEGORICAL str
    roles: Mapping[str, Role]  # every column of the input, in its order
    ids: tuple[str, ...]  # one text per customer, in the order of the input
    truth: Labels | None  # known segments, coded 0..; None without a truth column
    log: tuple[CleaningStep, ...]
    fingerprint: str  # SHA-256 of the cleaned content
    simulated: bool = False  # shown wherever the data set is named
    cleaning: CleaningPlan = field(default_factory=CleaningPlan)  # done after building
    left_out: LeftOut = field(default_factory=LeftOut)  # of the input, but not here

    def columns(self, role: Role) -> list[str]:
        """Names of the columns with this role, in the order of the input."""
        return [name for name, given in self.roles.items() if given is role]

    @property
    def n_customers(self) -> int:
        """Number of customers."""
        return len(self.ids)

    @property
    def title(self) -> str:
        """The name, with the word "simulated" where it has to stand."""
        return f"{self.name} (simulated)" if self.simulated else self.name


@dataclass(frozen=True)
class Setting:
    """One algorithm with one choice of its grid: a row of the ranking."""

    algo: str
    params: Params  # the values that the grid varies

    @property
    def text(self) -> str:
        """The varied values as stable text, such as ``n_clusters=5``."""
        return ", ".join(f"{k}={self.params[k]}" for k in sorted(self.params))

    @property
    def key(self) -> str:
        """Canonical JSON; equal settings have equal keys."""
        return json.dumps([self.algo, dict(self.params)], sort_keys=True)


@dataclass(frozen=True)
class Labeling:
    """What a setting made of the customers of a space."""

    setting: Setting
    status: Status
    reason: str  # "" when there is nothing to explain
    labels: Labels | None  # canonical; None when there is no labeling at all
    k_asked: int | None  # None when the algorithm finds its own number
    fit_seconds: float = field(metadata={"key": False})  # a share of its sweep
    criteria: Mapping[str, float] = field(default_factory=dict)  # such as {"bic": ..}

    @property
    def k_found(self) -> int:
        """Number of segments, noise not counted; 0 without a labeling."""
        return 0 if self.labels is None else int(self.labels.max(initial=NOISE)) + 1

    @property
    def coverage(self) -> float:
        """Share of customers that belong to a segment, in [0, 1]."""
        if self.labels is None:
            return float("nan")
        return float(np.mean(self.labels != NOISE))

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Customers per segment, shape (k_found,), largest first."""
        if self.labels is None:
            return np.zeros(0, dtype=np.int64)
        return np.bincount(self.labels[self.labels != NOISE], minlength=self.k_found)


@dataclass(frozen=True)
class Stability:
    """Agreement of one labeling with its re-clusterings of B resamples.

    By adjusted Rand index on the customers of the resample, noise as singletons; by
    segment the best Jaccard similarity (Hennig 2007, doi:10.1016/j.csda.2006.11.025).
    """

    ari: Matrix  # shape (B,); NaN where it is 0 / 0
    jaccard: Matrix  # shape (B, k)
    noise_jaccard: Matrix  # shape (B,); NaN where neither side has noise
    reason: str  # why the mean is undefined; "" when it is not
    failed: int = 0  # refits that gave no labels; they count as no agreement
    scheme: Scheme = Scheme.BOOTSTRAP

    @property
    def resamples(self) -> int:
        """Number of resamples drawn, B."""
        return len(self.ari)


@dataclass(frozen=True)
class Chance:
    """A measure over random partitions of the customers into as many segments."""

    mean: float  # oriented: large is good
    sd: float
    draws: int  # partitions with a defined value


@dataclass(frozen=True)
class Calibration:
    """What a labeling's scores come to by chance, and on customers without structure.

    Null data sets are drawn in the labeling's space; the same setting is fitted on
    them. Of large data sets they hold fewer customers than the data.
    """

    customers: int  # of a null data set
    chance: Mapping[str, Chance]  # by measure
    nulls: Mapping[str, Matrix]  # by measure, shape (families, R); {} = not drawn
    stability: Matrix  # on null data sets, shape (R0,); NaN = undefined
    observed: float  # stability on as many customers; NaN = that of all will do
    own: bool  # False: the stability on null data is that of k-means


@dataclass(frozen=True)
class Scored:
    """A labeling with its scores: everything that one row of a table says."""

    labeling: Labeling
    scores: Mapping[str, float]  # by measure; NaN = undefined
    reasons: Mapping[str, str]  # why a score is NaN, by measure
    stability: Stability | None  # None when no resampling was done
    resampled: Mapping[str, Matrix] = field(default_factory=dict)  # scores, shape (B,)
    calibration: Calibration | None = None


@dataclass(frozen=True)
class Cell:
    """All settings of one algorithm in one space: the unit of work and of storage."""

    space: SpaceKey
    algo: str
    fixed: Params  # hyperparameters that the grid does not vary
    resamples: int  # B
    rows: tuple[Scored, ...]
