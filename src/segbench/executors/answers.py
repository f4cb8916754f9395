"""What a worker sends back, as bytes."""

from __future__ import annotations

import pickle
import traceback
from enum import StrEnum
from typing import Any

import cloudpickle


class Kind(StrEnum):
    """What a message of a worker is about."""

    READY = "ready"  # started, its imports done
    RESULT = "result"
    ERROR = "error"
    OUT_OF_MEMORY = "out of memory"


def pack_answer(kind: Kind, content: Any = None) -> bytes:
    """Make bytes of a message."""
    packed: bytes = cloudpickle.dumps((kind, content), protocol=5)
    return packed


def unpack_answer(message: bytes) -> tuple[Kind, Any]:
    """Read a message of a worker of ours."""
    kind, content = pickle.loads(message)  # noqa: S301 this program wrote it
    return kind, content


def pack_error(error: BaseException) -> bytes:
    """Make bytes of an exception and its traceback."""
    return pack_answer(Kind.ERROR, (_portable(error), traceback.format_exc()))


def unpack_error(content: tuple[bytes, str]) -> BaseException:
    """Give the exception, its traceback as a note."""
    packed, text = content
    error: BaseException = pickle.loads(packed)  # noqa: S301 this program wrote it
    error.add_note(f"In a worker:\n{text}")
    return error


def _portable(error: BaseException) -> bytes:
    """Make bytes that surely become an exception, of the same class where possible.

    Exceptions whose ``__init__`` takes other arguments than it passes on break when
    they are unpickled the usual way.
    """
    state = {**error.__dict__}
    for candidate in (error, _Rebuilt(type(error), error.args, state)):
        try:
            packed: bytes = cloudpickle.dumps(candidate, protocol=5)
            if type(pickle.loads(packed)) is type(error):  # noqa: S301 written above
                return packed
        except Exception:  # noqa: BLE001, S112 the last resort tells
            continue
    return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))


class _Rebuilt:
    """Becomes an exception when it is unpickled, without calling its ``__init__``."""

    def __init__(self, *parts: Any) -> None:
        self._parts = parts

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, self._parts


def _rebuild(
    kind: type[BaseException], given: tuple[Any, ...], state: dict[str, Any]
) -> BaseException:
    error = kind.__new__(kind)
    error.args = given
    error.__dict__.update(state)
    return error
