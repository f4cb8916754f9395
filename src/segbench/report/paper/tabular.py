"""Tables in the notation of booktabs, short ones and ones longer than a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")

EMPTY = "-"
"""What stands for an undefined value."""


MOST_ROWS = 30
"""Rows of a table that surely fits on a page with its notes."""

MOST_FLOATS = 12
"""Tables or figures in a row before LaTeX has to place them: it holds only so many."""


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    heading: str  # LaTeX
    spec: str = "r"  # of the tabular environment; numbers stand right


@dataclass(frozen=True)
class Grid:
    """What stands in a table, all of it LaTeX."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    lines_after: frozenset[int] = frozenset()  # rows that a rule follows

    @property
    def spec(self) -> str:
        """Alignment of the columns."""
        return "".join(column.spec for column in self.columns)

    @property
    def head(self) -> str:
        """The row of headings with its rules."""
        headings = _row([column.heading for column in self.columns])
        return f"\\toprule\n{headings}\n\\midrule"

    @property
    def body(self) -> str:
        """All other rows."""
        lines = []
        for i, row in enumerate(self.rows):
            lines += [_row(row), *(["\\midrule"] if i in self.lines_after else [])]
        return "\n".join(lines)


@dataclass(frozen=True)
class Table:
    """A table with what stands above and under it."""

    grid: Grid
    caption: str  # LaTeX
    label: str  # letters, digits, hyphens and colons
    notes: tuple[str, ...] = ()  # LaTeX, a paragraph each


def float_table(table: Table) -> str:
    """Write a table that stays on one page."""
    return "\n".join(
        [
            "\\begin{table}[htbp]",
            "\\centering",
            f"\\caption{{{table.caption}}}",
            f"\\label{{{table.label}}}",
            "\\par\\medskip",
            "\\footnotesize",
            "\\setlength{\\tabcolsep}{2.5pt}",
            f"\\begin{{tabular}}{{{table.grid.spec}}}",
            table.grid.head,
            table.grid.body,
            "\\bottomrule",
            "\\end{tabular}",
            "\\par\\medskip\\raggedright",
            *_notes(table.notes),
            "\\end{table}\n",
        ]
    )


def long_table(table: Table) -> str:
    """Write a table that may take several pages, its headings on each."""
    return "\n".join(
        [
            "\\begingroup",
            "\\footnotesize",
            "\\setlength{\\tabcolsep}{2.5pt}",
            "\\setlength{\\LTcapwidth}{\\linewidth}",
            f"\\begin{{longtable}}{{{table.grid.spec}}}",
            f"\\caption{{{table.caption}}}",
            f"\\label{{{table.label}}}\\\\",
            table.grid.head,
            "\\endfirsthead",
            "\\caption[]{(continued)}\\\\",
            table.grid.head,
            "\\endhead",
            "\\bottomrule",
            "\\endfoot",
            table.grid.body,
            "\\end{longtable}",
            "\\setlength{\\parindent}{0pt}\\raggedright",
            *_notes(table.notes),
            "\\endgroup\\bigskip\n",
        ]
    )


def short_or_long(table: Table) -> str:
    """Write a table on one page where it fits on one."""
    is_short = len(table.grid.rows) <= MOST_ROWS
    return float_table(table) if is_short else long_table(table)


def in_turn(floats: Sequence[str]) -> list[str]:
    """Have LaTeX place what floats before there is too much of it."""
    placed = []
    for i, one in enumerate(floats, start=1):
        placed += [one, *(["\\clearpage\n"] if i % MOST_FLOATS == 0 else [])]
    return placed


def in_blocks(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """Split what does not fit beside each other into blocks of at most so many."""
    return [items[i : i + most] for i in range(0, len(items), most)]


def ragged(width: float) -> str:
    """Column for text of a width in shares of the line."""
    return f"p{{{width:g}\\linewidth}}"


def paragraph_cell(text: str) -> str:
    """Text in a `ragged` column; a line ends at an equals sign if nowhere else."""
    return "\\raggedright " + text.replace("=", "=\\penalty500{}")


def fixed(value: float, digits: int) -> str:
    """Write a number with so many decimals; a dash where it is undefined."""
    if math.isnan(value):
        return EMPTY
    text = f"{abs(value):,.{digits}f}" if math.isfinite(value) else "$\\infty$"
    is_negative = value < 0 and any(one in text for one in "123456789f")
    return f"$-${text}" if is_negative else text


def bold(text: str) -> str:
    """Mark a value as the best of its column."""
    return f"\\textbf{{{text}}}"


def mark(number: int) -> str:
    """Letters that name a note: a to z, then aa."""
    letters = ""
    while number >= 0:
        number, letter = divmod(number, 26)
        letters = chr(ord("a") + letter) + letters
        number -= 1
    return letters


def raised(text: str) -> str:
    """Put a mark behind a word."""
    return f"\\textsuperscript{{{text}}}"


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    # Behind a row's end or a rule, LaTeX takes a bracket or star for an argument.
    guarded = "{}" + first if first.startswith(("[", "*", "(")) else first
    return " & ".join([guarded, *others]) + " \\\\"


def _notes(notes: Sequence[str]) -> list[str]:
    return [f"{note}\\par" for note in notes]
