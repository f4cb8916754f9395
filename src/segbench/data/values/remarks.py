"""What a person should know about how a column's numbers were read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from segbench.core import Matrix
from segbench.data.values.cells import EXACT, Cells
from segbench.data.values.numbers import Texts, either_way
from segbench.data.values.rules import EXCEL_ERRORS

_LEADING_ZERO = re.compile(r"^0[0-9]+$", re.MULTILINE)
OFTEN = 0.1
"""From this share of texts with a leading zero on, a column holds codes."""


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


def mixture(texts: Texts) -> str:
    """Say what was mixed that has no common unit; "" when nothing was."""
    parsed = [(amount, shape) for shape, amount in enumerate(texts.amounts) if amount]
    first = texts.shapes.first
    percent = [shape for amount, shape in parsed if amount.percent]
    plain = [shape for amount, shape in parsed if not amount.percent]
    if percent and plain:
        one, other = first(percent[0]), first(plain[0])
        return f"percent such as {one!r} and plain numbers such as {other!r}"
    by_currency = {amount.currency: shape for amount, shape in parsed}
    by_currency.pop("", None)
    if len(by_currency) > 1:
        one, other = map(first, list(by_currency.values())[:2])
        return f"two currencies, such as {one!r} and {other!r}"
    return ""


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
    cells: Cells, texts: Texts, numbers: Matrix, decimal: str, *, guessed: bool
) -> tuple[Remark, ...]:
    """Say what was taken off the cells, and which reading was chosen."""
    is_number = ~np.isnan(numbers)
    remarks = [
        *_spreadsheet_errors(cells),
        *_dress(texts, int(is_number.sum())),
        *_decimal(texts, decimal, guessed=guessed),
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


def _decimal(texts: Texts, decimal: str, *, guessed: bool) -> list[Remark]:
    evidence = texts.evidence
    if decimal == "," and evidence.comma:
        return [Remark("read with a decimal comma", evidence.texts)]
    if not (guessed and evidence.either):
        return []
    shown = either_way(texts)
    mark = "," if "," in shown else "."
    how = "groups thousands" if mark == "," else "is a decimal point"
    said = f"every number fits two readings; the mark in {shown!r} {how} here; "
    return [Remark(said + "if not, set dataset.decimal=comma", evidence.either)]
