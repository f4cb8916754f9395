"""JSON of what runs hold, and reading what somebody else may have written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from segbench.errors import OutputError


def to_json(value: Any, **options: Any) -> str:
    """Write JSON as `json.dumps` does; numpy's numbers are numbers."""
    return json.dumps(value, ensure_ascii=False, default=_plain, **options)


def without_nan(value: Any) -> Any:
    """Put null where there is no number: JSON for others to read knows no NaN."""
    if isinstance(value, Mapping):
        return {key: without_nan(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(one) for one in value]
    is_number = isinstance(value, float | np.floating)
    return None if is_number and not np.isfinite(value) else value


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
