"""Figures inside the page."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from segbench.report.figures.files import DrawnFigure
from segbench.report.html.parts import Picture
from segbench.report.illustrate import Place

LARGEST_DRAWING = 150_000
"""Bytes up to which a figure is a drawing; a larger one is a picture of pixels."""

WIDE = 1.9
"""Width by height from which on a figure takes the whole width."""


def pictures_of(drawn: Sequence[DrawnFigure], place: Place) -> tuple[Picture, ...]:
    """Put the figures of a chapter into the page itself."""
    return tuple(_picture(one) for one in drawn if one.place is place)


def _picture(one: DrawnFigure) -> Picture:
    drawing, pixels, *_ = one.files
    small = drawing.stat().st_size <= LARGEST_DRAWING
    kind = "svg+xml" if small else "png"
    content = (drawing if small else pixels).read_bytes()
    text = base64.b64encode(content).decode("ascii")
    return Picture(
        f"figure-{one.name}",
        f"data:image/{kind};base64,{text}",
        one.description,
        one.caption,
        wide=one.aspect > WIDE,
    )
