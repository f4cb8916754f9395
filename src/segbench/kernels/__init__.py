"""Compiled loops: how they are made, loaded on first use, and run in threads."""

from segbench.kernels.load import kernels_are_cached, load_kernels
from segbench.kernels.threads import (
    count_threads,
    for_each,
    map_in_budget,
    thread_budget,
    threads_allowed,
)

__all__ = [
    "count_threads",
    "for_each",
    "kernels_are_cached",
    "load_kernels",
    "map_in_budget",
    "thread_budget",
    "threads_allowed",
]
