"""Cells and data sets as files that hold arrays and JSON, and run no code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from segbench.core import (
    Cell,
    CleaningPlan,
    CleaningStep,
    Dataset,
    LeftOut,
    Role,
    SpaceKey,
)
from segbench.store.arrays import content_hash, load_arrays, save_arrays
from segbench.store.rows import read_row, row_arrays, row_meta
from segbench.store.text import reading


def save_cell(folder: Path, cell: Cell) -> Path:
    """Write a cell under a name that its content's name decides.

    Returns
    -------
    Path
        ``cell-<hash>.npz``; the same space, algorithm, hyperparameters and number of
        resamples give the same name.
    """
    rows = [row_meta(row) for row in cell.rows]
    meta = {
        "space": vars(cell.space),
        "algo": cell.algo,
        "fixed": dict(cell.fixed),
        "resamples": cell.resamples,
        "rows": rows,
    }
    arrays: dict[str, Any] = {}
    for i, row in enumerate(cell.rows):
        arrays |= {f"{i} {name}": array for name, array in row_arrays(row).items()}
    settings = [row.labeling.setting.key for row in cell.rows]
    name = content_hash(
        [vars(cell.space), cell.algo, dict(cell.fixed), cell.resamples, settings]
    )
    return save_arrays(folder / f"cell-{name}.npz", meta, arrays)


def load_cell(path: Path) -> Cell:
    """Read what `save_cell` wrote.

    Raises
    ------
    OutputError
        When the file is damaged, foreign, or of another layout.
    """
    with reading(path):
        meta, arrays = load_arrays(path)
        rows = tuple(
            read_row(one, _of_row(arrays, i)) for i, one in enumerate(meta["rows"])
        )
        space = SpaceKey(**meta["space"])
        return Cell(space, meta["algo"], meta["fixed"], meta["resamples"], rows)


def _of_row(arrays: Mapping[str, Any], i: int) -> dict[str, Any]:
    start = f"{i} "
    return {
        name.removeprefix(start): values
        for name, values in arrays.items()
        if name.startswith(start)
    }


def save_dataset(folder: Path, dataset: Dataset) -> Path:
    """Write a data set's customers, so that reports need no input file."""
    meta = {
        "name": dataset.name,
        "roles": dict(dataset.roles),
        "log": [vars(step) for step in dataset.log],
        "fingerprint": dataset.fingerprint,
        "simulated": dataset.simulated,
        "columns": list(dataset.frame.columns),
        "cleaning": vars(dataset.cleaning),
    }
    arrays: dict[str, Any] = {"ids": np.array(dataset.ids, dtype=str)}
    arrays |= _column_arrays(dataset.frame, dataset.roles, "column")
    arrays |= _left_out_arrays(dataset)
    if dataset.truth is not None:
        arrays["truth"] = dataset.truth
    name = f"dataset-{content_hash([dataset.name, dataset.fingerprint])}.npz"
    return save_arrays(folder / name, meta, arrays)


def _column_arrays(
    frame: pd.DataFrame, roles: Mapping[str, Role], kind: str
) -> dict[str, Any]:
    arrays: dict[str, Any] = {}
    for i, column in enumerate(frame.columns):
        numeric = roles[column] is Role.NUMERIC
        values = frame[column].to_numpy(dtype=np.float64 if numeric else str)
        arrays[f"{kind}_{i}"] = values
    return arrays


def _left_out_arrays(dataset: Dataset) -> dict[str, Any]:
    """Customers who were left out, if any."""
    out = dataset.left_out
    if out.frame is None:
        return {}
    return {
        "out_ids": np.array(out.ids, dtype=str),
        "out_reasons": np.array(out.reasons, dtype=str),
        "out_positions": np.array(out.positions, dtype=np.int64),
        **_column_arrays(out.frame, dataset.roles, "out"),
    }


def load_dataset(path: Path) -> Dataset:
    """Read what `save_dataset` wrote.

    Raises
    ------
    OutputError
        When the file is damaged, foreign, or of another layout.
    """
    with reading(path):
        return _dataset(*load_arrays(path))


def _dataset(meta: Mapping[str, Any], arrays: Mapping[str, Any]) -> Dataset:
    return Dataset(
        name=meta["name"],
        frame=_frame(meta["columns"], arrays, "column"),
        roles={name: Role(role) for name, role in meta["roles"].items()},
        ids=tuple(str(one) for one in arrays["ids"]),
        truth=arrays.get("truth"),
        log=tuple(CleaningStep(**step) for step in meta["log"]),
        fingerprint=meta["fingerprint"],
        simulated=meta["simulated"],
        cleaning=CleaningPlan(**meta["cleaning"]),
        left_out=_left_out(meta["columns"], arrays),
    )


def _frame(names: Sequence[str], arrays: Mapping[str, Any], kind: str) -> pd.DataFrame:
    return pd.DataFrame({name: arrays[f"{kind}_{i}"] for i, name in enumerate(names)})


def _left_out(names: Sequence[str], arrays: Mapping[str, Any]) -> LeftOut:
    if "out_ids" not in arrays:
        return LeftOut()
    return LeftOut(
        ids=tuple(arrays["out_ids"].tolist()),
        reasons=tuple(arrays["out_reasons"].tolist()),
        positions=tuple(arrays["out_positions"].tolist()),
        frame=_frame(names, arrays, "out"),
    )
