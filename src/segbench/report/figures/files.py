"""Write figures as files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segbench.report.illustrate import Illustration, Place
from segbench.store.atomic import replacing

FORMATS = ("svg", "png", "pdf")

NO_DATE = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
"""Metadata that would differ from run to run."""

SALT: dict[Any, Any] = {"svg.hashsalt": "segbench", "pdf.fonttype": 42}
"""Names inside the files that are the same every time; fonts embedded whole."""

DPI = 150


@dataclass(frozen=True)
class DrawnFigure:
    """A figure that was written, with its words."""

    name: str
    place: Place
    caption: str
    description: str
    files: tuple[Path, ...]  # in the order of `FORMATS`
    aspect: float  # width / height


def write_figures(drawn: Iterable[Illustration], folder: Path) -> list[DrawnFigure]:
    """Write every figure in every format.

    Returns
    -------
    list of DrawnFigure
        Empty where there is nothing to draw.
    """
    from matplotlib import rc_context

    written = []
    with rc_context(SALT):
        for one in drawn:
            folder.mkdir(exist_ok=True)
            files = tuple(_write(one, folder, form) for form in FORMATS)
            words = one.name, one.place, one.caption, one.description
            width, height = one.figure.get_size_inches()
            written.append(DrawnFigure(*words, files, float(width / height)))
    return written


def _write(one: Illustration, folder: Path, form: str) -> Path:
    path = folder / f"{one.name}.{form}"
    with replacing(path) as temporary:
        one.figure.savefig(temporary, format=form, metadata=NO_DATE[form], dpi=DPI)
    return path
