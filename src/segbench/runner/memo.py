"""The last few intermediate results of a worker, for the pieces that come next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")

KEPT = 3
"""Values kept at once: pieces that share one follow each other."""

_values: OrderedDict[Hashable, Any] = OrderedDict()


def remembered(key: Hashable, compute: Callable[[], Value]) -> Value:
    """Return the value of a key, computed where it is not among the last few.

    Parameters
    ----------
    key : hashable
        Names everything that the value depends on.
    compute : callable
        Pure; its value must not be changed by whoever gets it.
    """
    if key in _values:
        _values.move_to_end(key)
        found: Value = _values[key]
        return found
    value = compute()
    _values[key] = value
    while len(_values) > KEPT:
        _values.popitem(last=False)
    return value
