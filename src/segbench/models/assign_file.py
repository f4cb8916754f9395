"""Assign the customers of a file, in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from segbench.errors import DataError, OutputError
from segbench.models.counts import Counts
from segbench.models.model import SegmentModel
from segbench.models.output import check_output, labelled_file
from segbench.models.schema import Schema
from segbench.models.stream import pieces


@dataclass(frozen=True)
class Assignment:
    """What came of the customers of a file."""

    counts: Counts
    extra: tuple[str, ...]  # columns that were not looked at
    said: tuple[str, ...]  # what was concluded from cells that may be read two ways
    output: Path


def assign_file(
    model: SegmentModel, path: str, output: str, *, decimal: str | None = None
) -> Assignment:
    """Write the segments of the customers in a file into another.

    Parameters
    ----------
    model : SegmentModel
        Gives the segments.
    path : str
        CSV or Parquet, in any size.
    output : str
        Ends in ``.csv`` or ``.parquet``; as `SegmentModel.assign` gives it.
    decimal : {".", ","}, optional
        The decimal mark of the file; found out when not given.

    Raises
    ------
    UserError
        In one sentence; nothing is written then.
    """
    target = check_output(output)
    if target.exists() and Path(path).exists() and target.samefile(path):
        raise OutputError(f"{output} is the file of the new customers; name another")
    counts, start, wanted = None, 0, _Wanted(model.schema)
    with labelled_file(target) as labelled:
        for piece in pieces(path, wanted):
            table = model.schema.renamed(piece)
            if start == 0:
                settled = model.settled(table, decimal)
            part, its_counts = model.label(table, settled, start)
            labelled.add(part)
            counts = its_counts if counts is None else counts + its_counts
            start += len(part)
        if counts is None:
            raise DataError(f"{path} holds no customers below its header line")
    return Assignment(counts, wanted.extra, settled.said, target)


class _Wanted:
    """Which columns of a file are read; remembers the others."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.extra: tuple[str, ...] = ()

    def __call__(self, names: Sequence[str]) -> list[str]:
        renamed = self._schema.renamed(pd.DataFrame(columns=list(names)))
        now = [str(name) for name in renamed.columns]
        self.extra = self._schema.not_needed(now)
        return [
            old for old, name in zip(names, now, strict=True) if name not in self.extra
        ]
