"""Text of any kind as LaTeX prints it."""

from __future__ import annotations

import re

LONGEST_REASON = 300
"""Characters of a message that a note holds; `ranking.csv` has it whole."""

_LATEX = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "$": "\\$",
    "&": "\\&",
    "#": "\\#",
    "%": "\\%",
    "_": "\\_",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
    "|": "\\textbar{}",
    '"': "\\textquotedbl{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "\u00b1": "$\\pm$",
    "\u00d7": "$\\times$",
    "\u2212": "$-$",
    "\u2264": "$\\leq$",
    "\u2265": "$\\geq$",
    "\u2192": "$\\rightarrow$",
}

_JOINED = re.compile(r"([-,'`])(?=\1)|[?!](?=`)")
"""Where LaTeX would make one sign of two."""

_APART = "\0"
"""Stands between two characters that LaTeX would join; never part of a text."""


def latex_text(text: str) -> str:
    """Escape everything that LaTeX would not print as it stands.

    Characters that cannot be printed, such as line ends, become spaces.
    """
    shown = "".join(one if one.isprintable() else " " for one in text)
    apart = _JOINED.sub(rf"\g<0>{_APART}", shown)
    escaped = "".join(_LATEX.get(character, character) for character in apart)
    return escaped.replace(_APART, "{}")


def latex_reason(text: str) -> str:
    """Escape a reason or a message, cut where it is very long."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST_REASON:
        plain = f"{plain[:LONGEST_REASON].rstrip()} ..."
    return latex_text(plain)
