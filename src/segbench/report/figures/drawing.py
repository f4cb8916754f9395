"""What all figures share: colours, and names that are never read as formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def plain_text() -> dict[str, Any]:
    """Settings of a text that comes from outside: ``$`` and ``_`` are only letters."""
    from matplotlib import font_manager

    installed = set(font_manager.get_font_names())
    families = ["DejaVu Sans", *(name for name in OTHER_SCRIPTS if name in installed)]
    return {"parse_math": False, "usetex": False, "family": families}


def one_line(name: str) -> str:
    """Write a name without the breaks that would make it run into others."""
    return " ".join(name.split()) or "(no name)"
