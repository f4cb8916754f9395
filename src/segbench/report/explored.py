"""Write what a customer table looks like, without any clustering."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from segbench.core import Dataset
from segbench.exploration import Exploration
from segbench.report.figures.files import write_figures
from segbench.report.files import write_csv
from segbench.report.html.customers import customers
from segbench.report.html.page import Page, render
from segbench.report.illustrate.of_customers import of_customers
from segbench.store.atomic import write_text
from segbench.version import __version__


def write_exploration(
    dataset: Dataset, found: Exploration, verdicts: Sequence[str], folder: Path
) -> list[Path]:
    """Write ``explore.html``, its figures and its tables.

    Parameters
    ----------
    dataset : Dataset
    found : Exploration
        Of this data set.
    verdicts : sequence of str
        Whether its spaces have cluster structure, a sentence each.
    folder : Path
        Exists.

    Returns
    -------
    list of Path
        The files, the page first.
    """
    drawn = write_figures(of_customers(dataset, found, ""), folder / "figures")
    page = Page(
        title=f"Customers: {dataset.title}",
        verdict=" ".join(verdicts),
        openings=(),
        chapters=[customers([found], drawn)],
        settings=f"n = {dataset.n_customers:,} customers.",
        version=__version__,
    )
    path = folder / "explore.html"
    write_text(path, render(page))
    tables = {
        "columns.csv": found.summary,
        "outliers.csv": found.outliers_frame,
        "redundant.csv": found.redundant_frame,
    }
    written = [write_csv(folder / name, table) for name, table in tables.items()]
    return [path, *written, *(file for one in drawn for file in one.files)]
