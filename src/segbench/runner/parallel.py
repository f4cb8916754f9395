"""Independent pieces of work on the workers of this machine."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from segbench.kernels import thread_budget

Result = TypeVar("Result")


class Progress(Protocol):
    """Somebody who wants to know how far the work is."""

    def start(self, stage: str, total: int) -> None:
        """Begin a stage of so many pieces."""

    def advance(self) -> None:
        """One more piece of the stage is done."""


class Silent:
    """A progress that tells nobody."""

    def start(self, stage: str, total: int) -> None:
        """Begin a stage."""

    def advance(self) -> None:
        """One more piece is done."""


@dataclass(frozen=True)
class Workers:
    """Who shares the work: several processes, or threads of this one."""

    processes: int
    threads: int  # of the compiled loops

    def for_pieces(self, pieces: int) -> Workers:
        """Give a single piece of work, which no process can share, all the threads."""
        if pieces > 1:
            return self
        return Workers(processes=1, threads=self.processes * self.threads)


def n_workers(n_jobs: int) -> int:
    """Number of workers that ``n_jobs`` comes to on this machine."""
    from joblib import cpu_count, effective_n_jobs

    return min(int(effective_n_jobs(n_jobs)), int(cpu_count()))


def run_tasks(
    function: Callable[..., Result],
    arguments: Sequence[tuple[Any, ...]],
    workers: Workers,
    progress: Progress,
    stage: str,
) -> list[Result]:
    """Call a function with each tuple of arguments, in this process or in several.

    The libraries keep to one thread and the result does not depend on the number of
    workers; processes times threads never exceeds the cores.

    Returns
    -------
    list
        In the order of the arguments.
    """
    progress.start(stage, len(arguments))
    workers = workers.for_pieces(len(arguments))
    results = []
    with one_quiet_thread(), thread_budget(workers.threads):
        for result in _call_all(function, arguments, workers):
            results.append(result)
            progress.advance()
    return results


def _call_all(
    function: Callable[..., Result],
    arguments: Sequence[tuple[Any, ...]],
    workers: Workers,
) -> Iterable[Result]:
    if workers.processes == 1:
        return (function(*args) for args in arguments)
    from joblib import Parallel, delayed

    # "c": workers share large arrays and may write into a copy of their own; some
    # estimators refuse read-only memory.
    parallel = Parallel(n_jobs=workers.processes, return_as="generator", mmap_mode="c")
    calls = (delayed(_in_process)(function, *args) for args in arguments)
    results: Iterable[Result] = parallel(calls)
    return results


def _in_process(function: Callable[..., Result], *args: Any) -> Result:
    with one_quiet_thread():
        return function(*args)


@contextmanager
def one_quiet_thread() -> Iterator[None]:
    """Keep the libraries to one thread each, and their warnings off the screen.

    What matters of a fit is in its outcome: a status, a reason, finite scores. That
    the customers are finite numbers was checked when their space was built.
    """
    from sklearn import config_context
    from threadpoolctl import threadpool_limits

    quiet = warnings.catch_warnings()
    with threadpool_limits(limits=1), config_context(assume_finite=True), quiet:
        warnings.simplefilter("ignore")
        yield
