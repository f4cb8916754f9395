"""Load a data set from its source: read, describe, compare, clean."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

import pandas as pd

from segbench.core import CleaningStep, Dataset
from segbench.data.build import build_dataset
from segbench.data.cleaning import clean
from segbench.data.labelled import (
    TRUTH,
    UNSTRUCTURED,
    generate_customers,
    shipped_table,
)
from segbench.data.openml import fetch_openml_table
from segbench.data.orders import orders_table
from segbench.data.orders.source import CUSTOMER
from segbench.data.reading import read_table
from segbench.data.roles import DeclaredRoles
from segbench.data.simulate import simulate_mall
from segbench.data.source import (
    DataSource,
    GeneratedCustomers,
    OpenmlSource,
    OrderLog,
    Published,
    ShippedTable,
    SimulatedMall,
    TableSource,
)


def load(source: DataSource) -> Dataset:
    """Read, describe and clean the customers of a source.

    Raises
    ------
    DataError
        In one sentence, when the table cannot be used.
    """
    return clean(_described(source), source.cleaning)


@singledispatch
def _described(source: DataSource) -> Dataset:
    """Read the customers and find out what their columns are."""
    raise TypeError(f"no way to load {type(source).__name__}")


@_described.register
def _(source: TableSource) -> Dataset:
    table, steps = read_table(source.path, source.reading)
    table = _renamed(table, source.rename)
    found = build_dataset(
        table, source.name, source.declared, rules=source.values, steps=steps
    )
    return _compared(found, source.published)


@_described.register
def _(source: OrderLog) -> Dataset:
    table, steps = orders_table(source.orders)
    declared = DeclaredRoles(
        id=CUSTOMER, numeric=tuple(c for c in table.columns if c != CUSTOMER)
    )
    found = build_dataset(table, source.name, declared, steps=steps)
    return _compared(found, source.published)


@_described.register
def _(source: OpenmlSource) -> Dataset:
    table, steps, truth = fetch_openml_table(source.number)
    declared = source.declared
    if declared.truth is None and truth is not None:
        declared = replace(declared, truth=truth)
    return build_dataset(table, source.name, declared, steps=steps)


@_described.register
def _(source: SimulatedMall) -> Dataset:
    declared = DeclaredRoles(id="CustomerID", truth="segment")
    frame = simulate_mall(source.seed)
    return build_dataset(frame, source.name, declared, simulated=True)


@_described.register
def _(source: GeneratedCustomers) -> Dataset:
    frame = generate_customers(
        source.shape, customers=source.customers, seed=source.seed
    )
    declared = DeclaredRoles(truth=None if source.shape in UNSTRUCTURED else TRUTH)
    return build_dataset(frame, source.name, declared, simulated=True)


@_described.register
def _(source: ShippedTable) -> Dataset:
    sample = None if source.seed is None else source.customers
    frame = shipped_table(source.table, customers=sample, seed=source.seed or 0)
    read = CleaningStep("", "read from scikit-learn", len(frame))
    return build_dataset(frame, source.name, DeclaredRoles(truth=TRUTH), steps=[read])


def _renamed(table: pd.DataFrame, pairs: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Rename columns that are there; the same data go round with several headers."""
    return table.rename(
        columns={old: new for old, new in pairs if old in table.columns}
    )


def _compared(dataset: Dataset, published: Published) -> Dataset:
    """Say whether a file holds what was published under its name."""
    if published.fingerprint is None:
        return dataset
    same = dataset.fingerprint == published.fingerprint
    what = "the same content as" if same else "not the content of"
    size = "" if same else f" ({published.customers:,} customers)"
    said = f"{what} the published data set{size}"
    step = CleaningStep("", said, dataset.n_customers)
    return replace(dataset, log=(*dataset.log, step))
