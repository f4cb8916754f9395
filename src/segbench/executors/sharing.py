"""Calls as bytes: large arrays are written once, and each worker maps them."""

from __future__ import annotations

import io
import mmap
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, NamedTuple

import cloudpickle
import numpy as np
from numpy.typing import NDArray

SHARED_BYTES = 2**20
"""Arrays from this size on are shared."""

_MEMORY = Path("/dev/shm")  # noqa: S108 files there are in memory and never named
_ROOM = 2  # free memory wanted, in sizes of the array


class Place(NamedTuple):
    """Where an array stands in a file."""

    path: str
    offset: int  # bytes
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    order: Literal["C", "F"]


class SharedArrays:
    """The large arrays of one run, in one file, for as long as the run lasts.

    On Linux the file has no name: it is gone with this process, however that ends.
    """

    def __init__(self) -> None:
        self._files: dict[bool, IO[bytes]] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        # The arrays are held: an identity is of use while its object lives.
        self._placed: dict[int, tuple[NDArray[Any], Place]] = {}

    def __enter__(self) -> SharedArrays:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._placed.clear()
        for file in self._files.values():
            file.close()
        self._files.clear()
        if self._folder is not None:
            self._folder.cleanup()

    def place(self, array: NDArray[Any]) -> Place:
        """Write an array, unless that is done, and tell where it stands."""
        if id(array) not in self._placed:
            self._placed[id(array)] = (array, self._write(array))
        return self._placed[id(array)][1]

    def _write(self, array: NDArray[Any]) -> Place:
        by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
        rows = array.T if by_columns else array
        file = self._file(in_memory=_has_room(array.nbytes))
        offset = -(-file.seek(0, os.SEEK_END) // mmap.PAGESIZE) * mmap.PAGESIZE
        file.seek(offset)
        file.write(np.ascontiguousarray(rows).reshape(-1).view(np.uint8).data)
        file.flush()
        order: Literal["C", "F"] = "F" if by_columns else "C"
        return Place(_path(file), offset, array.dtype, array.shape, order)

    def _file(self, *, in_memory: bool) -> IO[bytes]:
        if in_memory not in self._files:
            self._files[in_memory] = self._new_file(in_memory=in_memory)
        return self._files[in_memory]

    def _new_file(self, *, in_memory: bool) -> IO[bytes]:
        if sys.platform == "linux":
            return tempfile.TemporaryFile(dir=_MEMORY if in_memory else None)
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="segbench-", ignore_cleanup_errors=True
            )
        return (Path(self._folder.name) / "arrays").open("w+b")


def _path(file: IO[bytes]) -> str:
    if sys.platform == "linux":  # the way to a file without a name
        return f"/proc/{os.getpid()}/fd/{file.fileno()}"
    return str(file.name)


def _has_room(n_bytes: int) -> bool:
    if not os.access(_MEMORY, os.W_OK):
        return False
    return shutil.disk_usage(_MEMORY).free > _ROOM * n_bytes


def open_array(place: Place) -> NDArray[Any]:
    """Map an array; what is written into it stays with the one who writes.

    Some estimators refuse memory that cannot be written to.
    """
    path, offset, dtype, shape, order = place
    mapped: np.memmap[Any, Any] = np.memmap(
        path,
        dtype,
        "c",
        offset,
        shape,
        order,
    )
    return mapped.view(np.ndarray)


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]  # has no types
    """Takes functions and classes without a module, and puts large arrays aside."""

    def __init__(self, file: IO[bytes], arrays: SharedArrays) -> None:
        super().__init__(file, protocol=5)
        self._arrays = arrays

    def reducer_override(self, obj: Any) -> Any:
        if type(obj) in (np.ndarray, np.memmap) and _is_large(obj):
            return open_array, (self._arrays.place(obj),)
        return super().reducer_override(obj)


def _is_large(array: NDArray[Any]) -> bool:
    return array.nbytes >= SHARED_BYTES and not array.dtype.hasobject


@dataclass(frozen=True)
class Calls:
    """One function, and what it is called with."""

    function: Callable[..., Any]
    arguments: Sequence[tuple[Any, ...]]
    arrays: SharedArrays

    def __len__(self) -> int:
        return len(self.arguments)

    def pack(self, position: int) -> bytes:
        """Make bytes of a call, for `pickle.loads` to give function and arguments."""
        buffer = io.BytesIO()
        call = (self.function, self.arguments[position])
        _Pickler(buffer, self.arrays).dump(call)
        return buffer.getvalue()
