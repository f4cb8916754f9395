"""Errors a person can act on: one sentence each, with what to type instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class SegbenchError(Exception):
    """Base class of every error that segbench raises on purpose."""

    exit_code = 1


class UserError(SegbenchError, ValueError):
    """The command, the configuration or the data have to change."""

    exit_code = 2


class ConfigError(UserError):
    """A setting is unknown, of the wrong type or out of its range."""


class DataError(UserError):
    """The customer table cannot be used as it is."""


class OutputError(UserError):
    """The output folder cannot be written or read."""


class UnknownNameError(ConfigError):
    """A name is not among the known ones.

    Parameters
    ----------
    kind : str
        What the name should have been, such as ``"algorithm"`` or ``"column"``.
    name : str
        The name that was given.
    known : iterable of str
        The names that would have been accepted.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(unknown_name(kind, name, known))


def unknown_name(kind: str, name: str, known: Iterable[str]) -> str:
    """Say that a name is unknown, suggest the closest, then list what there is."""
    options = list(known)
    by_lower_case = {option.lower(): option for option in options}
    close = difflib.get_close_matches(name.lower(), by_lower_case, n=1, cutoff=0.5)
    hint = f" Did you mean {by_lower_case[close[0]]!r}?" if close else ""
    listing = ", ".join(options) or "none"
    return f"unknown {kind} {name!r}.{hint} Known: {listing}."
