"""Which customer is in which segment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from segbench.core import Dataset
from segbench.ranking import Ranking
from segbench.report.results import Results
from segbench.store.atomic import replacing

NO_LABELS = pd.DataFrame(
    {
        **dict.fromkeys(["dataset", "id", "features", "scaler"], pd.Series(dtype=str)),
        "seed": pd.Series(dtype=np.int64),
        **dict.fromkeys(["algo", "params"], pd.Series(dtype=str)),
        "segment": pd.Series(dtype=np.int64),
    }
)
"""The table of all labels when no candidate has any."""


def labels_frames(results: Results) -> dict[str, pd.DataFrame]:
    """Each data set's customers with the first-ranked segmentation of every space.

    Returns
    -------
    dict of DataFrame
        By the data set's name: ``id`` and one column per space, -1 = noise, empty
        where nothing was ranked.
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
    """One data set's customers with the first-ranked segmentation of every space."""
    columns: dict[str, object] = {"id": dataset.ids}
    for ranking in results.rankings:
        if ranking.space.fingerprint == dataset.fingerprint:
            name = results.space_name(ranking.space)
            columns[name.removeprefix(f"{dataset.name} / ")] = _winner_labels(
                ranking, dataset.n_customers
            )
    return pd.DataFrame(columns)


def _winner_labels(ranking: Ranking, n_customers: int) -> pd.Series:
    if not ranking.ranked:
        return pd.Series([pd.NA] * n_customers, dtype="Int64")
    return pd.Series(ranking.ranked[0].scored.labeling.labels, dtype="Int64")


def write_all_labels(results: Results, path: Path) -> Path:
    """Write the labels of every candidate as one tidy Parquet table.

    Columns are ``dataset, id, features, scaler, seed, algo, params, segment``.
    """
    import duckdb

    parts = [_all_labels(results, ranking) for ranking in results.rankings]
    table = pd.concat([NO_LABELS, *(part for group in parts for part in group)])
    with replacing(path) as temporary, duckdb.connect() as connection:
        connection.register("labels", table)
        target = str(temporary).replace("'", "''")
        connection.execute(f"COPY labels TO '{target}' (FORMAT parquet)")
    return path


def _all_labels(results: Results, ranking: Ranking) -> list[pd.DataFrame]:
    dataset = results.datasets[ranking.space.fingerprint]
    key = ranking.space
    ids = np.array(dataset.ids, dtype=object)
    return [
        pd.DataFrame(
            {
                "dataset": key.dataset,
                "id": ids,
                "features": key.features,
                "scaler": key.scaler,
                "seed": key.seed,
                "algo": row.scored.labeling.setting.algo,
                "params": row.scored.labeling.setting.text,
                "segment": row.scored.labeling.labels,
            }
        )
        for row in ranking.rows
        if row.scored.labeling.labels is not None
    ]
