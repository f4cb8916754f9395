"""What there is to say about single customers."""

from __future__ import annotations

from typing import Any

import numpy as np


class Remarks:
    """A remark a customer, put together piece by piece."""

    def __init__(self, n: int) -> None:
        self.texts = np.full(n, "", dtype=object)

    def add(self, where: Any, text: str) -> None:
        """Say something of the customers where a mask of shape (n,) is true."""
        rows = np.flatnonzero(where)
        for row in rows:
            before = self.texts[row]
            self.texts[row] = f"{before}; {text}" if before else text
