"""A segmentation to be used: it gives new customers the segments of the first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from segbench.core import NOISE, Matrix
from segbench.data.frames import as_pandas, index_as_columns
from segbench.errors import DataError
from segbench.models.counts import Counts
from segbench.models.fidelity import Fidelity
from segbench.models.known import Known
from segbench.models.origin import Origin
from segbench.models.preparation import OUTLIER, Preparation
from segbench.models.remarks import Remarks
from segbench.models.rules import Given, Rule
from segbench.models.schema import Schema
from segbench.visible import visible

NOISE_NAME = "no segment"


@dataclass(frozen=True, eq=False)
class SegmentModel:
    """Segments with names, and how a customer is given one.

    `assign` takes a data frame; `save` and `segbench.load_model` a file.
    """

    origin: Origin
    schema: Schema
    preparation: Preparation = field(repr=False)
    rule: Rule = field(repr=False)
    known: Known | None = field(repr=False)  # first customers who keep their segments
    probe: Known = field(repr=False)  # some of them, and what the rule gave them
    names: tuple[str, ...]  # of segments 0..k-1
    shares: tuple[float, ...]  # of all first customers, by segment
    fidelity: tuple[Fidelity, ...]  # of every rule that came into question

    def assign(self, frame: Any, *, decimal: str | None = None) -> pd.DataFrame:
        """Give customers the segments of the model.

        Parameters
        ----------
        frame : DataFrame of shape (n_customers, n_columns)
            With the columns of the schema, in any order; of pandas, polars or Arrow.
        decimal : {".", ","}, optional
            The decimal mark of columns of text; found out when not given.

        Returns
        -------
        DataFrame
            ``id``, ``segment`` (-1 = noise, empty where a gap is not to be filled),
            ``segment_name``, ``distance`` in the space or ``membership`` in [0, 1],
            ``confidence`` in [0, 1], and ``remark``.

        Raises
        ------
        DataError
            When a column is missing or a cell cannot be read; the sentence names it.
        """
        given = as_pandas(frame, "assign")
        table = self.schema.renamed(index_as_columns(given))
        return self.label(table, self.settled(table, decimal), 0)[0]

    def settled(self, table: pd.DataFrame, decimal: str | None = None) -> Schema:
        """Decide by the first rows of a renamed table how its numbers are written."""
        schema = self.schema
        if decimal is not None:
            schema = replace(schema, rules=replace(schema.rules, decimal=decimal))
        known = self.probe.ranges(self.preparation.encoder.columns)
        return schema.settled(table, known)

    def label(
        self, table: pd.DataFrame, schema: Schema, start: int
    ) -> tuple[pd.DataFrame, Counts]:
        """Label a part of a table whose columns have been renamed.

        Parameters
        ----------
        table : DataFrame
            As `Schema.renamed` gives it.
        schema : Schema
            The model's, settled on the first part.
        start : int
            Rows before this part.
        """
        typed = schema.typed(table.set_axis(range(start, start + len(table)), axis=0))
        values = self.preparation.values(typed)
        remarks = Remarks(len(typed))
        unknown = self._new_levels(values, typed, remarks)
        refused = self._gaps(values, remarks)
        self._beyond(values, remarks)
        given = self._given(values, refused)
        labels = given.labels.astype(object)
        labels[refused] = pd.NA
        names = np.array([*self.names, NOISE_NAME], dtype=object)[given.labels]
        names[refused] = ""
        labelled = pd.DataFrame(
            {
                "id": schema.ids(table, start).to_numpy(),
                "segment": pd.array(labels, dtype="Int64"),
                "segment_name": names,
                self.rule.kind.measure: np.where(refused, np.nan, given.measure),
                "confidence": np.where(refused, np.nan, given.confidence),
                "remark": remarks.texts,
            }
        )
        counts = Counts.of(given.labels[~refused], len(self.names), int(refused.sum()))
        return labelled, replace(counts, unknown=unknown)

    def save(self, path: str | Path, *, form: str = "skops") -> Path:
        """Write the model into a file that runs no code when it is read.

        Parameters
        ----------
        path : str or Path
            Such as ``segments.skops``.
        form : {"skops", "joblib"}
            A joblib file runs whatever is in it when it is read; `load_model` reads
            one only on demand.
        """
        from segbench.models.files import save_model

        return save_model(self, Path(path), form)

    @property
    def works_as_made(self) -> bool:
        """Whether the libraries at hand give the probe the segments it had."""
        matrix = self.preparation.matrix(self.probe.values)
        if not np.isfinite(matrix).all():
            return False
        return bool((self.rule.assign(matrix).labels == self.probe.labels).all())

    @property
    def taken(self) -> Fidelity:
        """The fidelity of the rule that is used."""
        return next(one for one in self.fidelity if one.taken)

    @property
    def words(self) -> tuple[str, ...]:
        """What a person should know, a sentence each."""
        says = f"New customers get {self.rule.kind.says}"
        kept = f"{self.taken.accuracy:.1%} of those left out in turn keep their segment"
        told = [f"{says} ({kept}, ARI {self.taken.ari:.3f})."]
        if self.known is not None:
            whom = "The first customers keep their own segments"
            if self.taken.own:
                whom = (
                    f"{len(self.known.labels)} first customers whom it would move keep "
                    "their own segment"
                )
            columns = ", ".join(self.preparation.encoder.columns)
            told.append(f"{whom}, known by equal values in {columns}.")
        return tuple(told)

    def __repr__(self) -> str:
        one = self.origin
        rank = "" if one.rank is None else f", rank {one.rank}"
        lines = [f"SegmentModel of {one.dataset}: {one.algo}{rank}"]
        lines.append(
            f"  made from {one.customers:,} customers, {one.features} / {one.scaler}"
        )
        for i, (name, share) in enumerate(zip(self.names, self.shares, strict=True)):
            lines.append(f"  {i}  {share:6.1%}  {name}")
        lines += [f"  {line}" for line in self.words]
        return visible("\n".join(lines))

    def _new_levels(
        self, values: Matrix, typed: pd.DataFrame, remarks: Remarks
    ) -> dict[str, dict[str, int]]:
        """Count the levels that no first customer had."""
        encoder, found = self.preparation.encoder, {}
        for i, column in enumerate(encoder.columns):
            if column in encoder.levels:
                new = values[:, i] < 0
                if new.any():
                    texts = typed[column].to_numpy()[new]
                    levels, counts = np.unique(texts.astype(str), return_counts=True)
                    found[column] = dict(zip(levels, counts.tolist(), strict=True))
                    remarks.add(new, f"new level of {column}")
        return found

    def _gaps(self, values: Matrix, remarks: Remarks) -> Any:
        """Find those with a gap that is not to be filled."""
        refused = np.zeros(len(values), dtype=bool)
        for i, column in enumerate(self.preparation.encoder.columns):
            gap = np.isnan(values[:, i])
            if gap.any():
                filled = self.preparation.fills
                remarks.add(
                    gap, f"{column} filled in" if filled else f"missing {column}"
                )
                if not filled:
                    refused |= gap
        return refused

    def _beyond(self, values: Matrix, remarks: Remarks) -> None:
        if self.preparation.clips:
            return
        for i, column in enumerate(self.preparation.encoder.columns):
            if column in self.preparation.limits:
                low, high = self.preparation.limits[column]
                beyond = (values[:, i] < low) | (values[:, i] > high)
                remarks.add(beyond, f"{OUTLIER} in {column}, such were left out")

    def _given(self, values: Matrix, refused: Any) -> Given:
        usable = values
        if refused.any():  # any number will do: what comes out is not shown
            usable = np.where(refused[:, None], 0.0, values)
        matrix = self.preparation.matrix(usable)
        if not np.isfinite(matrix).all():
            row = int(np.flatnonzero(~np.isfinite(matrix).all(axis=1))[0])
            raise DataError(
                f"the customer in row {row + 1} has a value that the scaler "
                f"{self.origin.scaler!r} cannot place; look at the largest numbers"
            )
        given = self.rule.assign(matrix)
        if self.known is None:
            return given
        certain = 0.0 if self.rule.kind.measure == "distance" else 1.0
        measure = None if self.taken.own else certain
        return self.known.kept(values, given, measure)


assert NOISE == -1  # the last of the names is that of no segment
