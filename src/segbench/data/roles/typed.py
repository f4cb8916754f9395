"""Settings with column names and marks in them, ready to be typed into a shell."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[^\W\d]\w*")


def typed(setting: str, *names: str) -> str:
    """Write a setting that takes a list, quoted for the shell and for its grammar.

    Examples
    --------
    >>> typed("dataset.ignore", "city")
    "'dataset.ignore=[city]'"
    """
    listed = ",".join(map(_quoted, names)).replace("'", "'\\''")
    return f"'{setting}=[{listed}]'"


def _quoted(name: str) -> str:
    plain = _PLAIN.fullmatch(name) and name.lower() not in {"null", "true", "false"}
    return name if plain else json.dumps(name, ensure_ascii=False)
