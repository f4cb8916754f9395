"""What every cache does, and the one that remembers nothing."""

from __future__ import annotations

from typing import Any, Final, Protocol


class _Missing:
    """The type of `MISSING`; it stays one object in every process."""

    def __repr__(self) -> str:
        return "MISSING"

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
"""What `Cache.get` gives when there is nothing under a key; None is a value."""


class Cache(Protocol):
    """Remembers values by the hash of what they were made from."""

    def get(self, key: str) -> Any:
        """Give the value of a key, or `MISSING`."""

    def put(self, key: str, value: Any) -> None:
        """Remember a value."""


class NoCache:
    """Remembers nothing: everything is computed."""

    def get(self, key: str) -> Any:  # noqa: ARG002 the interface has it
        """Give `MISSING`."""
        return MISSING

    def put(self, key: str, value: Any) -> None:
        """Forget the value."""
