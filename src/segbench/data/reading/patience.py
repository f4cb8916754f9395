"""How long a query may take: as long as reading its files explains, and no longer.

A view of a small file may count without an end; a large file takes its time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from segbench.errors import DataError

QUERY_SECONDS = 10
"""A query of small files that has no answer by then has none."""

QUERY_BYTES = 4 << 20
"""Bytes of the files for which a query gets another second."""

_LOOK = 0.1  # seconds between two looks at the clock


def seconds_for(files: Iterable[Path]) -> float:
    """Say how long a query of these files may take."""
    return QUERY_SECONDS + sum(one.stat().st_size for one in files) / QUERY_BYTES


class Patience:
    """The time of a query: on the clock, and of work, which a busy machine delays."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._clock, self._work = time.monotonic(), time.process_time()

    @property
    def is_over(self) -> bool:
        """Whether both have passed."""
        worked = time.process_time() - self._work > self.seconds
        return worked and time.monotonic() - self._clock > self.seconds


@contextmanager
def in_time(connection: Any, files: Iterable[Path] = ()) -> Iterator[None]:
    """Interrupt what a DuckDB connection works on when it takes too long."""
    patience, done = Patience(seconds_for(files)), threading.Event()

    def watch() -> None:
        while not done.wait(_LOOK):
            if patience.is_over:
                connection.interrupt()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def too_long(files: Iterable[Path] = ()) -> DataError:
    """Say that a query was given up."""
    message = f"dataset.query has no answer after {seconds_for(files):.1f} seconds"
    return DataError(f"{message}; store the answer in a Parquet file and take that")
