"""JSON of what runs hold, and reading what somebody else may have written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from segbench.errors import OutputError


def to_json(value: Any, **options: Any) -> str:
    """Write JSON as `json.dumps` does; numpy's numbers are numbers."""
    return json.dumps(value, ensure_ascii=False, default=_plain, **options)


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no place in a record")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Whatever a damaged or foreign file makes Python say, say it in one sentence."""
    try:
        yield
    except OutputError:
        raise
    except Exception as error:
        raise OutputError(f"{path} is damaged or no record of segbench") from error
