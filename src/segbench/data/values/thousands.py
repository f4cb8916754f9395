"""Numbers that fit two readings: what tells that their mark groups thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Grouping(NamedTuple):
    """What the pattern of a column says about its one mark."""

    mark: str = ""  # the mark that groups thousands; "" = the pattern does not say
    unclear: bool = False  # either reading would be a guess nobody should take


NO_GROUPING = Grouping()


def grouping_of(marked: Sequence[str], plain: Sequence[str]) -> Grouping:
    """Judge digits such as ``1.218``, each with one mark before its last three.

    A column written with thousands has no plain number from 1,000 on. One written with
    decimals has plain numbers only where zeros at the end are cut: a zero at the end,
    or plain numbers beyond all others, then speak for thousands.

    Parameters
    ----------
    marked : sequence of str
        Digits with a mark, at least one.
    plain : sequence of str
        Digits without any.
    """
    marks = {"," if "," in digits else "." for digits in marked}
    if len(marks) > 1:
        return Grouping(unclear=True)
    if not plain or max(map(len, plain)) > 3:
        return NO_GROUPING  # all of one unit: at worst, every number is off by 1,000
    (mark,) = marks
    largest = max(float(digits.replace(mark, ".")) for digits in marked)
    cut = any(digits.endswith("0") for digits in marked)
    if cut or max(map(int, plain)) > largest:
        return Grouping(mark)
    return Grouping(unclear=True)
