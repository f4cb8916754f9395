"""What all figures share: colours, and names that are never read as formulas."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from segbench.visible import one_visible_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe & Ito's colours, told apart with every kind of colour vision
BLUE, VERMILION, BLACK, GREY = "#0072B2", "#D55E00", "#222222", "#666666"

OTHER_SCRIPTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Arial Unicode MS",
)
"""Families for letters that the default one lacks, as far as they are installed."""


def new_figure(width: float, height: float) -> Figure:
    """Make a figure of its own, in inches: no state of pyplot is read or changed."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def lay_out(figure: Figure) -> None:
    """Give the panels their places, if they are looked for, without drawing."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)


def plain_text() -> dict[str, Any]:
    """Settings of a text that comes from outside: ``$`` and ``_`` are only letters."""
    return {"parse_math": False, "usetex": False, "family": list(_families())}


@cache  # asked for every text
def _families() -> tuple[str, ...]:
    from matplotlib import font_manager

    installed = set(font_manager.get_font_names())
    return ("DejaVu Sans", *(name for name in OTHER_SCRIPTS if name in installed))


def one_line(name: str) -> str:
    """Write a name without the breaks that would make it run into others."""
    return one_visible_line(name) or "(no name)"


def shorten(name: str, letters: int) -> str:
    """Cut a name that would leave no room for the figure."""
    whole = one_line(name)
    return whole if len(whole) <= letters else f"{whole[: letters - 1]}…"


SEGMENT_COLORS = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#8C6D00",
    "#222222",
)
"""Okabe & Ito's colours in the order of segments; from the ninth on they repeat."""

SEGMENT_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
"""Markers in the order of segments: colour is never the only difference."""

NOISE_COLOR = "#999999"


def segment_color(segment: int) -> str:
    """Colour of a segment, the same in every figure; grey for noise (-1)."""
    return NOISE_COLOR if segment < 0 else SEGMENT_COLORS[segment % 8]


def segment_marker(segment: int) -> str:
    """Marker of a segment: another one each time the colours start again."""
    if segment < 0:
        return "x"
    return SEGMENT_MARKERS[(segment + segment // 8) % 8]
