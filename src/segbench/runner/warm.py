"""The imports of the workers, begun while the command still reads its data."""

from __future__ import annotations

from collections.abc import Sequence

from segbench.executors import warm_up
from segbench.kernels import kernels_are_cached
from segbench.runner.foreign import any_foreign_spec
from segbench.runner.spec import RunSpec

MODULES = ("segbench.runner.run", "scipy.cluster.hierarchy", "sklearn.neighbors")
"""What workers import on their first pieces of work."""

KERNELS = (
    "segbench.algorithms.bulk.kmeans_kernels",
    "segbench.algorithms.bulk.gmm_kernels",
    "segbench.scoring.silhouette.pairwise_kernels",
    "segbench.scoring.random_partitions_kernels",
)
"""Compiled loops that every run needs; they are not compiled ahead of their use."""


def warm(spec: RunSpec, n_customers: int, more: Sequence[str] = ()) -> None:
    """Start what the worker processes of a run are copied from, where it has any.

    Their imports are then no part of the time that a piece of work may take.

    Parameters
    ----------
    spec : RunSpec
        Of the run.
    n_customers : int
        Of its data set.
    more : sequence of str
        Modules that its workers need for something else, such as figures.
    """
    workers = spec.workers(n_customers)
    foreign = any_foreign_spec(spec.algorithms)
    needed = list(more)
    in_processes = foreign or workers.processes > 1 or spec.keeps_limits
    if spec.cluster is None and in_processes:
        needed += [*MODULES, *(one for one in KERNELS if kernels_are_cached(one))]
    if needed and (in_processes or workers.all_threads > 1):
        warm_up(workers.all_threads, needed)
