"""The runtime that a run's specification asks for, on this machine or a cluster."""

from __future__ import annotations

from segbench.cache import Cache, NoCache, code_version
from segbench.executors import Executor, Limits
from segbench.runner.memory import memory_limit
from segbench.runner.runtime import Progress, Runtime, Silent
from segbench.runner.spec import RunSpec

LONGEST = 3_600.0
"""Seconds that a piece of work may take when nothing is said: a night has several."""


def opened_runtime(
    spec: RunSpec,
    n_customers: int,
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> Runtime:
    """Return who does the work of a run.

    Parameters
    ----------
    spec : RunSpec
        Workers, limits and cluster.
    n_customers : int
        Of the data set: little work is not worth several processes.
    progress : Progress or None
        Told how far the work is.
    cache : Cache or None
        What earlier runs have computed.

    Raises
    ------
    UserError
        When there is no cluster at the address.
    """
    seconds = LONGEST if spec.limits.seconds is None else spec.limits.seconds
    return Runtime(
        workers=spec.workers(n_customers),
        limits=Limits(seconds, int(memory_limit(spec, n_customers))),
        keeps_limits=spec.keeps_limits,
        cache=cache or NoCache(),
        progress=progress or Silent(),
        cluster=_cluster(spec),
    )


def _cluster(spec: RunSpec) -> Executor | None:
    """Return what sends the work to a cluster; None for this machine."""
    if spec.cluster is None:
        return None
    from segbench.executors.dask import Dask

    return Dask(spec.cluster, code_version)
