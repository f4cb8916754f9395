"""Figures that studies draw of their own tables."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

mpl.use("Agg")
INK, SOFT = "#1c2430", "#566072"
BLUE, ORANGE = "#0072B2", "#D55E00"
RATES = Path(__file__).parents[1] / "results" / "reference" / "null" / "rates.csv"


def scalers_figure(run: Path, figures: Path) -> None:
    """Draw the order of the scalers by raw and by calibrated values, and agreement."""
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(10, 4.2), width_ratios=(1, 1.15), layout="constrained"
    )
    _slopes(left, pd.read_csv(run / "spaces.csv"))
    _heat(right, pd.read_csv(run / "agreement.csv"))
    figure.savefig(figures / "scalers.png", dpi=110)
    plt.close(figure)


def _slopes(axes: Axes, frame: pd.DataFrame) -> None:
    raw = frame["silhouette"].rank(ascending=False)
    calibrated = frame["null_score"].rank(ascending=False)
    for i, row in frame.iterrows():
        ends = [raw[i], calibrated[i]]
        colour = SOFT if row["structure"] == "yes" else ORANGE
        axes.plot([0, 1], ends, color=colour, marker="o", linewidth=2)
        axes.annotate(
            f"{row['scaler']} {row['silhouette']:.2f}",
            (0, ends[0]),
            xytext=(-8, 0),
            textcoords="offset points",
            ha="right",
            va="center",
        )
        axes.annotate(
            f"{row['null_score']:.1f} {row['scaler']}",
            (1, ends[1]),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set(xlim=(-0.75, 1.75), ylim=(len(frame) + 0.5, 0.5))
    axes.set_xticks([0, 1], ["raw silhouette", "null score"])
    axes.set_yticks(range(1, len(frame) + 1))
    axes.set_ylabel("order of the scalers")
    axes.set_title("Raw and calibrated order (orange: no structure)", fontsize=11)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _heat(axes: Axes, frame: pd.DataFrame) -> None:
    names = sorted({*frame["scaler"], *frame["other_scaler"]})
    values = np.eye(len(names))
    for row in frame.itertuples():
        i, j = names.index(row.scaler), names.index(row.other_scaler)
        values[i, j] = values[j, i] = row.ari
    axes.imshow(values, vmin=0, vmax=1, cmap="Blues")
    for (i, j), value in np.ndenumerate(values):
        colour = "white" if value > 0.6 else INK
        axes.text(j, i, f"{value:.2f}", ha="center", va="center", color=colour)
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(length=0)
    axes.set_title("Adjusted Rand index of the chosen segments", fontsize=11)


def rates_figure(_: Path, figures: Path) -> None:
    """Draw how often structure is found, with exact intervals, from the large study."""
    frame = pd.read_csv(RATES, keep_default_na=False)  # a kind is called null
    kinds = {
        "null": "no structure",
        "structure": "structure",
        "bent": "bent, no segments",
    }
    figure, panels = plt.subplots(
        1, 3, figsize=(11, 5.2), layout="constrained", width_ratios=(1.2, 1, 1)
    )
    for axes, (kind, title) in zip(panels, kinds.items(), strict=True):
        _dots(axes, frame[frame["kind"] == kind], title)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=6, frameon=False)
    panels[0].set_xlim(0, 0.125)
    panels[0].axvline(0.05, color=ORANGE, linewidth=1, linestyle="--")
    figure.savefig(figures / "rates.png", dpi=100)
    plt.close(figure)


def _dots(axes: Axes, frame: pd.DataFrame, title: str) -> None:
    names = list(dict.fromkeys(frame["data"]))
    markers = {200: "o", 1000: "s"}
    colours = {2: BLUE, 4: SOFT, 8: INK}
    groups = list(frame.groupby(["n", "d"]))
    for place, ((n, d), cells) in enumerate(groups):
        shift = (place - (len(groups) - 1) / 2) * 0.13
        y = [names.index(one) + shift for one in cells["data"]]
        ends = [cells["rate"] - cells["low"], cells["high"] - cells["rate"]]
        axes.errorbar(
            cells["rate"],
            y,
            xerr=ends,
            fmt=markers[n],
            color=colours[d],
            markersize=4,
            linewidth=1,
            label=f"n = {n:,}, d = {d}",
        )
    axes.set_yticks(range(len(names)), [one.replace("_", " ") for one in names])
    axes.set(ylim=(len(names) - 0.5, -0.5), xlim=(0, 1.02))
    axes.set_xlabel("share with structure found")
    axes.set_title(title, fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
