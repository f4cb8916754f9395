"""Text from outside that has an effect where it is shown, written so that it has none.

Names and values may hold whatever a file held: sequences that a terminal obeys, marks
that turn the order of letters round, formulas that a spreadsheet works out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # what terminals obey; line ends and tabs stay
    "\u2028\u2029\u202a-\u202e\u2066-\u2069"  # other line ends, order of letters
    "\ud800-\udfff\ufffe\uffff]"  # what no file of text can hold
)
_BEGIN = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FORMULA = re.compile(
    # at the start, and after the marks that part cells where numbers hold commas
    f"(^(?='*[{_BEGIN}\t\r\n])|[;|\t\r\n][ \t]*(?='*[{_BEGIN}]))"
)
_ENDED = re.compile("[;|\t\r\n]")
_NUMBER = re.compile(r"-|[+-]?[\d\s.,]*\d[\d\s.,]*(?:[eE][+-]?\d+)?%?|[+-]inf")

LONGEST = 2_000
"""Characters of a line that are printed."""

_ENDLESS = re.compile(rf"[^\n]{{{LONGEST + 1},}}")

KEPT_AS_TEXT = "'"
"""Stands before a text that a spreadsheet would take for a formula."""


def visible(text: str) -> str:
    r"""Write characters that act instead of being shown as ``\u001b``.

    Line ends and tabs stay. JSON means the same afterwards.
    """
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_visible_line(text: str) -> str:
    """Write a text that is one line, whatever line ends it holds."""
    return visible(" ".join(text.split()))


def shortened(text: str) -> str:
    """Cut lines that no person reads to their end, such as a name of 100 kB."""
    return _ENDLESS.sub(_cut, text)


def _cut(line: re.Match[str]) -> str:
    kept = line[0][:LONGEST].rstrip("\\")  # no half of an escaped bracket
    return f"{kept} ... ({len(line[0]) - len(kept):,} more characters)"


def may_act(texts: Iterable[str]) -> bool:
    """Tell at once whether any of many texts has to be looked at by itself."""
    together = "\n".join(["", *texts])
    return visible(together) != together or _FORMULA.search(together) is not None


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Write texts that a spreadsheet would work out so that it takes them for text.

    ``'`` comes before texts and names of columns that begin with ``=``, ``+``, ``-``,
    ``@``, a tab or a line end, but before no number; and before what follows ``;``,
    ``|``, a tab or a line end in them, where other countries' spreadsheets part cells.
    To read a text as it was, take one ``'`` away where such a character follows.
    """
    import pandas as pd

    texts = {
        place: frame.iloc[:, place].map(_kept, na_action="ignore")
        for place, kind in enumerate(frame.dtypes)
        if not pd.api.types.is_numeric_dtype(kind)
    }
    columns = [texts.get(i, frame.iloc[:, i]) for i in range(frame.shape[1])]
    if not columns:
        return frame
    return pd.concat(columns, axis=1).set_axis([*map(_kept, frame.columns)], axis=1)


def _kept(value: object) -> object:
    return _FORMULA.sub(_marked, value) if isinstance(value, str) else value


def _marked(found: re.Match[str]) -> str:
    """Put the mark before what a spreadsheet would work out, but before no number."""
    rest = _ENDED.split(found.string[found.end() :], maxsplit=1)[0]
    return found[0] if _NUMBER.fullmatch(rest) else f"{found[0]}{KEPT_AS_TEXT}"


def in_notebook(markup: str) -> str:
    """Wrap escaped HTML so that a notebook shows no formula that a name holds.

    Its mathematics can hold links that run code.
    """
    return f'<div class="tex2jax_ignore mathjax_ignore">{visible(markup)}</div>'
