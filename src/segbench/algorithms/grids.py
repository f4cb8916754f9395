"""From a declared grid to settings: lists as they are, rules read off the data."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from segbench.algorithms.spec import AlgorithmSpec
from segbench.core import Matrix, Metric, Params, Setting
from segbench.errors import ConfigError, UnknownNameError

FEWEST_SEGMENTS = 2
"""Fewer would be no segmentation; that k = 1 is an answer is a verdict, not a grid."""

SMALLEST_SEGMENT = 5
"""Smallest `min_cluster_size` that a share of the customers may come to."""

DEFAULT_NEIGHBOURS = 5
"""Neighbours of the k-distance curve when no `min_samples` is set (Ester 1996)."""

CURVE_FROM = 20_000
"""Customers that the curve of k-distances is read off where all would take minutes."""

RADII_FROM = 1_000
"""Customers that the radii of a share are taken from at most."""


def expand_grid(
    spec: AlgorithmSpec, matrix: Matrix, ks: Sequence[int]
) -> tuple[Setting, ...]:
    """List the settings that an algorithm is run with in one space.

    Parameters
    ----------
    spec : AlgorithmSpec
        The algorithm and its grid.
    matrix : Matrix
        The space, shape (n_customers, n_features); rules read their values off it.
    ks : sequence of int
        Numbers of segments for an algorithm that takes one.

    Returns
    -------
    tuple of Setting
        Without duplicates, in the order of the grid.
    """
    grid = _with_k(spec, ks)
    rules = {name: rule for name, rule in grid.items() if isinstance(rule, Mapping)}
    listed = {name: values for name, values in grid.items() if name not in rules}
    settings: dict[str, Setting] = {}
    for values in itertools.product(*(_values(spec, n, listed[n]) for n in listed)):
        chosen = [dict(zip(listed, values, strict=True))]
        for name, rule in rules.items():  # one may go by what those before it found
            chosen = [
                {**params, name: value}
                for params in chosen
                for value in _read_off(
                    spec, name, rule, matrix, {**spec.params, **params}
                )
            ]
        for params in chosen:
            setting = Setting(spec.name, params)
            settings.setdefault(setting.key, setting)
    return tuple(settings.values())


def check_ks(ks: Sequence[Any]) -> tuple[int, ...]:
    """Return the numbers of segments in order, refusing what is not 2 or more."""
    for k in ks:
        if (
            isinstance(k, bool)
            or not isinstance(k, int | np.integer)
            or k < FEWEST_SEGMENTS
        ):
            message = "numbers of segments are whole and at least 2"
            raise ConfigError(f"{message}, but k holds {k!r}; try k=[2,3,4]")
    if not ks:
        raise ConfigError("k is empty; name at least one number, such as k=[2,3,4]")
    return tuple(sorted({int(k) for k in ks}))


def _with_k(spec: AlgorithmSpec, ks: Sequence[int]) -> dict[str, Any]:
    """Let the run's numbers of segments stand where the grid has none."""
    grid = dict(spec.grid)
    if spec.k_param is not None:
        grid = {spec.k_param: check_ks(_listed(grid.get(spec.k_param, ks)))} | {
            name: values for name, values in grid.items() if name != spec.k_param
        }
    return grid


def _values(spec: AlgorithmSpec, name: str, values: Any) -> list[Any]:
    listed = _listed(values)
    if not listed:
        raise ConfigError(f"{spec.name}: the grid of {name!r} is empty")
    return listed


def _listed(values: Any) -> list[Any]:
    """Take a list, an array or a single value; numpy's numbers become Python's."""
    if isinstance(values, str) or not isinstance(values, Sequence | np.ndarray):
        values = [values]
    return [v.item() if isinstance(v, np.generic) else v for v in values]


def _read_off(
    spec: AlgorithmSpec,
    name: str,
    rule: Mapping[str, Any],
    matrix: Matrix,
    params: Params,
) -> list[Any]:
    if len(rule) != 1:
        message = f"{spec.name}: the grid of {name!r} is a list or one rule of"
        raise ConfigError(f"{message} {', '.join(GRID_RULES)}")
    ((rule_name, argument),) = rule.items()
    if rule_name not in GRID_RULES:
        raise UnknownNameError(f"grid rule of {spec.name}", rule_name, GRID_RULES)
    return GRID_RULES[rule_name](matrix, _listed(argument), params)


def customer_shares(
    matrix: Matrix,
    shares: Sequence[float],
    params: Params,  # noqa: ARG001 every rule is called alike
) -> list[int]:
    """Turn shares of the customers into counts, at least `SMALLEST_SEGMENT`."""
    n = len(matrix)
    return sorted({max(SMALLEST_SEGMENT, round(share * n)) for share in shares})


def log_customers(
    matrix: Matrix,
    factors: Sequence[float],
    params: Params,  # noqa: ARG001 every rule is called alike
) -> list[int]:
    """Turn factors of ln n into counts, at least 2 and at most n.

    A graph of nearest neighbours stays in one piece where their number grows with the
    logarithm of the number of customers (von Luxburg 2007,
    doi:10.1007/s11222-007-9033-z, section 8.2).
    """
    n = len(matrix)
    return sorted({min(n, max(2, round(factor * np.log(n)))) for factor in factors})


def radii_holding_shares(
    matrix: Matrix,
    shares: Sequence[float],
    params: Params,  # noqa: ARG001 every rule is called alike
) -> list[float]:
    """Return the mean radius that holds a share of the customers around one of them.

    Of more than `RADII_FROM` customers it is of as many at equal steps through the
    table. Radii of 0, which duplicates bring, are left out.
    """
    from sklearn.neighbors import NearestNeighbors

    n = min(len(matrix), RADII_FROM)
    some = matrix[np.linspace(0, len(matrix) - 1, n).round().astype(np.int64)]
    counts = [max(1, int(share * n)) for share in shares]
    tree = NearestNeighbors(n_neighbors=max(counts)).fit(some)
    distances = tree.kneighbors(some)[0]
    radii = {_four_digits(distances[:, count - 1].mean()) for count in counts}
    return sorted(radius for radius in radii if radius > 0)


def k_distance_quantiles(
    matrix: Matrix, quantiles: Sequence[float], params: Params
) -> list[float]:
    """Read radii off the curve of distances to the k-th neighbour.

    The curve is the heuristic of Ester et al. (1996); k is `min_samples`, the point
    itself counted as scikit-learn's DBSCAN counts it; distances are those of the
    parameter `metric` where there is one. Radii of 0, which duplicates bring, are left
    out.
    """
    from sklearn.neighbors import NearestNeighbors

    neighbours = int(params.get("min_samples") or DEFAULT_NEIGHBOURS)
    neighbours = min(neighbours, len(matrix))
    metric = str(params.get("metric") or Metric.EUCLIDEAN)
    tree = NearestNeighbors(n_neighbors=neighbours, metric=metric).fit(matrix)
    distances = tree.kneighbors(matrix)[0][:, -1]
    radii = {_four_digits(radius) for radius in np.quantile(distances, quantiles)}
    return sorted(radius for radius in radii if radius > 0)


def sampled_k_distance_quantiles(
    matrix: Matrix, quantiles: Sequence[float], params: Params
) -> list[float]:
    """Read radii off the same curve of a sample of the customers.

    It is of `CURVE_FROM` customers at equal steps through the table, and k is
    `min_samples` in proportion to them: a radius that holds a thousand of a million
    holds about twenty of 20,000. Of fewer customers it is the curve of all.
    """
    n = len(matrix)
    if n <= CURVE_FROM:
        return k_distance_quantiles(matrix, quantiles, params)
    some = matrix[np.linspace(0, n - 1, CURVE_FROM).round().astype(np.int64)]
    asked = int(params.get("min_samples") or DEFAULT_NEIGHBOURS)
    neighbours = max(2, round(asked * CURVE_FROM / n))
    return k_distance_quantiles(some, quantiles, {**params, "min_samples": neighbours})


def _four_digits(value: float) -> float:
    """Round: the curve is a heuristic, and tables are read by people."""
    return float(f"{value:.4g}")


Rule = Callable[[Matrix, Sequence[Any], Params], list[Any]]

GRID_RULES: Mapping[str, Rule] = {
    "customer_shares": customer_shares,
    "k_distance_quantiles": k_distance_quantiles,
    "log_customers": log_customers,
    "radii_holding_shares": radii_holding_shares,
    "sampled_k_distance_quantiles": sampled_k_distance_quantiles,
}
"""Rules that a grid may name instead of listing values."""
