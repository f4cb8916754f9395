"""Which customer is in which segment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segbench.core import Dataset, Labels
from segbench.ranking import Ranking
from segbench.report.results import Results
from segbench.store.atomic import replacing

NO_LABELS = pd.DataFrame(
    {
        **dict.fromkeys(["dataset", "id", "features", "scaler"], pd.Series(dtype=str)),
        "seed": pd.Series(dtype=np.int64),
        **dict.fromkeys(["algo", "params"], pd.Series(dtype=str)),
        "segment": pd.Series(dtype="Int64"),
        "left_out": pd.Series(dtype="string"),
    }
)
"""The table of all labels when no candidate has any."""


def labels_frames(results: Results) -> dict[str, pd.DataFrame]:
    """Each data set's customers with the first-ranked segmentation of every space.

    Returns
    -------
    dict of DataFrame
        By the data set's name: as `labels_of` has it.
    """
    return {
        name: labels_of(results, dataset)
        for name, dataset in named_datasets(results).items()
    }


def named_datasets(results: Results) -> dict[str, Dataset]:
    """Data sets by a name of their own, whatever they are called."""
    named: dict[str, Dataset] = {}
    for fingerprint, dataset in results.datasets.items():
        taken = dataset.name in named
        named[f"{dataset.name}-{fingerprint[:6]}" if taken else dataset.name] = dataset
    return named


def labels_of(results: Results, dataset: Dataset) -> pd.DataFrame:
    """List one data set's customers with the segmentation chosen in every space.

    Returns
    -------
    DataFrame
        A row for each customer of the input, in its order: ``id`` and one column per
        space, -1 = noise, empty where nothing was ranked and for customers who were
        left out. If there are such, ``left_out`` says why.
    """
    everybody = _everybody(dataset)
    columns: dict[str, object] = {"id": everybody["id"]}
    for ranking in results.rankings:
        if ranking.space.fingerprint == dataset.fingerprint:
            name = results.space_name(ranking.space)
            chosen = ranking.chosen
            found = None if chosen is None else chosen.scored.labeling.labels
            columns[name.removeprefix(f"{dataset.name} / ")] = _segments(dataset, found)
    if len(dataset.left_out):
        columns["left_out"] = everybody["left_out"]
    return pd.DataFrame(columns)


def _everybody(dataset: Dataset) -> pd.DataFrame:
    """Ids of all customers of the input in its order, and why some were left out."""
    out = dataset.left_out
    ids = np.empty(dataset.n_customers + len(out), dtype=object)
    ids[list(out.positions)] = out.ids
    ids[_positions(dataset)] = dataset.ids
    reasons = pd.Series(pd.NA, index=range(len(ids)), dtype="string")
    reasons.iloc[list(out.positions)] = list(out.reasons)
    return pd.DataFrame({"id": ids, "left_out": reasons})


def _segments(dataset: Dataset, labels: Labels | None) -> pd.Series:
    """Labels of all customers of the input, empty for those who have none."""
    n = dataset.n_customers + len(dataset.left_out)
    segments = pd.Series(pd.NA, index=range(n), dtype="Int64")
    if labels is not None:
        segments.iloc[_positions(dataset)] = labels
    return segments


def _positions(dataset: Dataset) -> NDArray[np.int64]:
    """Where, among all customers of the input, those of the data set stand."""
    out = dataset.left_out
    everywhere = np.arange(dataset.n_customers + len(out))
    return np.setdiff1d(everywhere, out.positions).astype(np.int64)


@contextmanager
def writing_all_labels(results: Results, path: Path) -> Iterator[Future[Path]]:
    """Write the labels of every candidate as one tidy Parquet table, beside other work.

    Columns are ``dataset, id, features, scaler, seed, algo, params, segment,
    left_out``: every customer of the input in its order, the segment NULL for those
    who were left out, and why they were. A million customers by dozens of candidates
    are more than the memory holds: the rows are made while they are written, and by
    nothing that Python would have to wait for.

    Yields
    ------
    Future
        The file, once it is whole. Where the block ends in an error, so does the
        writing, at once.
    """
    import duckdb

    with duckdb.connect() as connection, ThreadPoolExecutor(1) as beside:
        connection.register("nothing", NO_LABELS)
        parts = ["SELECT * FROM nothing"]
        for number, ranking in enumerate(results.rankings):
            parts += _register(connection, results, ranking, f"customers{number}")
        rows = " UNION ALL ".join(parts)
        try:
            yield beside.submit(_copy, connection, rows, path)
        except BaseException:
            connection.interrupt()
            raise


def _copy(connection: Any, rows: str, path: Path) -> Path:
    with replacing(path) as temporary:
        target = str(temporary).replace("'", "''")
        connection.execute(f"COPY ({rows}) TO '{target}' ({FORMAT})")
    return path


FORMAT = "FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2"
"""Ids, which come again with every candidate, take little room in it."""


def _register(
    connection: Any, results: Results, ranking: Ranking, customers: str
) -> list[str]:
    """Make the customers and the labels of a space known; return a query for each."""
    dataset, key = results.datasets[ranking.space.fingerprint], ranking.space
    connection.register("everybody", _everybody(dataset))
    connection.execute(
        f"CREATE TABLE {customers} AS SELECT id::VARCHAR AS id, "  # noqa: S608
        "left_out::VARCHAR AS left_out FROM everybody"
    )
    connection.unregister("everybody")
    queries = []
    for i, row in enumerate(ranking.rows):
        labels = row.scored.labeling.labels
        if labels is None:
            continue
        name = f"{customers}_{i}"
        segments = pd.DataFrame({"segment": _everywhere(dataset, labels)}, copy=False)
        connection.register(name, segments)
        setting = row.scored.labeling.setting
        texts = (key.dataset, key.features, key.scaler, setting.algo, setting.text)
        named, features, scaler, algo, params = map(_literal, texts)
        queries.append(
            # texts are literals, the rest are names and numbers of this function
            f"SELECT {named}, id, {features}, {scaler}, {key.seed}::BIGINT, {algo}, "  # noqa: S608
            f"{params}, CASE WHEN left_out IS NULL THEN segment::BIGINT END, left_out "
            f"FROM {customers} POSITIONAL JOIN {name}"
        )
    return queries


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _everywhere(dataset: Dataset, labels: Labels) -> Labels:
    """Labels by the input's order; of those who were left out they mean nothing."""
    if not len(dataset.left_out):
        return labels
    found = np.zeros(dataset.n_customers + len(dataset.left_out), dtype=labels.dtype)
    found[_positions(dataset)] = labels
    return found
