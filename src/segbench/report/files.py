"""Write the tables of a run."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from segbench.report import frames
from segbench.report.agreement import agreement_frame
from segbench.report.datasets import dataset_frames
from segbench.report.distances import distances_frame
from segbench.report.figures.files import Drawing, write_figures
from segbench.report.html import write_page
from segbench.report.illustrate import illustrations
from segbench.report.labels import labels_frames, writing_all_labels
from segbench.report.methods import bibliography, methods_latex, methods_markdown
from segbench.report.paper.files import write_paper
from segbench.report.results import Results
from segbench.report.spaces import spaces_frame
from segbench.report.story import Story
from segbench.report.text import DIGITS, to_latex, to_markdown
from segbench.store.atomic import write_text
from segbench.store.folder import RunFolder
from segbench.visible import without_formulas

CSV_TABLES: dict[str, Callable[[Results], pd.DataFrame]] = {
    "ranking.csv": frames.ranking_frame,
    "spaces.csv": spaces_frame,
    "scores.csv": frames.scores_frame,
    "distances.csv": distances_frame,
    "segments.csv": frames.segments_frame,
    "timings.csv": frames.timings_frame,
}
"""Tables by file name."""


def write_tables(
    results: Results, told: Callable[[], Story], folder: RunFolder
) -> tuple[Story, list[Path]]:
    """Write every table, each whole or not at all.

    Parameters
    ----------
    results : Results
    told : callable
        Gives the results explored and profiled; asked while the largest file, which
        has the labels of all candidates, is written.
    folder : RunFolder

    Returns
    -------
    story : Story
        What was told.
    files : list of Path
        The most useful first.
    """
    with writing_all_labels(results, folder.path / "labels.parquet") as labels:
        story = told()
        return story, [*_write_tables(results, folder), labels.result()]


def _write_tables(results: Results, folder: RunFolder) -> list[Path]:
    written = []
    for name, make in CSV_TABLES.items():
        written.append(write_csv(folder.path / name, make(results)))
    for name, text in (
        ("ranking.md", to_markdown(results)),
        ("ranking.tex", to_latex(results)),
        ("methods.md", methods_markdown(results)),
        ("methods.tex", methods_latex(results)),
        ("references.bib", bibliography(results)),
    ):
        write_text(folder.path / name, text)
        written.append(folder.path / name)
    for dataset, labels in labels_frames(results).items():
        file = folder.path / labels_name(dataset, len(results.datasets))
        written.append(write_csv(file, labels))
    if len(results.rankings) > 1:
        table = agreement_frame(results)
        written.append(write_csv(folder.path / "agreement.csv", table))
    for name, table in dataset_frames(results).items():
        written.append(write_csv(folder.path / name, table))
    return written


def write_story(story: Story, folder: RunFolder, drawing: Drawing) -> list[Path]:
    """Write what is to be looked at: the report, its figures, the paper.

    Figures take every core, and memory of their own: they come after the tables.

    Parameters
    ----------
    story : Story
    folder : RunFolder
    drawing : Drawing
        Whether there are figures, and how many are drawn at once.

    Returns
    -------
    list of Path
        The most useful first.
    """
    made = illustrations(story) if drawing.wanted else ()
    drawn = write_figures(made, folder.path / "figures", drawing.n_workers)
    report = write_page(story, drawn, folder.path / "report.html")
    captions = {one.name: one.caption for one in drawn}
    paper = write_paper(story.results, folder.path / "paper", captions)
    return [report, *(file for one in drawn for file in one.files), *paper]


def labels_name(dataset: str, n_datasets: int) -> str:
    """File name of a data set's labels; safe whatever the data set is called."""
    if n_datasets == 1:
        return "labels.csv"
    return f"labels_{re.sub(r'[^A-Za-z0-9_-]+', '_', dataset)[:60]}.csv"


def write_csv(path: Path, table: pd.DataFrame) -> Path:
    """Write a table, the file whole or not at all."""
    write_text(path, as_csv(table))
    return path


def as_csv(table: pd.DataFrame) -> str:
    """Write a table with as many digits as count; no text in it acts as a formula."""
    text: str = without_formulas(table).to_csv(
        index=False, float_format=f"%.{DIGITS}g", lineterminator="\n"
    )
    return text
