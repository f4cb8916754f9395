"""Does the ranking find known segments? Tables and figures of the benchmark.

    python -m segbench +experiment=benchmark output_dir=results/benchmark
    python experiments/benchmark/study.py results/benchmark

Without a run the tables in `results/reference/benchmark` are read and all else is made
again from them.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import figures
import indices
import pandas as pd
import structure
import tables

import algorithms

HERE = Path(__file__).parent


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    made.add_argument("run", nargs="?", type=Path, help="folder of a stored run")
    made.add_argument("--folder", type=Path, default=tables.REFERENCE)
    made.add_argument("--figures", type=Path, default=HERE / "figures")
    made.add_argument("--readme", type=Path, default=HERE / "README.md")
    args = made.parse_args()
    if args.run is not None:
        tables.keep(args.run, args.folder)
    found = evaluate(args.folder)
    for name, table in found.items():
        tables.write(table, args.folder / f"{name}.csv")
        print(f"\n{name}\n{table.round(3).to_string(index=False)}")
    draw(args.folder, found, args.figures)
    if args.readme.exists():
        fill(args.readme, found)


def evaluate(folder: Path) -> dict[str, pd.DataFrame]:
    """Make every table of the study from the candidates and the spaces."""
    candidates, spaces = tables.candidates(folder), tables.spaces(folder)
    picked = indices.picks(candidates)
    first = algorithms.firsts(candidates)
    structured = spaces[spaces["known"] > 1]
    said = structure.votes(structured).merge(
        structure.kmeans_votes(candidates), on=["dataset", "features"], how="left"
    )
    return {
        "picks": picked,
        "indices": indices.summary(picked),
        "parts": indices.parts(candidates),
        "duels": indices.duels(picked),
        "first_settings": first,
        "algorithms": algorithms.summary(first, candidates, tables.statuses(folder)),
        "verdicts": structure.verdicts(spaces),
        "votes": said,
        "votes_right": structure.right(said),
    }


def draw(folder: Path, found: dict[str, pd.DataFrame], where: Path) -> None:
    """Draw the figures of the README."""
    candidates = tables.candidates(folder)
    of_algorithms = algorithms.by_family(found["first_settings"], candidates, "ari")
    of_indices = found["picks"].pivot_table(
        index="family", columns="index", values="ari"
    )[list(indices.INDICES)]
    order = of_algorithms.fillna(0).mean().sort_values(ascending=False).index
    suited = algorithms.compared(tables.statuses(folder), of_algorithms)
    figures.critical_difference(algorithms.over_datasets(suited), where / "algorithms")
    figures.critical_difference(algorithms.over_datasets(of_indices), where / "indices")
    figures.regrets(found["indices"], where / "regret")
    label = "ARI with the known segments"
    figures.heat_map(of_algorithms[order], where / "algorithms_by_dataset", label)
    figures.heat_map(of_indices, where / "indices_by_dataset", label)


def fill(readme: Path, found: dict[str, pd.DataFrame]) -> None:
    """Put the tables between their marks."""
    text = readme.read_text(encoding="utf-8")

    def table(match: re.Match[str]) -> str:
        name, columns = match["name"], match["columns"].split()
        shown = found[name][columns]
        return f"{match['start']}\n{markdown(shown)}\n<!-- end -->"

    mark = r"(?P<start><!-- table (?P<name>\w+): (?P<columns>[\w ]+) -->)"
    text = re.sub(mark + r".*?<!-- end -->", table, text, flags=re.DOTALL)
    readme.write_text(text, encoding="utf-8")


def markdown(table: pd.DataFrame) -> str:
    """Write a table with two decimals; counts stay whole."""
    rows = [[str(name).replace("_", " ") for name in table]]
    rows.append(["---"] * table.shape[1])
    rows += [[_cell(value) for value in row] for row in table.itertuples(index=False)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "-" if pd.isna(value) else f"{value:.2f}"
    return str(value)


if __name__ == "__main__":
    main()
