"""Draw the figures of the measured tables, and put the tables into README.md."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from bars import draw_datasets, draw_million_agreement, draw_null_load, draw_orders
from style import BLUE, GREEN, GREY, ORANGE, PINK, VERMILION, Table
from timing import HERE, markdown, read, results_folder

mpl.use("Agg")
import matplotlib.pyplot as plt

ALGORITHMS = {
    "kmeans": (BLUE, "o"),
    "gmm": (VERMILION, "s"),
    "agglomerative": (GREEN, "^"),
    "dbscan": (ORANGE, "D"),
    "hdbscan": (PINK, "v"),
}
STYLE = {
    "svg.hashsalt": "segbench",  # same table, same bytes
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.constrained_layout.use": True,
    "figure.dpi": 100,
    "savefig.dpi": 150,
}
NOT_MEASURED = "Not measured yet."
README = HERE / "README.md"


def draw_silhouette(table: Table) -> Any:
    """Draw how many times fewer CPU seconds each case takes."""
    figure, axes = plt.subplots(figsize=(7, 3))
    names = [f"{row['labelings']}\n{row['points']} points" for row in table]
    ratios = [float(row["CPU ratio"]) for row in table]
    bars = axes.barh(names, ratios, color=BLUE, height=0.6)
    axes.bar_label(bars, [f"{ratio:.0f}x" for ratio in ratios], padding=3)
    for i, row in enumerate(table):
        if row["target"]:
            label = "target" if i == 0 else None
            target = float(row["target"])
            axes.plot([target] * 2, [i - 0.4, i + 0.4], color=VERMILION, label=label)
    axes.set(xscale="log", xlabel="CPU seconds of scikit-learn / segbench (log)")
    axes.set_xlim(1, 1.6 * max(ratios))
    axes.invert_yaxis()
    axes.legend(frameon=False, loc="lower right")
    return figure


def draw_scaling(table: Table) -> Any:
    """Draw time and memory over the number of points."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4))
    n = [float(row["points"]) for row in table]
    exact, sampled = (
        [float(row[f"{name}, yardsticks"]) for row in table]
        for name in ("exact", "sampled")
    )
    square = [exact[-1] * (one / n[-1]) ** 2 for one in n]
    left.loglog(n, square, ":", color=GREY, label="slope 2")
    left.loglog(n, exact, "o-", color=BLUE, label="exact")
    left.loglog(n, sampled, "s--", color=VERMILION, label="estimate from 3,500")
    left.set(xlabel="points", ylabel="CPU time, yardsticks", title="Ten labelings")
    left.legend(frameon=False)
    right.semilogx(n, [float(row["peak MiB"]) for row in table], "o-", color=BLUE)
    right.axhline(1024, color=GREY, linestyle=":")
    right.annotate("1 GiB", (n[0], 1024), xytext=(0, -12), textcoords="offset points")
    right.set(xlabel="points", ylabel="peak MiB of the process", ylim=(0, 1100))
    right.set_title("Memory")
    return figure


def draw_mall_job(table: Table) -> Any:
    """Draw the ratios of the whole job."""
    figure, axes = plt.subplots(figsize=(5, 1.8))
    ratios = [float(row["ratio"]) for row in table]
    bars = axes.barh([row["time"] for row in table], ratios, color=BLUE, height=0.5)
    axes.bar_label(bars, [f"{ratio:.1f}x" for ratio in ratios], padding=3)
    axes.axvline(1, color=GREY, linestyle=":")
    axes.set(xlabel="time of scikit-learn / segbench", xlim=(0, 1.2 * max(ratios)))
    return figure


def draw_mall_job_settings(table: Table) -> Any:
    """Draw both stabilities of every setting."""
    figure, axes = plt.subplots(figsize=(4.6, 4.4))
    axes.axline((0, 0), slope=1, color=GREY, linestyle=":", linewidth=1)
    for algo, (colour, marker) in ALGORITHMS.items():
        rows = [row for row in table if row["algo"] == algo]
        x, y = (
            [float(row[f"stability, {side}"] or "nan") for row in rows]
            for side in ("peer", "segbench")
        )
        axes.scatter(x, y, 22, edgecolor=colour, facecolor="none", marker=marker)
        axes.scatter([], [], 22, colour, marker=marker, label=algo)
    axes.set(xlabel="mean ARI, scikit-learn", ylabel="mean ARI, segbench")
    axes.set_aspect("equal")
    axes.legend(frameon=False, loc="upper left")
    return figure


def draw_cold_start(table: Table) -> Any:
    """Draw the first calls in units of scikit-learn's."""
    figure, axes = plt.subplots(figsize=(6, 2.6))
    names = [row["first call, imports included"] for row in table]
    for offset, cache, colour, hatch in [
        (-0.18, "empty", VERMILION, "//"),
        (0.18, "warm", BLUE, ""),
    ]:
        ratios = [float(row[f"{cache} / scikit-learn"]) for row in table]
        places = [i + offset for i in range(len(names))]
        bars = axes.barh(places, ratios, 0.34, color=colour, hatch=hatch)
        bars.set_label(f"{cache} cache")
        axes.bar_label(bars, [f"{ratio:.1f}" for ratio in ratios], padding=3)
    axes.axvline(1, color=GREY, linestyle=":")
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("wall time / that of scikit-learn's first calls")
    axes.invert_yaxis()
    axes.legend(frameon=False)
    return figure


def draw_runs(table: Table) -> Any:
    """Draw the time of whole runs over customers, and over cells."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4))
    fewest = min(int(row["cells"]) for row in table)
    smallest = min(int(row["customers"]) for row in table)
    panels = (
        (left, "customers", [r for r in table if int(r["cells"]) == fewest]),
        (right, "cells", [r for r in table if int(r["customers"]) == smallest]),
    )
    for axes, name, rows in panels:
        for workers, colour, marker in (("1", VERMILION, "s"), ("2", BLUE, "o")):
            mine = [row for row in rows if row["workers"] == workers]
            mine.sort(key=lambda row, name=name: int(row[name]))
            x = [int(row[name]) for row in mine]
            y = [float(row["wall s"]) for row in mine]
            label = f"{workers} worker{'s' if workers != '1' else ''}"
            axes.plot(x, y, marker + "-", color=colour, label=label)
        axes.set(xlabel=name, ylabel="wall s")
        axes.legend(frameon=False)
    left.set(xscale="log", yscale="log", title=f"{fewest} cells")
    left.set_yticks(
        [10, 20, 50, 100, 200], ["10", "20", "50", "100", "200"], minor=False
    )
    left.set_yticks([], minor=True)
    right.set_xticks(sorted({int(row["cells"]) for row in panels[1][2]}))
    right.set(title=f"{smallest} customers", ylim=(0, None))
    return figure


FIGURES: dict[str, Callable[[Table], Any]] = {
    "silhouette": draw_silhouette,
    "mall_job": draw_mall_job,
    "mall_job_settings": draw_mall_job_settings,
    "scaling": draw_scaling,
    "cold_start": draw_cold_start,
    "runs": draw_runs,
    "null_load": draw_null_load,
    "datasets": draw_datasets,
    "orders": draw_orders,
    "million_agreement": draw_million_agreement,
}


def draw_all(*, quick: bool) -> None:
    """Draw every figure whose table was measured."""
    folder = results_folder(quick=True) if quick else HERE / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in FIGURES.items():
        table = read(name, quick=quick)
        if not table:
            print(f"{name}: {NOT_MEASURED.lower()}")
            continue
        with mpl.rc_context(STYLE):
            save(draw(table), folder / name)


def save(figure: Any, path: Path) -> None:
    """Save for the screen and for print, without a date."""
    figure.savefig(path.with_suffix(".svg"), metadata={"Date": None})
    figure.savefig(path.with_suffix(".png"), metadata={"Software": None})
    plt.close(figure)
    print(f"{path.name}: drawn")


def page() -> str:
    """Return README.md with the measured tables between its marks."""
    text = README.read_text(encoding="utf-8")
    marks = re.compile(r"(<!-- table (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
    return marks.sub(lambda m: f"{m[1]}{as_markdown(m[2])}\n{m[3]}", text)


def as_markdown(name: str) -> str:
    """Lay out a table of the full sizes."""
    table = read(name, quick=False)
    return markdown(table) if table else NOT_MEASURED


def main() -> None:
    """Draw, and fill the page when that is asked for."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--quick", action="store_true", help="from the small sizes")
    words.add_argument("--readme", action="store_true", help="fill README.md, too")
    args = words.parse_args()
    draw_all(quick=args.quick)
    if args.readme:
        README.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
