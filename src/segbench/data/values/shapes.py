"""Texts grouped by shape: how they look when every digit is the same.

A million amounts of money have a few dozen shapes. What is costly, to take a text
apart, is done once for a shape; the places found hold for all texts that have it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_ALIKE = {
    **dict.fromkeys(map(ord, "\u2212\u2012\u2013\u2014\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u200a\t"), " "),
    **dict.fromkeys(map(ord, "\u2019\u2018\u02bc\u00b4`"), "'"),
}
"""Signs that look alike and mean the same in a number, one for one."""

_FRONT_ZERO = re.compile(r"(?<![0-9.,'])(?<![0-9] )0")
_ZERO = "\x01"  # stands for the zero in front for a moment
_ANY_DIGIT = str.maketrans("0123456789", "1" * 10)


@dataclass(frozen=True)
class Shapes:
    """Distinct texts and their shapes, which are as long, place by place."""

    texts: tuple[str, ...]  # look-alike signs made the same
    shapes: tuple[str, ...]  # with 1 for any digit, but 0 for a zero in front
    codes: NDArray[np.int64]  # shape (n_texts,), places in ``shapes``

    @property
    def counts(self) -> NDArray[np.int64]:
        """Number of texts of each shape."""
        return np.bincount(self.codes, minlength=len(self.shapes))

    def first(self, shape: int) -> str:
        """The first text of a shape."""
        return self.texts[int(np.argmax(self.codes == shape))]


def shapes_of(texts: Sequence[str]) -> Shapes:
    """Group texts by shape; the long text of all of them is worked on at once."""
    if not texts:
        return Shapes((), (), np.zeros(0, dtype=np.int64))
    joined = "\n".join(texts)
    if joined.count("\n") >= len(texts):  # a line break within a text
        joined = "\n".join(text.replace("\n", "\x02") for text in texts)
    joined = joined.replace(_ZERO, "\x02")
    joined = joined.translate(_ALIKE) if not joined.isascii() else _alike_ascii(joined)
    shaped = _FRONT_ZERO.sub(_ZERO, joined).translate(_ANY_DIGIT).replace(_ZERO, "0")
    codes, shapes = pd.factorize(np.array(shaped.split("\n"), dtype=object))
    return Shapes(tuple(joined.split("\n")), tuple(shapes), codes.astype(np.int64))


def _alike_ascii(text: str) -> str:
    return text.replace("\t", " ").replace("`", "'")
