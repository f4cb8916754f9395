"""Write figures as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segbench.report.illustrate import Illustration, Place
from segbench.store.atomic import replacing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("svg", "png", "pdf")

NO_DATE = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
"""Metadata that would differ from run to run."""

SALT: dict[Any, Any] = {"svg.hashsalt": "segbench", "pdf.fonttype": 42}
"""Names inside the files that are the same every time; fonts embedded whole."""

DPI = {"svg": 200, "png": 150, "pdf": 200}
"""Dots per inch, of drawings those of the points that are too many for lines."""


@dataclass(frozen=True)
class Drawing:
    """Whether figures are wanted, and how many are written at once."""

    wanted: bool = True
    n_workers: int = 1


FIGURES = Drawing()
"""Figures, one at a time."""


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
    drawn: Iterable[Illustration], folder: Path, n_workers: int = 1
) -> list[DrawnFigure]:
    """Write every figure in every format.

    Parameters
    ----------
    drawn : iterable of Illustration
        Drawn one by one as they are written.
    folder : Path
        Made when there is a figure.
    n_workers : int
        Processes that write at once.

    Returns
    -------
    list of DrawnFigure
        Empty where there is nothing to draw.
    """
    from joblib import Parallel, delayed

    words: list[DrawnFigure] = []

    def tasks() -> Iterator[Any]:
        for one in drawn:
            folder.mkdir(exist_ok=True)
            words.append(_in_words(one, folder))
            yield delayed(_write)(one.figure, words[-1].files)

    Parallel(n_jobs=n_workers)(tasks())
    return words


def _in_words(one: Illustration, folder: Path) -> DrawnFigure:
    width, height = one.figure.get_size_inches()
    return DrawnFigure(
        one.name,
        one.place,
        one.caption,
        one.description,
        tuple(folder / f"{one.name}.{form}" for form in FORMATS),
        float(width / height),
    )


def _write(figure: Figure, files: Sequence[Path]) -> None:
    from matplotlib import rc_context

    with rc_context(SALT):
        for path, form in zip(files, FORMATS, strict=True):
            with replacing(path) as temporary:
                figure.savefig(
                    temporary, format=form, metadata=NO_DATE[form], dpi=DPI[form]
                )
