"""What a person should know about how a column's numbers were read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from segbench.core import Matrix
from segbench.data.values.cells import EXACT, Cells
from segbench.data.values.contradictions import WORDS
from segbench.data.values.numbers import Texts, either_way
from segbench.data.values.rules import EXCEL_ERRORS

_LEADING_ZERO = re.compile(r"^0[0-9]+$", re.MULTILINE)
OFTEN = 0.1
"""From this share of texts with a leading zero on, a column holds codes."""


_OTHER = {".": ",", ",": "."}


class Chosen(NamedTuple):
    """The decimal mark of a column, and where it comes from."""

    decimal: str
    told: bool  # by the user
    hint: str | None  # what the other columns have


class Remark(NamedTuple):
    """One thing to say, and how many cells it is about."""

    action: str
    n_cells: int


def leading_zeros(known: Sequence[str]) -> bool:
    """Tell codes such as ``00123`` from quantities: zeros in front mean nothing there.

    A stray one among plain numbers makes no code of an age; a fixed width does.
    """
    joined = "\n".join(known)
    zeros = len(_LEADING_ZERO.findall(joined))
    if not zeros or len(set(joined) - set("0123456789\n")):
        return False
    return zeros >= OFTEN * len(known) or len({len(text) for text in known}) == 1


def remarks_on_native(cells: Cells, numbers: Matrix) -> tuple[Remark, ...]:
    """Say what came of lengths of time, and of whole numbers without a float."""
    kind = str(cells.source.dtype)
    if "timedelta" in kind:
        return (Remark("lengths of time taken in days", len(cells)),)
    if "int" not in kind.lower() and kind != "object":
        return ()
    return _rounded(numbers)


def _rounded(numbers: Matrix) -> tuple[Remark, ...]:
    with np.errstate(invalid="ignore"):
        large = int((np.isfinite(numbers) & (np.abs(numbers) >= EXACT)).sum())
    if not large:
        return ()
    said = "numbers of 16 digits and more, rounded; if they are codes, declare "
    return (Remark(said + "dataset.id, dataset.categorical or dataset.ignore", large),)


def remarks_on_text(
    cells: Cells, texts: Texts, numbers: Matrix, chosen: Chosen
) -> tuple[Remark, ...]:
    """Say what was taken off the cells, and which reading was chosen."""
    is_number = ~np.isnan(numbers)
    remarks = [
        *_spreadsheet_errors(cells),
        *_dress(texts, int(is_number.sum())),
        *_decimal(texts, chosen),
    ]
    if max(map(len, cells.texts), default=0) > 15:
        remarks += _rounded(numbers)
    return tuple(remarks)


def _spreadsheet_errors(cells: Cells) -> list[Remark]:
    places = [i for i, text in enumerate(cells.texts) if text[:1] == "#"]
    wrong = [i for i in places if cells.texts[i].lower() in EXCEL_ERRORS]
    if not wrong:
        return []
    assert cells.codes is not None  # text always has codes
    count = int(np.isin(cells.codes, wrong).sum())
    shown = cells.texts[wrong[0]]
    return [Remark(f"spreadsheet errors such as {shown} taken for missing", count)]


def _dress(texts: Texts, count: int) -> list[Remark]:
    amounts = [amount for amount in texts.amounts if amount is not None]
    currencies = sorted({amount.currency for amount in amounts} - {""})
    remarks = []
    if currencies:
        said = f"amounts in {' and '.join(currencies)} read as numbers"
        remarks.append(Remark(said, count))
    if amounts and all(amount.percent for amount in amounts):
        remarks.append(Remark("percent signs taken off: 12 % is 12", count))
    return remarks


def _decimal(texts: Texts, chosen: Chosen) -> list[Remark]:
    evidence, decimal = texts.evidence, chosen.decimal
    if decimal == "," and evidence.comma:
        return [Remark("read with a decimal comma", evidence.texts)]
    if chosen.told or not evidence.either:
        return []
    shown = either_way(texts)
    mark = "," if "," in shown else "."
    read = f"the mark in {shown!r} " + (
        f"is a decimal {WORDS[mark]}" if mark == decimal else "groups thousands"
    )
    undo = f"here; if not, set dataset.decimal={WORDS[_OTHER[decimal]]}"
    if evidence.grouping.mark:
        return [Remark(f"{read} {undo}", evidence.either)]
    if chosen.hint is None and evidence.needed is None:
        said = f"every number fits two readings; {read} {undo}"
        return [Remark(said, evidence.either)]
    if decimal == "," and mark == ".":
        said = f"{read}, as other columns have a decimal comma"
        return [Remark(said, evidence.either)]
    return []
