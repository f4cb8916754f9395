"""Files of arrays with a JSON text that says what they are; no code runs on loading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np

from segbench.data.reading.limits import LARGEST, is_bomb
from segbench.errors import OutputError
from segbench.store.atomic import replacing
from segbench.store.text import to_json

SCHEMA = 6
"""Version of the layout of records; another one is refused."""

_META = "meta"


def save_arrays(path: Path, meta: Mapping[str, Any], arrays: Mapping[str, Any]) -> Path:
    """Write arrays with what they mean, the file whole or not at all."""
    text = to_json({"schema": SCHEMA, **meta})
    parts = {_META: np.array(text), **arrays}
    with replacing(path) as temporary, _zip(temporary) as file:
        for name, array in parts.items():
            with file.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(
                    member, np.asanyarray(array), allow_pickle=False
                )
    return path


def _zip(path: Path) -> ZipFile:
    """Open a file as `numpy.load` reads it; slower levels save little of labels."""
    return ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1)


def load_arrays(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read what `save_arrays` wrote: the meaning and the arrays.

    Raises
    ------
    OutputError
        When the file is of another layout, or unpacks to fill the memory.
    """
    with ZipFile(path) as packed:
        unpacked = sum(one.file_size for one in packed.infolist())
    if unpacked > LARGEST or is_bomb(path.stat().st_size, unpacked):
        raise OutputError(f"{path} unpacks to {unpacked >> 20:,} MiB: no record")
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    meta = json.loads(str(arrays.pop(_META)))
    if meta["schema"] != SCHEMA:
        found = f"{path} has layout {meta['schema']}, this segbench reads {SCHEMA}"
        raise OutputError(f"{found}; use the version that wrote it")
    return meta, arrays


def content_hash(parts: Any) -> str:
    """Name some content by its hash."""
    return hashlib.sha256(to_json(parts, sort_keys=True).encode()).hexdigest()[:16]
