"""Memory of a process, where the system tells it (Linux)."""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_RESIDENT, _SHARED, _DATA = 1, 2, 5  # fields of statm, in pages


def private_bytes(pid: int | None) -> int:
    """Memory that a process holds for itself; 0 where that cannot be known.

    Files that it has mapped do not count: arrays shared with others are such files.
    """
    if pid is None or sys.platform != "linux":
        return 0
    try:
        pages = _pages(pid)
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return 0
    return (pages[_RESIDENT] - pages[_SHARED]) * mmap.PAGESIZE


@contextmanager
def at_most(memory_bytes: int | None) -> Iterator[None]:
    """Refuse this process more memory than that on top of what it has.

    What asks for it gets a MemoryError.
    """
    if memory_bytes is None or sys.platform != "linux":
        yield
        return
    import resource

    held = _pages(os.getpid())[_DATA] * mmap.PAGESIZE
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = held + memory_bytes
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([wanted, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _pages(pid: int) -> list[int]:
    fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    return [int(field) for field in fields]
