"""Made-up customers that the checks are made on, and plain fits of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from segbench.algorithms import AlgorithmSpec, expand_grid
from segbench.algorithms.labels import canonical
from segbench.algorithms.outcome import explain
from segbench.core import NOISE, Labels, Matrix, Params
from segbench.testing.saying import ContractError

KS = (2, 3, 4)
"""Numbers of segments that are asked for."""

TRUE_K = 3
"""Groups that there are."""

SIZES = (40, 25, 15)


def three_groups(seed: int = 1) -> tuple[Matrix, Labels]:
    """Draw three groups far apart, in sixteenths, which float32 holds too.

    Returns
    -------
    tuple of arrays
        Customers, shape (80, 2), and the group of each.
    """
    rng = np.random.default_rng(seed)
    truth = np.repeat([0, 1, 2], SIZES)
    centres = np.array([[0.0, 30.0], [30.0, 0.0], [0.0, 0.0]])
    X = centres[truth] + rng.normal(0, 1, (len(truth), 2))
    return np.round(X * 16) / 16, truth


def settings(spec: AlgorithmSpec, X: Matrix, ks: tuple[int, ...] = KS) -> list[Params]:
    """List what an algorithm is run with on some customers."""
    return [one.params for one in expand_grid(spec, X, ks)]


def fit(spec: AlgorithmSpec, params: Params, X: Any, seed: int = 0) -> Any:
    """Fit once, as a run does when no work is shared; gives what came out."""
    try:
        return spec.estimator(params, seed).fit_predict(X)
    except Exception as error:
        n, d = X.shape
        told = f"{spec.name}{told_of(params)} raised {explain(error)}"
        raise ContractError(f"{told}, on {n} customers and {d} features") from error


def told_of(params: Params) -> str:
    """Write a setting behind an algorithm's name."""
    return f"({', '.join(f'{k}={v}' for k, v in params.items())})" if params else ""


def same_partition(left: Any, right: Any) -> bool:
    """Tell whether two labelings group alike, whatever the numbers are."""
    first, second = (
        canonical(np.asarray(one).astype(np.int64)) for one in (left, right)
    )
    return bool(np.array_equal(first, second))


def alone(labels: Labels) -> Labels:
    """Give every customer of the noise a segment of its own."""
    return np.where(labels == NOISE, labels.max() + 1 + np.arange(len(labels)), labels)


def awkward() -> Iterator[tuple[str, Matrix, bool]]:
    """Draw customers that break careless code.

    Yields
    ------
    tuple of str, Matrix and bool
        What they are, and whether two segments can be found all the same.
    """
    rng = np.random.default_rng(3)
    constant = rng.normal(size=(30, 2))
    constant[:, 1] = 4.0
    copies = np.repeat([[0.0, 0.0], [1.0, 2.0]], [20, 10], axis=0)
    yield "one feature", rng.normal(size=(30, 1)), True
    yield "a constant column", constant, True
    yield "many copies of two customers", copies, True
    yield "six customers", rng.normal(size=(6, 2)), False
    yield "customers who are all equal", np.ones((30, 2)), False
