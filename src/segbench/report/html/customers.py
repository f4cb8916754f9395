"""What the customers look like before anybody clusters them."""

from __future__ import annotations

from collections.abc import Sequence

from segbench.exploration import Exploration
from segbench.report.figures.files import DrawnFigure
from segbench.report.html.parts import Chapter, Grid, grid
from segbench.report.html.pictures import pictures_of
from segbench.report.illustrate import MOST_TALES, Place


def customers(found: Sequence[Exploration], drawn: Sequence[DrawnFigure]) -> Chapter:
    """Write what is to be known of every data set first."""
    lines: list[str] = []
    grids: list[Grid] = []
    for number, one in enumerate(found):
        lines += [f"{one.title}:"] if len(found) > 1 else []
        lines += one.findings
        grids += _grids(one, number)
    if len(found) > MOST_TALES:
        lines.append(f"Figures show the first {MOST_TALES} data sets.")
    pictures = pictures_of(drawn, Place.CUSTOMERS)
    return Chapter(
        Place.CUSTOMERS, "The customers", tuple(lines), tuple(grids), pictures
    )


def _grids(one: Exploration, number: int) -> list[Grid]:
    tables = {
        "columns": ("Every variable", one.summary),
        "outliers": ("Customers far from the others", one.outliers_frame),
        "redundant": ("Variables that say the same", one.redundant_frame),
    }
    return [
        grid(f"{name}-{number}", f"{title} ({one.title})", frame)
        for name, (title, frame) in tables.items()
        if len(frame)
    ]
