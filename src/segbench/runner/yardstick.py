"""What the votes for k and some calibrations rest on: k-means with many starts.

In a space of Gower's distances it is k-medoids, or the tree of mean distances where the
package of the former is not installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec

from segbench.algorithms import AlgorithmSpec, expand_grid, for_size, get, in_space
from segbench.core import Metric, Setting, Space
from segbench.runner.spec import DEFAULT_KS
from segbench.runner.work import Work

STARTS = 20
"""With few starts, votes are those of poor optima."""

NAME = "yardstick"


def yardstick_spec(space: Space) -> AlgorithmSpec:
    """Return the algorithm that others are compared with in a space."""
    if space.metric is Metric.EUCLIDEAN:
        return _kmeans()
    installed = find_spec("kmedoids") is not None
    spec = get("kmedoids" if installed else "average_linkage")
    return replace(in_space(spec, space), name=NAME)


@cache
def _kmeans() -> AlgorithmSpec:
    spec = get("kmeans")
    return replace(spec, name=NAME, params={**spec.params, "n_init": STARTS})


def yardstick(space: Space, ks: Iterable[int], *, exact: bool = False) -> Work:
    """Return its work at every k that the votes or others may ask for."""
    wanted = sorted({*ks, *DEFAULT_KS})
    chosen = [k for k in wanted if 2 <= k < space.n_customers]
    settings = tuple(Setting(NAME, {"n_clusters": k}) for k in chosen)
    spec = yardstick_spec(space)
    if not exact:
        spec = for_size(spec, space)
    return Work(space, spec, settings, yardstick=True)


def mixtures(space: Space, ks: Sequence[int], *, exact: bool = False) -> Work:
    """Return the work of the mixtures whose likelihood votes for k.

    Without any setting where distances are not Euclidean.
    """
    spec = get("gmm")
    if space.metric is not Metric.EUCLIDEAN:
        return Work(space, spec, ())
    if not exact:
        spec = for_size(spec, space)
    return Work(space, spec, expand_grid(spec, space.matrix, ks))
