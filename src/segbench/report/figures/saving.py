"""Save a figure in every format, what all formats share being found once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segbench.report.figures.drawing import lay_out
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


def save_figure(figure: Figure, files: Sequence[Path]) -> None:
    """Write a figure in every format, each file whole or not at all.

    Parameters
    ----------
    figure : Figure
        Its layout is fixed: it is not to be resized afterwards.
    files : sequence of Path
        In the order of `FORMATS`.
    """
    from matplotlib import rc_context

    with rc_context(SALT), _glyphs_alone():
        _fix(figure)
        for path, form in zip(files, FORMATS, strict=True):
            with replacing(path) as temporary:
                figure.savefig(
                    temporary, format=form, metadata=NO_DATE[form], dpi=DPI[form]
                )


def _fix(figure: Figure) -> None:
    """Fix what would be looked for in each format again, with the same end."""
    lay_out(figure)
    figure.set_layout_engine("none")
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if not axis.get_label_text():  # a place is found for empty labels too
                axis.set_label_coords(0, 0)


@contextmanager
def _glyphs_alone() -> Iterator[None]:
    """Embed fonts without their rules for joining letters, which take long to cut.

    A PDF places every glyph itself. Where fontTools keeps its list elsewhere, the rules
    are embedded as well.
    """
    from fontTools.subset import Options

    name = "_drop_tables_default"
    kept = getattr(Options, name, [])
    setattr(Options, name, [*kept, "GSUB", "GPOS", "GDEF"])
    try:
        yield
    finally:
        setattr(Options, name, kept)
