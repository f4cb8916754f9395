"""Write figures as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from segbench.executors import Limits, Lost, processes
from segbench.report.figures.saving import FORMATS, save_figure
from segbench.report.illustrate import Illustration, Place

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHARED_FROM = 6
"""Figures from which on several processes draw them: fewer are drawn sooner here."""


@dataclass(frozen=True)
class Drawing:
    """Whether figures are wanted, and how many are written at once."""

    wanted: bool = True
    n_workers: int = 1


@dataclass(frozen=True)
class DrawnFigure:
    """A figure that was written, with its words."""

    name: str
    place: Place
    caption: str
    description: str
    files: tuple[Path, ...]  # in the order of `FORMATS`
    aspect: float  # width / height


def write_figures(
    planned: Iterable[Illustration], folder: Path, n_workers: int = 1
) -> list[DrawnFigure]:
    """Draw and write every figure in every format.

    Parameters
    ----------
    planned : iterable of Illustration
        Drawn one by one as they are written.
    folder : Path
        Made when there is a figure.
    n_workers : int
        Processes that draw at once.

    Returns
    -------
    list of DrawnFigure
        Empty where there is nothing to draw.
    """
    wanted = list(planned)
    if not wanted:
        return []
    folder.mkdir(exist_ok=True)
    files = [tuple(folder / f"{one.name}.{form}" for form in FORMATS) for one in wanted]
    pieces = [(one.draw, its) for one, its in zip(wanted, files, strict=True)]
    aspects = _shared_out(pieces, n_workers if len(wanted) >= SHARED_FROM else 1)
    return [
        DrawnFigure(
            one.name, one.place, one.caption, one.description, its, aspects[position]
        )
        for position, (one, its) in enumerate(zip(wanted, files, strict=True))
    ]


_Piece = tuple[Callable[[], "Figure"], tuple[Path, ...]]


def _shared_out(pieces: Sequence[_Piece], n_workers: int) -> dict[int, float]:
    """Draw in this process or in several; what one of them loses is drawn here."""
    if n_workers == 1:
        return {position: _write(*piece) for position, piece in enumerate(pieces)}
    found = processes(n_workers).run(_write, pieces, Limits())
    return {
        position: _write(*pieces[position]) if isinstance(aspect, Lost) else aspect
        for position, aspect in found
    }


def _write(draw: Callable[[], Figure], files: tuple[Path, ...]) -> float:
    """Draw a figure and save it; return its width by its height."""
    figure = draw()
    save_figure(figure, files)
    width, height = figure.get_size_inches()
    return float(width / height)
