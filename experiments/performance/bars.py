"""Figures that are bars: a load, whole runs, order logs, a million customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from style import BLUE, GREEN, GREY, ORANGE, VERMILION, Table


def draw_null_load(table: Table) -> Any:
    """Draw how many times fewer seconds the load of a structure test takes."""
    names = [
        f"{row['data sets']} data sets, {row['points x features']}" for row in table
    ]
    figure, axes = plt.subplots(figsize=(7, 2))
    columns = {"CPU": "CPU ratio", "wall": "wall ratio"}
    _side_by_side(axes, table, names, columns, "{:.1f}x")
    axes.set(xlabel="seconds of scikit-learn / segbench", xlim=(0, 17))
    return figure


def draw_datasets(table: Table) -> Any:
    """Draw the seconds of whole runs beside what they may take."""
    figure, axes = plt.subplots(figsize=(7, 3))
    names = [row["data"] for row in table]
    walls = [float(row["wall s"]) for row in table]
    bars = axes.barh(names, walls, color=BLUE, height=0.6)
    said = [f"{wall:.0f} s" for wall in walls]
    axes.bar_label(bars, said, label_type="center", color="white")
    limits = [(i, row["target, s"]) for i, row in enumerate(table) if row["target, s"]]
    for i, limit in limits:
        label = "limit" if i == limits[0][0] else None
        axes.plot([float(limit)] * 2, [i - 0.4, i + 0.4], color=VERMILION, label=label)
    axes.set(xlabel="seconds, start-up included", xlim=(0, 105))
    axes.invert_yaxis()
    axes.legend(frameon=False, loc="upper right")
    return figure


def draw_orders(table: Table) -> Any:
    """Draw how many times the bare query's time each way takes, by kind of file."""
    logs = list(dict.fromkeys(row["log"] for row in table))
    figure, both = plt.subplots(
        1, len(logs), figsize=(7, 2.4), sharey=True, squeeze=False
    )
    for axes, log in zip(both[0], logs, strict=True):
        rows = [row for row in table if row["log"] == log]
        times = [float(row["wall, times the bare query"]) for row in rows]
        own = [BLUE if row["way"] == "segbench" else GREY for row in rows]
        bars = axes.barh([row["way"] for row in rows], times, color=own, height=0.6)
        said = [f"{one:.2f}" for one in times]
        axes.bar_label(bars, said, label_type="center", color="white", fontsize=8)
        axes.axvline(1, color=VERMILION, lw=0.8)
        axes.set(title=log, xlabel="wall, times the bare query", xlim=(0, 6))
    both[0][0].invert_yaxis()
    return figure


def draw_million_agreement(table: Table) -> Any:
    """Draw how far the forms for a million agree with the algorithms as they are."""
    figure, axes = plt.subplots(figsize=(7, 3))
    names = [row["algorithm"] for row in table]
    own = [float(row["ARI, median"]) for row in table]
    low = [float(row["ARI, lowest"]) for row in table]
    axes.barh(names, own, color=BLUE, height=0.5, label="median over the settings")
    axes.plot(low, names, "|", color=ORANGE, ms=14, mew=2.5, label="lowest")
    seeds = [(row["ARI of two seeds of the exact one"], row) for row in table]
    known = [(float(value), row["algorithm"]) for value, row in seeds if value]
    axes.plot(
        *zip(*known, strict=True),
        "D",
        color=GREEN,
        label="median of two seeds of the algorithm as it is",
    )
    axes.set(xlabel="adjusted Rand index with the algorithm as it is", xlim=(0, 1.02))
    axes.invert_yaxis()
    figure.legend(frameon=False, loc="outside lower center", ncols=3, fontsize=8)
    return figure


def _side_by_side(
    axes: Any, table: Table, names: Sequence[str], columns: dict[str, str], form: str
) -> None:
    places = np.arange(len(names))
    height = 0.8 / len(columns)
    for turn, (label, column) in enumerate(columns.items()):
        values = [float(row[column]) for row in table]
        colour = (BLUE, ORANGE)[turn]
        bars = axes.barh(
            places + (turn - 0.5) * height, values, height, color=colour, label=label
        )
        axes.bar_label(bars, [form.format(value) for value in values], padding=3)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.figure.legend(frameon=False, loc="outside right center")
