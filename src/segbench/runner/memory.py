"""What a fit holds in memory, by rule, and what it may hold."""

from __future__ import annotations

import os

from segbench.algorithms import AlgorithmSpec, Growth
from segbench.core import Matrix
from segbench.runner.spec import RunSpec

LINEAR_COPIES = 12
"""Copies of the matrix that a fit of linear memory holds, generously."""

GIB = 2**30

SHARE_OF_MEMORY = 0.6
"""Share of the machine's memory that fits may hold together."""

UNKNOWN_MEMORY = 8 * GIB


def fit_memory(spec: AlgorithmSpec, n_customers: int, n_features: int) -> int:
    """Bytes that one fit holds, by the algorithm's declared growth."""
    linear = LINEAR_COPIES * n_customers * (n_features + 1) * 8
    condensed = n_customers * (n_customers - 1) // 2 * 8
    return linear + (condensed if spec.memory is Growth.QUADRATIC else 0)


def too_large(spec: AlgorithmSpec, matrix: Matrix, limit_bytes: float) -> str:
    """Say that a fit would not stay inside the memory; "" when it would."""
    needed = fit_memory(spec, *matrix.shape)
    if needed <= limit_bytes:
        return ""
    return (
        f"would need about {needed / GIB:.1f} GiB for {len(matrix):,} customers, the "
        f"limit is {limit_bytes / GIB:.1f} GiB (limits.memory)"
    )


def memory_limit(spec: RunSpec, n_customers: int) -> float:
    """Bytes that one fit may hold; a share of the machine's when nothing is said."""
    if spec.limits.memory_bytes is not None:
        return spec.limits.memory_bytes
    total = SHARE_OF_MEMORY * machine_memory()
    return total / spec.workers(n_customers).processes


def machine_memory() -> int:
    """Bytes of memory that this machine has; a small machine's where it is unknown."""
    if not hasattr(os, "sysconf"):
        return UNKNOWN_MEMORY
    return int(os.sysconf("SC_PAGE_SIZE")) * int(os.sysconf("SC_PHYS_PAGES"))
