"""Threads for work that releases the interpreter lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_budget: ContextVar[int] = ContextVar("threads of compiled loops", default=1)


@contextmanager
def thread_budget(n_threads: int) -> Iterator[None]:
    """Let compiled loops below use this many threads; they use one otherwise."""
    token = _budget.set(n_threads)
    try:
        yield
    finally:
        _budget.reset(token)


def threads_allowed() -> int:
    """Return how many threads the work here may use."""
    return _budget.get()


def map_in_budget(
    function: Callable[[Item], Result], items: Sequence[Item]
) -> list[Result]:
    """Call a function on every item, on as many threads as the budget allows."""
    n_threads = min(_budget.get(), len(items))
    if n_threads <= 1:
        return [function(item) for item in items]
    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(function, items))


def count_threads(n_jobs: int | None) -> int:
    """Return the threads to use: 1 for None, all available cores for -1."""
    if n_jobs is None:
        return 1
    if n_jobs < -1 or n_jobs == 0:
        raise ValueError(f"n_jobs must be None, -1 or at least 1, received {n_jobs}.")
    if n_jobs > 0:
        return n_jobs
    affinity = getattr(os, "sched_getaffinity", None)  # absent outside Linux
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def for_each(
    work: Callable[[Item], None], items: Iterable[Item], n_threads: int
) -> None:
    """Call ``work`` on every item, in this thread if one is enough."""
    items = list(items)
    if n_threads == 1 or len(items) == 1:
        for item in items:
            work(item)
        return
    with ThreadPoolExecutor(n_threads) as pool:
        for done in pool.map(work, items):
            del done  # asking for the result raises what the thread raised
