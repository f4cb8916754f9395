"""Arrays as bytes: in the narrowest type that holds them, and back as they were."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.cache.container import DamagedRecordError
from segbench.cache.dtypes import is_plain

Described = tuple[str, str, list[int], bool]
"""Type, type it is stored as, shape, and whether columns lie together (Fortran)."""


def array_to_block(array: NDArray[Any]) -> tuple[Described, NDArray[np.uint8]]:
    """Give an array's description and its bytes.

    Raises
    ------
    TypeError
        When it is no array of numbers, truth values, dates or text.
    """
    if type(array) not in {np.ndarray, np.memmap} or not is_plain(array.dtype):
        kind = type(array).__name__
        raise TypeError(f"{kind} of {array.dtype} has no place in a cache")
    # The order of memory is kept: sums of the same numbers in another order differ.
    by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
    stored = narrowed(np.asarray(array.T if by_columns else array))
    described = (array.dtype.str, stored.dtype.str, list(array.shape), by_columns)
    if stored.nbytes == 0:
        return described, np.zeros(0, dtype=np.uint8)
    return described, np.ascontiguousarray(stored).reshape(-1).view(np.uint8)


def array_from_block(described: Sequence[Any], block: Any) -> NDArray[Any]:
    """Make the array again that `array_to_block` was given, in memory of its own."""
    name, stored_name, shape, by_columns = described
    dtype, stored = np.dtype(name), np.dtype(stored_name)
    narrow = dtype.kind in "iu" and stored.kind in "iu"
    if not is_plain(dtype) or not (narrow or stored == dtype):
        raise DamagedRecordError("no array that was stored")
    if len(block) != stored.itemsize * math.prod(shape):
        raise DamagedRecordError("an array of another size")
    if len(block) == 0:
        return np.ndarray(shape, dtype)
    flat = np.frombuffer(block, dtype=stored).astype(dtype)
    return flat.reshape(shape[::-1]).T if by_columns else flat.reshape(shape)


def narrowed(array: NDArray[Any]) -> NDArray[Any]:
    """Give whole numbers in the narrowest type that holds them all."""
    if array.dtype.kind not in "iu" or array.size == 0:
        return array
    low, high = np.min_scalar_type(array.min()), np.min_scalar_type(array.max())
    narrow = np.promote_types(low, high)
    narrower = narrow.kind in "iu" and narrow.itemsize < array.dtype.itemsize
    return array.astype(narrow) if narrower else array


def scalar_to_text(scalar: np.generic) -> tuple[str, str]:
    """Give the type and the bytes of one of numpy's numbers, as text."""
    if not is_plain(scalar.dtype):
        raise TypeError(f"numpy.{type(scalar).__name__} has no place in a cache")
    return scalar.dtype.str, scalar.tobytes().hex()


def scalar_from_text(name: str, text: str) -> Any:
    """Make one of numpy's numbers again."""
    dtype = np.dtype(name)
    if not is_plain(dtype):
        raise DamagedRecordError("a scalar of objects")
    return np.ndarray((), dtype, bytes.fromhex(text))[()]
