"""The tables of a run that are small and mean something: those that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from segbench.errors import UnknownNameError
from segbench.report import frames
from segbench.report.agreement import agreement_frame
from segbench.report.datasets import dataset_frames
from segbench.report.distances import distances_frame
from segbench.report.files import as_csv, labels_name
from segbench.report.labels import labels_frames
from segbench.report.reference.algorithms import algorithms_frame
from segbench.report.results import Results
from segbench.report.spaces import spaces_frame

MOST_LABELS = 1_000
"""Customers up to which the labels of everybody are kept."""


def best_frame(results: Results) -> pd.DataFrame:
    """The best setting of each algorithm in every space."""
    return pd.concat(
        [frames.best_frame(ranking) for ranking in results.rankings], ignore_index=True
    )


def chosen_segments(results: Results) -> pd.DataFrame:
    """The segments that are chosen in every space."""
    rankings = tuple(
        replace(one, rows=() if one.chosen is None else (one.chosen,))
        for one in results.rankings
    )
    return frames.segments_frame(replace(results, rankings=rankings))


TABLES: Mapping[str, Callable[[Results], pd.DataFrame]] = {
    "ranking": frames.ranking_frame,
    "best": best_frame,
    "spaces": spaces_frame,
    "segments": chosen_segments,
    "distances": distances_frame,
    "agreement": agreement_frame,
    "algorithms": algorithms_frame,
    "scores": frames.scores_frame,
}
"""Tables by name; those over data sets and the labels are made apart."""

DATASETS, LABELS = "datasets", "labels"
"""Names of the tables over data sets, and of those that name the customers."""

KNOWN = (*TABLES, DATASETS, LABELS)
"""Everything that may be kept."""

USUAL = tuple(one for one in KNOWN if one not in ("best", "algorithms", "scores"))
"""What is kept when nothing is named; of datasets and labels, where there are any."""


def texts_of(results: Results, names: Sequence[str]) -> dict[str, str]:
    """Write tables as CSV text, with ten digits that count.

    Parameters
    ----------
    results : Results
    names : sequence of str
        Of `KNOWN`.

    Raises
    ------
    UnknownNameError
        When there is no such table.
    """
    made: dict[str, pd.DataFrame] = {}
    for name in names:
        if name not in KNOWN:
            raise UnknownNameError("table", name, KNOWN)
        if name in TABLES:
            made[f"{name}.csv"] = TABLES[name](results)
    if DATASETS in names:
        made |= dataset_frames(results)
    if LABELS in names:
        made |= _labels(results)
    return {name: as_csv(frame) for name, frame in made.items() if len(frame)}


def names_of(files: Iterable[str]) -> list[str]:
    """Names of the tables that files hold."""
    stems = {name.removesuffix(".csv") for name in files}
    found = [name for name in (*TABLES, DATASETS) if name in stems]
    return found + [LABELS] * any(one.split("_")[0] == LABELS for one in stems)


def _labels(results: Results) -> dict[str, pd.DataFrame]:
    found = labels_frames(results)
    return {
        labels_name(name, len(found)): frame
        for name, frame in found.items()
        if len(frame) <= MOST_LABELS
    }
