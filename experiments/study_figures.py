"""Figures that studies draw of their own tables."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from study_tables import shares

from segbench.cli.stored import read_results
from segbench.report.reference.algorithms import algorithms_frame

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
    _heat(right, pd.read_csv(run / "agreement.csv"), "scaler", "of the chosen segments")
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


def _heat(axes: Axes, frame: pd.DataFrame, by: str, what: str) -> None:
    """Draw a square of adjusted Rand indices between what a column names."""
    names = list(dict.fromkeys([*frame[by], *frame[f"other_{by}"]]))
    values = np.eye(len(names))
    for one, other, ari in frame[[by, f"other_{by}", "ari"]].itertuples(index=False):
        i, j = names.index(one), names.index(other)
        values[i, j] = values[j, i] = ari
    axes.imshow(values, vmin=0, vmax=1, cmap="Blues")
    for (i, j), value in np.ndenumerate(values):
        colour = "white" if value > 0.6 else INK
        axes.text(j, i, f"{value:.2f}", ha="center", va="center", color=colour)
    turned = 30 if max(map(len, names)) > 9 else 0
    axes.set_xticks(range(len(names)), names, rotation=turned)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(length=0)
    axes.set_title(f"Adjusted Rand index {what}", fontsize=11)


def orders_figure(run: Path, figures: Path, *, name: str) -> None:
    """Draw the smallest segments of raw and logarithmic values, and who agrees."""
    figure, (left, *squares) = plt.subplots(
        1, 3, figsize=(14, 4.6), width_ratios=(1.1, 1, 1), layout="constrained"
    )
    _smallest(left, pd.read_csv(run / "ranking.csv"))
    alike = algorithms_frame(read_results(str(run))[1])
    for axes, (features, frame) in zip(squares, alike.groupby("features"), strict=True):
        _heat(axes, frame, "algo", f"in {features}")
    figure.savefig(figures / f"{name}.png", dpi=100)
    plt.close(figure)


def _smallest(axes: Axes, frame: pd.DataFrame) -> None:
    found = frame[frame["smallest_share"] > 0]
    for features, colour, shift in (("rfm_log", BLUE, -0.12), ("rfm", ORANGE, 0.12)):
        one = found[found["features"] == features]
        label = f"{features} ({len(one)})"
        place = one["k"] + shift
        axes.scatter(place, one["smallest_share"], s=14, color=colour, label=label)
    axes.axhline(0.01, color=INK, linewidth=1, linestyle="--")
    axes.annotate(
        "gate: 1 %",
        (1, 0.01),
        xycoords=("axes fraction", "data"),
        xytext=(-4, 3),
        textcoords="offset points",
        ha="right",
    )
    axes.set_yscale("log")
    axes.set(xlabel="segments found", ylabel="share of the smallest segment")
    axes.set_title("Smallest segment of every candidate", fontsize=11)
    axes.legend(frameon=False, loc="upper right")
    axes.spines[["top", "right"]].set_visible(False)


def mixed_figure(run: Path, figures: Path, *, name: str) -> None:
    """Draw what every variable has to say in each space, and how like these are."""
    frame = shares(run).set_index("variable")[::-1]
    figure, (left, right) = plt.subplots(
        1,
        2,
        figsize=(11, 1.6 + 0.2 * len(frame)),
        width_ratios=(1.3, 1),
        layout="constrained",
    )
    marks = zip(frame.columns, "osD", (BLUE, ORANGE, INK), strict=True)
    for features, marker, colour in marks:
        left.plot(
            frame[features],
            range(len(frame)),
            marker,
            color=colour,
            label=features,
            markersize=5,
            alpha=0.8,
        )
    left.set_yticks(range(len(frame)), frame.index, fontsize=8)
    left.set_xlabel("share in the distances")
    left.grid(axis="y", color="#dddddd", linewidth=0.6)
    left.set_axisbelow(True)
    left.legend(frameon=False, loc="lower right")
    left.spines[["top", "right"]].set_visible(False)
    left.set_title("What each variable has to say", fontsize=11)
    _heat(right, pd.read_csv(run / "agreement.csv"), "features", "of the chosen")
    figure.savefig(figures / f"{name}.png", dpi=100)
    plt.close(figure)


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
