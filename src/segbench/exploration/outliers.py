"""Outliers in single columns and in all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

from segbench.exploration.fences import Fences
from segbench.exploration.rows import OutlyingRows


@dataclass(frozen=True)
class Outliers:
    """Customers far from the others."""

    columns: tuple[Fences, ...]  # by numeric column
    rows: OutlyingRows  # in all numeric columns at once
