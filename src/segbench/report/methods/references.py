"""The references a methods text may cite, by key, and a file of those it cites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

FILE = "references.bib"
"""Every reference there is, beside this module; an empty line between two."""


@cache
def entries() -> Mapping[str, str]:
    """Return the entries in BibTeX's notation by key."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return {_key(entry): entry for entry in text.strip().split("\n\n")}


def written(cited: Iterable[str]) -> str:
    """Write the entries of what is cited, in the order of their keys.

    Raises
    ------
    KeyError
        When something is cited that has no entry.
    """
    return "\n\n".join(entries()[key] for key in sorted(set(cited))) + "\n"


def _key(entry: str) -> str:
    return entry.partition("{")[2].partition(",")[0]
