"""Independent pieces of work on the workers of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from joblib import Parallel, cpu_count, delayed, effective_n_jobs
from threadpoolctl import threadpool_limits

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


def n_workers(n_jobs: int) -> int:
    """Number of workers that ``n_jobs`` comes to on this machine."""
    return min(int(effective_n_jobs(n_jobs)), int(cpu_count()))


def run_tasks(
    function: Callable[..., Result],
    arguments: Sequence[tuple[Any, ...]],
    n_jobs: int,
    progress: Progress,
    stage: str,
) -> list[Result]:
    """Call a function with each tuple of arguments, on several workers.

    Every call runs on one thread: the result does not depend on the number of
    workers, and workers times threads never exceeds the cores.

    Returns
    -------
    list
        In the order of the arguments.
    """
    progress.start(stage, len(arguments))
    results = []
    for result in _call_all(function, arguments, n_workers(n_jobs)):
        results.append(result)
        progress.advance()
    return results


def _call_all(
    function: Callable[..., Result],
    arguments: Sequence[tuple[Any, ...]],
    workers: int,
) -> Iterable[Result]:
    if workers == 1 or len(arguments) == 1:
        return (_on_one_thread(function, *args) for args in arguments)
    calls = (delayed(_on_one_thread)(function, *args) for args in arguments)
    # "c": workers share large arrays and may write into their own copy; some
    # estimators refuse read-only memory.
    parallel = Parallel(n_jobs=workers, return_as="generator", mmap_mode="c")
    results: Iterable[Result] = parallel(calls)
    return results


def _on_one_thread(function: Callable[..., Result], *args: Any) -> Result:
    with threadpool_limits(limits=1):
        return function(*args)
