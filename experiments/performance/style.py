"""What the figures of the measurements share."""

from __future__ import annotations

from collections.abc import Sequence

# Okabe and Ito's colours, apart with every kind of colour vision
BLUE, ORANGE, GREEN, PINK, GREY = "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#555555"
VERMILION = "#D55E00"

Table = Sequence[dict[str, str]]
"""Rows of a table as it is stored."""
