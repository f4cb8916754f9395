"""Figures of the study, from its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd

from segbench.figures import critical_difference_diagram
from segbench.ranking.across import DatasetComparison

mpl.use("Agg")
import matplotlib.pyplot as plt

# Okabe & Ito's colours, told apart with every kind of colour vision
BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#555555"
STYLE = {
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.constrained_layout.use": True,
    "savefig.dpi": 130,
}
OURS = ("score", "chosen")


def save(figure: Any, path: Path) -> None:
    """Write a figure without the date and the versions of the day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path.with_suffix(".png"), metadata={"Software": None})


def critical_difference(comparison: DatasetComparison, path: Path) -> None:
    """Draw mean ranks over the data sets, and who cannot be told apart."""
    save(critical_difference_diagram(comparison), path)


def regrets(summary: pd.DataFrame, path: Path) -> None:
    """Draw what every index loses, and how often it finds the best."""
    table = summary.sort_values("regret", ascending=False)
    colours = [VERMILION if name in OURS else BLUE for name in table["index"]]
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(1, 2, figsize=(9, 4.2), sharey=True)
        left, right = axes
        _dots(left, table, ("regret", "regret_low", "regret_high"), colours)
        left.set_xlabel("ARI lost against the best candidate (mean)")
        _dots(right, table, ("rate", "rate_low", "rate_high"), colours)
        right.set_xlabel("share of draws within 0.02 of the best")
        left.set_yticks(range(len(table)), table["index"])
        for one in axes:
            one.set_xlim(left=0)
            one.grid(axis="x", color="#dddddd", lw=0.6)
        save(figure, path)
        plt.close(figure)


def _dots(
    axes: Any, table: pd.DataFrame, names: tuple[str, str, str], colours: list[str]
) -> None:
    value, low, high = (table[name].to_numpy() for name in names)
    for y, colour in enumerate(colours):
        axes.plot([low[y], high[y]], [y, y], color=colour, lw=1.6)
        axes.plot(value[y], y, "o", color=colour, ms=6)


def heat_map(table: pd.DataFrame, path: Path, what: str) -> None:
    """Draw agreement with the truth, data sets by columns of a table."""
    with plt.rc_context(STYLE):
        width, height = 2.6 + 0.42 * table.shape[1], 1.9 + 0.28 * len(table)
        figure, axes = plt.subplots(figsize=(width, height))
        values = table.to_numpy()
        image = axes.imshow(values, cmap="cividis", vmin=0, vmax=1, aspect="auto")
        axes.set_xticks(range(table.shape[1]), table.columns, rotation=60, ha="right")
        axes.set_yticks(range(len(table)), table.index)
        axes.spines[:].set_visible(False)
        for y, x in np.ndindex(values.shape):
            colour = "white" if values[y, x] < 0.55 else "black"
            text = _short(values[y, x])
            axes.text(x, y, text, ha="center", va="center", color=colour, fontsize=7)
        figure.colorbar(image, ax=axes, pad=0.01, label=what)
        save(figure, path)
        plt.close(figure)


def _short(value: float) -> str:
    """Write two decimals without the zero before them; - where there is nothing."""
    if np.isnan(value):
        return "-"
    return f"{max(value, 0.0):.2f}".removeprefix("0")
