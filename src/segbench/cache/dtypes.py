"""Which arrays are nothing but their bytes."""

from __future__ import annotations

from typing import Any

import numpy as np

_KINDS = frozenset("biufcmMSU")


def is_plain(dtype: np.dtype[Any]) -> bool:
    """Tell whether bytes make an array again: no objects, no structures."""
    return dtype.kind in _KINDS


def has_equal_bytes(dtype: np.dtype[Any]) -> bool:
    """Tell whether equal arrays have equal bytes: long doubles have gaps in theirs."""
    wide = {np.dtype(np.longdouble), np.dtype(np.clongdouble)}
    return is_plain(dtype) and dtype not in wide - {np.dtype("f8"), np.dtype("c16")}
