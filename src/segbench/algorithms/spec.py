"""What an algorithm declares about itself, and the contract it has to keep."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Any, Protocol, Self, runtime_checkable

from segbench.core import Labels, Matrix, Metric, Params
from segbench.errors import ConfigError
from segbench.plugins.code import code_of
from segbench.plugins.session import keep_class, kept_class

SMALLEST_SCALED = 2
"""Density parameters never shrink below this on a resample."""

SAID = ("baseline", "cite", "needs", "origin")
"""Fields that only tell people something."""


class Growth(StrEnum):
    """How the memory or the time of a fit grows with the number of customers n."""

    LINEAR = "linear"  # with n
    QUADRATIC = "quadratic"  # with n squared, such as a matrix of distances


@runtime_checkable
class Clusterer(Protocol):
    """A scikit-learn estimator that labels the customers it is fitted on.

    Two more methods are used where an estimator has them, to share work:

    - ``sweep(X, settings)`` gives the labels of every setting on one matrix;
    - ``refit(jobs)`` gives, by job and by setting, the labels of many matrices.

    Either may give NotImplemented, and then single fits are made; and in the place of
    labels the exception that a single fit raises, or a `Fitted` that says more.
    """

    def fit_predict(self, X: Any) -> Any:
        """Label the rows of X, shape (n_customers,), -1 = noise."""

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the hyperparameters by name."""

    def set_params(self, **params: Any) -> Self:
        """Change hyperparameters by name."""


def hyperparameters(estimator: Any) -> dict[str, Any]:
    """Return what ``get_params`` returns, without its cost on every resample."""
    estimator_class: Any = type(estimator)
    names = _parameter_names(estimator_class)
    return {name: getattr(estimator, name) for name in names}


@cache
def _parameter_names(estimator_class: Any) -> tuple[str, ...]:
    return tuple(estimator_class().get_params())


@dataclass(frozen=True)
class Job:
    """One matrix to be clustered with every setting of a grid."""

    matrix: Matrix  # shape (n_customers, n_features)
    settings: tuple[Params, ...]
    seed: int  # of this matrix; `AlgorithmSpec.params` may fix another for all


@dataclass(frozen=True)
class Fitted:
    """Labels with what else a fit has to say, for `sweep` and `refit`."""

    labels: Labels
    criteria: Mapping[str, float] = field(default_factory=dict)  # such as {"bic": ..}
    remark: str = ""  # such as "did not converge"


@dataclass(frozen=True)
class AlgorithmSpec:
    """Everything segbench knows about an algorithm; declared, never guessed.

    Parameters
    ----------
    name : str
        The name in ``+algo=NAME`` and in every table.
    target : str
        Import path of the estimator's class.
    k_param : str or None
        The hyperparameter that is the number of segments; None when the algorithm
        finds its own. Its values come from the run's ``k`` unless the grid has them.
    grid : mapping
        Hyperparameter to a list of values, or to a rule that reads them off the
        data, such as ``{"customer_shares": [0.05, 0.1]}``.
    params : mapping
        Hyperparameters that stay fixed.
    metrics : mapping
        Distances that it can work with, and the parameters that make it; Euclidean
        alone where nothing is said.
    categories : str or None
        The hyperparameter that is told the first and the last column of every
        category's levels, as ``"2-4 5-6"``; such an algorithm needs a space that has
        categories.
    feature_names : str or None
        The hyperparameter that is told the names of the matrix's columns.
    wants : tuple of str
        Features without which it means nothing, such as recency; their logarithms do
        as well.
    assigns_noise : bool
        Whether the label -1 may come out.
    scales_with_n : tuple of str
        Hyperparameters that count customers; on a resample of m of n customers they
        are multiplied by m / n.
    memory : Growth
        How a fit's memory grows.
    time : Growth
        How a fit's time grows, at worst.
    baseline : bool
        Whether it is there to be beaten.
    cite : str
        Author, year and DOI.
    needs : str
        What has to be installed for it, as pip takes it, such as ``segbench[mixed]``.
    large : mapping
        What it is run as on many customers; see `segbench.algorithms.for_size`.
    approximation : str
        What is approximate about it, in words; every row says so.
    origin : str
        Where the declaration was found.
    """

    name: str
    target: str
    k_param: str | None = None
    grid: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Params] = field(
        default_factory=lambda: {str(Metric.EUCLIDEAN): {}}
    )
    categories: str | None = None
    feature_names: str | None = None
    wants: tuple[str, ...] = ()
    assigns_noise: bool = False
    scales_with_n: tuple[str, ...] = ()
    memory: Growth = Growth.LINEAR
    time: Growth = Growth.LINEAR
    baseline: bool = False
    cite: str = ""
    needs: str = ""
    large: Mapping[str, Any] = field(default_factory=dict)
    approximation: str = ""
    origin: str = "segbench"

    def estimator(self, params: Params, seed: int) -> Clusterer:
        """Make an unfitted estimator with the fixed and the given parameters."""
        estimator_class, known = _estimator_class(self.name, self.target)
        chosen = {**self.params, **params}
        unknown = [name for name in chosen if name not in known]
        if unknown:
            message = f"{self.name} has no parameter {unknown[0]!r}"
            raise ConfigError(f"{message}; it has: {', '.join(sorted(known))}")
        if "random_state" in known:
            chosen.setdefault("random_state", seed)
        estimator: Clusterer = estimator_class(**chosen)
        return estimator

    def __reduce__(self) -> tuple[Any, ...]:
        """Take along a class that other processes cannot import."""
        values = tuple(getattr(self, one.name) for one in fields(self))
        return _again, (type(self), values, kept_class(self.target))

    @property
    def cache_key(self) -> tuple[Any, ...]:
        """Name what decides the labels: what is declared, and the code behind it."""
        told = [getattr(self, one.name) for one in fields(self) if one.name not in SAID]
        return (*told, code_of(self.target, kept_class(self.target)))

    @property
    def takes_seed(self) -> bool:
        """Whether fits draw random numbers from a seed that the run chooses."""
        _, known = _estimator_class(self.name, self.target)
        return "random_state" in known and "random_state" not in self.params

    def k_asked(self, params: Params) -> int | None:
        """Return the number of segments that a setting asks for."""
        return None if self.k_param is None else int(params[self.k_param])

    def unscalable(self, params: Params, ratio: float) -> str:
        """Say which count would have to shrink below its floor; "" when none does."""
        chosen = {**self.params, **params}
        for name in self.scales_with_n:
            count = chosen.get(name)
            if count is not None and round(count * ratio) < SMALLEST_SCALED <= count:
                return f"{name}={count} cannot shrink to {ratio:.1%} of the customers"
        return ""

    def scaled(self, params: Params, ratio: float) -> dict[str, Any]:
        """Shrink the parameters that count customers to a resample's share."""
        chosen = {**self.params, **params}
        counts = {
            name: max(SMALLEST_SCALED, round(chosen[name] * ratio))
            for name in self.scales_with_n
            if chosen.get(name) is not None
        }
        return {**params, **counts}


def _again(kind: Any, values: tuple[Any, ...], its_class: Any) -> Any:
    """Make a specification in the process that it was sent to."""
    spec = kind(*values)
    if its_class is not None:
        keep_class(spec.target, its_class)
    return spec


def _estimator_class(name: str, target: str) -> tuple[Any, frozenset[str]]:
    """Find an estimator's class and ask for the names of its parameters."""
    found = kept_class(target) or _imported(name, target)
    if not (callable(found) and hasattr(found, "fit_predict")):
        message = f"algorithm {name!r}: {target!r} is no estimator"
        raise ConfigError(f"{message}; a class with fit_predict is needed")
    return found, frozenset(_parameter_names(found))


@cache
def _imported(name: str, target: str) -> Any:
    module, _, attribute = target.rpartition(".")
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        message = f"algorithm {name!r}: cannot import {target!r}"
        raise ConfigError(f"{message} ({error})") from error
