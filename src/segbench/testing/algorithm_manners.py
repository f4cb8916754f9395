"""Checks of what an algorithm does beside giving labels, and of what it is given."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.base import clone

from segbench.algorithms import AlgorithmSpec, Clusterer
from segbench.algorithms.outcome import explain
from segbench.testing.customers import (
    TRUE_K,
    fit,
    same_partition,
    settings,
    three_groups,
    told_of,
)
from segbench.testing.saying import ContractError, require

FEWEST_WORDS_OF_A_CITATION = 3


def check_is_a_clusterer(spec: AlgorithmSpec) -> None:
    """The class has fit_predict, get_params and set_params, and can be cloned."""
    estimator: Any = spec.estimator({}, 0)
    require(
        isinstance(estimator, Clusterer),
        f"{spec.name}: {spec.target} needs fit_predict, get_params and set_params; "
        "inherit from sklearn.base.BaseEstimator for the last two",
    )
    before = estimator.get_params()
    try:
        after = clone(estimator).set_params(**before).get_params()
    except Exception as error:
        told = f"{spec.name} cannot be cloned: {explain(error)}"
        advice = "__init__ stores its arguments as they come, and does nothing else"
        raise ContractError(f"{told}; {advice}") from error
    require(
        repr(after) == repr(before),
        f"{spec.name}: set_params(**get_params()) changes {before} to {after}",
    )


def check_hyperparameters_exist(spec: AlgorithmSpec) -> None:
    """What is declared of hyperparameters names ones that the class has."""
    known = replace(spec, params={}).estimator({}, 0).get_params()
    declared = [*spec.params, *spec.grid, *spec.scales_with_n]
    declared += [spec.k_param] if spec.k_param is not None else []
    for name in declared:
        require(
            name in known,
            f"{spec.name} declares the hyperparameter {name!r}, which {spec.target} "
            f"has not; it has {', '.join(sorted(known)) or 'none'}",
        )


def check_says_where_it_comes_from(spec: AlgorithmSpec) -> None:
    """A citation stands in the tables of every paper."""
    require(
        len(spec.cite.split()) >= FEWEST_WORDS_OF_A_CITATION,
        f"{spec.name} cites nobody; declare cite, such as "
        "'Lloyd 1982, doi:10.1109/TIT.1982.1056489'",
    )


def check_same_seed_same_labels(spec: AlgorithmSpec) -> None:
    """Fitted twice with one random_state, it gives the same labels."""
    X = _even_customers()
    for params in settings(spec, X, (TRUE_K,)):
        first, again = (fit(spec, params, X) for _ in range(2))
        require(
            np.array_equal(first, again),
            f"{spec.name}{told_of(params)} gave other labels when it was fitted again "
            "with the same random_state; draw every random number from "
            "numpy.random.default_rng(self.random_state)",
        )


def check_leaves_the_global_generator_alone(spec: AlgorithmSpec) -> None:
    """NumPy's and Python's global generators neither move nor matter."""
    X = _even_customers()
    for params in settings(spec, X, (TRUE_K,)):
        found, moved = zip(
            *(_under(seed, spec, params, X) for seed in (1, 2)), strict=True
        )
        advice = (
            "take random_state as a parameter and draw from "
            "numpy.random.default_rng(self.random_state)"
        )
        told = f"{spec.name}{told_of(params)}"
        require(
            not any(moved),
            f"{told} draws from or seeds a global random generator; {advice}",
        )
        require(
            np.array_equal(*found),
            f"{told} gives other labels after numpy.random.seed(...); {advice}",
        )


def check_leaves_the_customers_alone(spec: AlgorithmSpec) -> None:
    """X is not changed: the next algorithm gets the same customers."""
    X, _ = three_groups()
    before = X.copy()
    for params in settings(spec, X):
        fit(spec, params, X)
        require(
            np.array_equal(X, before),
            f"{spec.name}{told_of(params)} changes X, which others are given too; work "
            "on a copy, such as X = numpy.array(X)",
        )


def check_takes_every_kind_of_array(spec: AlgorithmSpec) -> None:
    """Read-only memory, columns first and single precision make no difference."""
    X, _ = three_groups()
    read_only = X.copy()
    read_only.setflags(write=False)
    kinds = {
        "in read-only memory": read_only,
        "stored column by column": np.asfortranarray(X),
        "in single precision (float32)": X.astype(np.float32),
    }
    for params in settings(spec, X, (TRUE_K,)):
        plain = fit(spec, params, X)
        for what, customers in kinds.items():
            told = f"{spec.name}{told_of(params)} with customers {what}"
            try:
                labels = fit(spec, params, customers)
            except ContractError as error:
                raise ContractError(f"{told}: {error}") from error
            require(same_partition(plain, labels), f"{told} gives other segments")


def check_second_fit_forgets_the_first(spec: AlgorithmSpec) -> None:
    """An estimator that was used before gives what a fresh one gives."""
    (X, _), (other, _) = three_groups(), three_groups(seed=7)
    params = settings(spec, X, (TRUE_K,))[0]
    used = spec.estimator(params, 0)
    used.fit_predict(other[:50])
    require(
        np.array_equal(used.fit_predict(X), fit(spec, params, X)),
        f"{spec.name} remembers an earlier fit: the second gives other labels than a "
        "fresh estimator",
    )


def check_pickles(spec: AlgorithmSpec) -> None:
    """The declaration and a fitted estimator reach another process."""
    X, _ = three_groups()
    estimator = spec.estimator(settings(spec, X, (TRUE_K,))[0], 0)
    estimator.fit_predict(X)
    try:
        again = pickle.loads(pickle.dumps(spec))  # noqa: S301 made here
        pickle.loads(pickle.dumps(estimator))  # noqa: S301 made here
    except Exception as error:
        told = f"{spec.name} cannot be sent to another process: {explain(error)}"
        raise ContractError(f"{told}; keep no functions or open files in it") from error
    require(again == spec, f"{spec.name}: its declaration changes when it is pickled")


def _even_customers() -> Any:
    """Draw customers without groups, on whom random starts end differently."""
    return np.random.default_rng(4).uniform(size=(60, 2))


def _under(seed: int, spec: AlgorithmSpec, params: Any, X: Any) -> tuple[Any, bool]:
    """Fit with the global generators at some point, and see whether they move."""
    with _global_generators(seed):
        before = _state()
        labels = fit(spec, params, X)
        return labels, _state() != before


@contextmanager
def _global_generators(seed: int) -> Iterator[None]:
    kept = np.random.get_state(), random.getstate()  # noqa: NPY002 put back below
    np.random.seed(seed)  # noqa: NPY002 what an author must not depend on
    random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(kept[0])  # noqa: NPY002 as it was
        random.setstate(kept[1])


def _state() -> tuple[Any, ...]:
    numpy: Any = np.random.get_state()  # noqa: NPY002 the state that is watched
    kind, keys, *rest = numpy
    return (kind, keys.tobytes(), *rest, random.getstate())
