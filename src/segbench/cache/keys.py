"""Content as a key: equal content has the same one in every process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import partial
from types import BuiltinFunctionType, FunctionType
from typing import Any

import numpy as np

from segbench.cache.dtypes import has_equal_bytes
from segbench.cache.origin import origin

_Update = Callable[[Any], None]
_KEY_BYTES = 16


def content_key(*parts: Any) -> str:
    """Name content by its hash, 32 hex digits.

    Parts are nested: None, numbers, text, bytes, tuples and lists (which are the same),
    mappings and sets (without order), ranges, enums, numpy's scalars and arrays,
    dataclasses, functions, classes, partials, and objects that have a `cache_key`,
    which stands for them. Fields of a dataclass with ``metadata={"key": False}`` are
    left out. Types count: 1, 1.0, True and "1" have different keys; so do 0.0 and -0.0.

    Functions and classes count by module, qualified name and the content of the file
    that defines them.

    Raises
    ------
    TypeError
        When something is of no such kind, such as a table of pandas, or is a function
        that no import leads to. Nothing is ever hashed by its identity or its pickle.
    """
    return _digest(parts).hex()


def _digest(value: Any) -> bytes:
    digest = hashlib.blake2b(digest_size=_KEY_BYTES)
    _feed(digest.update, value)
    return digest.digest()


def _feed(update: _Update, value: Any) -> None:
    feeder = _BY_TYPE.get(type(value))
    if feeder is None:
        feeder = _feeder(value)
    feeder(update, value)


def _feeder(value: Any) -> Callable[[_Update, Any], None]:
    for kind, feeder in _BY_KIND:
        if isinstance(value, kind):
            return feeder
    # Not hasattr: a column of a table may have the name.
    own = getattr(value, "__dict__", ())
    if hasattr(type(value), "cache_key") or "cache_key" in own:
        return _feed_own_key
    if is_dataclass(value):
        return _feed_dataclass
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _feed_named_tuple
    if isinstance(value, Mapping):
        return _feed_mapping
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}"
    raise TypeError(f"{name} has no content key; an attribute `cache_key` gives it one")


def _feed_bytes(update: _Update, tag: bytes, content: bytes) -> None:
    # The length before the content: ("a", "b") is not ("ab",).
    update(tag + len(content).to_bytes(8, "little") + content)


def _feed_sequence(update: _Update, value: Any, tag: bytes = b"l") -> None:
    update(tag + len(value).to_bytes(8, "little"))
    for one in value:
        _feed(update, one)


def _feed_sorted(update: _Update, tag: bytes, digests: Iterable[bytes]) -> None:
    _feed_bytes(update, tag, b"".join(sorted(digests)))


def _feed_mapping(update: _Update, value: Mapping[Any, Any]) -> None:
    _feed_sorted(update, b"m", (_digest(item) for item in value.items()))


def _feed_array(update: _Update, value: Any) -> None:
    """Write dtype, shape and content; those of scalars as of arrays without axes."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError("numpy.ma.MaskedArray has no content key")
    array = np.asarray(value)
    tag = b"A" if isinstance(value, np.ndarray) else b"G"
    _feed_made_of(update, tag, (array.dtype.str, array.shape))
    if array.dtype == object:
        _feed_sequence(update, array.ravel().tolist())
    elif not has_equal_bytes(array.dtype):
        raise TypeError(f"numpy.ndarray of {array.dtype} has no content key")
    elif array.nbytes:
        update(np.ascontiguousarray(array).reshape(-1).view(np.uint8))


def _feed_made_of(update: _Update, tag: bytes, made_of: tuple[Any, ...]) -> None:
    _feed_sequence(update, made_of, tag)


def _feed_enum(update: _Update, value: Enum) -> None:
    _feed_made_of(update, b"E", (type(value), value.name or value.value))


def _feed_origin(update: _Update, value: Any) -> None:
    _feed_made_of(update, b"F", origin(value))


def _feed_partial(update: _Update, value: partial[Any]) -> None:
    _feed_made_of(update, b"P", (value.func, value.args, value.keywords))


def _feed_own_key(update: _Update, value: Any) -> None:
    _feed_made_of(update, b"K", (type(value), value.cache_key))


def _feed_named_tuple(update: _Update, value: Any) -> None:
    _feed_made_of(update, b"T", (type(value), tuple(value)))


def _feed_dataclass(update: _Update, value: Any) -> None:
    counted = [one.name for one in fields(value) if one.metadata.get("key", True)]
    content = {name: getattr(value, name) for name in counted}
    _feed_made_of(update, b"D", (type(value), content))


def _feed_int(update: _Update, value: int) -> None:
    size = value.bit_length() // 8 + 1
    _feed_bytes(update, b"i", value.to_bytes(size, "little", signed=True))


_BY_TYPE: Mapping[type, Callable[[_Update, Any], None]] = {
    type(None): lambda update, _: update(b"N"),
    bool: lambda update, value: update(b"b1" if value else b"b0"),
    int: _feed_int,
    float: lambda update, value: _feed_bytes(update, b"f", value.hex().encode()),
    str: lambda update, value: _feed_bytes(
        update, b"s", value.encode("utf-8", "surrogatepass")
    ),
    bytes: lambda update, value: _feed_bytes(update, b"y", value),
    tuple: _feed_sequence,
    list: _feed_sequence,
    dict: _feed_mapping,
    set: lambda update, value: _feed_sorted(update, b"S", map(_digest, value)),
    frozenset: lambda update, value: _feed_sorted(update, b"S", map(_digest, value)),
    range: lambda update, value: _feed_made_of(
        update, b"r", (value.start, value.stop, value.step)
    ),
}

_BY_KIND: tuple[tuple[Any, Callable[[_Update, Any], None]], ...] = (
    (Enum, _feed_enum),
    (np.ndarray | np.generic, _feed_array),
    (type | FunctionType | BuiltinFunctionType | np.ufunc, _feed_origin),
    (partial, _feed_partial),
)
