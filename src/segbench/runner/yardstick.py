"""k-means with many starts: what the votes for k and some calibrations rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from segbench.algorithms import AlgorithmSpec, expand_grid, get
from segbench.core import Setting, Space
from segbench.runner.spec import DEFAULT_KS
from segbench.runner.work import Work

STARTS = 20
"""With few starts, votes are those of poor optima."""

NAME = "yardstick"


@cache
def yardstick_spec() -> AlgorithmSpec:
    """Return k-means with many starts."""
    spec = get("kmeans")
    return replace(spec, name=NAME, params={**spec.params, "n_init": STARTS})


def yardstick(space: Space, ks: Iterable[int]) -> Work:
    """Return the work of k-means at every k that the votes or others may ask for."""
    wanted = sorted({*ks, *DEFAULT_KS})
    chosen = [k for k in wanted if 2 <= k < space.n_customers]
    settings = tuple(Setting(NAME, {"n_clusters": k}) for k in chosen)
    return Work(space, yardstick_spec(), settings, yardstick=True)


def mixtures(space: Space, ks: Sequence[int]) -> Work:
    """Return the work of the mixtures whose likelihood votes for k."""
    spec = get("gmm")
    return Work(space, spec, expand_grid(spec, space.matrix, ks))
