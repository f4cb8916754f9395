"""What processes have to import before they can draw; this imports none of it."""

from __future__ import annotations

TO_DRAW = (
    "segbench.report.figures.files",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_pdf",
    "matplotlib.backends.backend_svg",
)
"""Modules of the figures and of the formats that they are written in."""
