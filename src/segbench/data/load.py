"""Load a data set from its source."""

from __future__ import annotations

from segbench.core import Dataset
from segbench.data.build import build_dataset
from segbench.data.read import read_delimited
from segbench.data.roles import DeclaredRoles
from segbench.data.simulate import simulate_mall
from segbench.data.source import CsvSource, DataSource


def load(source: DataSource) -> Dataset:
    """Read, clean and describe the customers of a source.

    Raises
    ------
    DataError
        In one sentence, when the table cannot be used.
    """
    if isinstance(source, CsvSource):
        table, steps = read_delimited(source.path)
        renames = {old: new for old, new in source.rename if old in table.columns}
        table = table.rename(columns=renames)
        return build_dataset(table, source.name, source.declared, steps=steps)
    declared = DeclaredRoles(id="CustomerID", truth="segment")
    frame = simulate_mall(source.seed)
    return build_dataset(frame, source.name, declared, simulated=True)
