"""Run the studies; put their tables and figures into their pages and references.

    python experiments/studies.py scalers null
    python experiments/studies.py mall_file --data FOLDER      # where the file is
    python experiments/studies.py mall --runs results/STUDIES  # runs made before

Figures go to experiments/STUDY/figures, tables between `<!-- table NAME -->` and
`<!-- end -->` in its README, the reference to results/reference/STUDY. Nothing of it is
edited by hand.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd
import study_figures
import study_tables
from PIL import Image

ROOT = Path(__file__).parents[1]
REFERENCES = ROOT / "results" / "reference"
COLOURS = 256  # fewer would give two segments one colour


@dataclass(frozen=True)
class Study:
    """A run, and what is taken from it."""

    page: str  # folder of its README
    words: tuple[str, ...]
    tables: Mapping[str, Callable[[Path], pd.DataFrame]]
    figures: Mapping[str, str]  # of the run, by what they are called here
    kept: str = ""  # tables of its reference; "" = the usual ones
    drawn: Callable[[Path, Path], None] | None = None  # a figure of its own
    file: str = ""  # of customers that are not kept here


STORY = {
    "choice_of_k_0": "choice_of_k",
    "profile_heat_map": "profile_heat_map",
    "stability_within": "stability_within",
}

MALL = {
    "spaces": study_tables.spaces,
    "segments": study_tables.segments,
    "descriptors": study_tables.descriptors,
}
ORDERS = {
    "spaces": study_tables.spaces,
    "algorithms": study_tables.algorithms,
    "rules": study_tables.rules,
    "between": study_tables.between,
    "segments": study_tables.segments,
}
MIXED = {
    "spaces": study_tables.spaces,
    "shares": study_tables.shares,
    "between": study_tables.between,
    "segments": study_tables.segments,
}
WITH_ALGORITHMS = "ranking,spaces,segments,distances,agreement,algorithms"

STUDIES = {
    "mall": Study(
        "mall",
        ("+experiment=mall",),
        MALL,
        {**STORY, "pairs": "pairs", "segments_plane": "segments_plane"},
    ),
    "mall_file": Study(
        "mall",
        ("+experiment=mall", "dataset=mall"),
        MALL,
        {name: f"{shown}_file" for name, shown in STORY.items()},
        file="Mall_Customers.csv",
    ),
    "rfm": Study(
        "rfm",
        ("+experiment=rfm",),
        ORDERS,
        {"profile_heat_map": "profile_heat_map"},
        kept=WITH_ALGORITHMS,
        drawn=partial(study_figures.orders_figure, name="cdnow"),
    ),
    "rfm_retail": Study(
        "rfm",
        ("+experiment=rfm", "dataset=online_retail"),
        ORDERS,
        {"profile_heat_map": "profile_heat_map_retail"},
        kept=WITH_ALGORITHMS,
        drawn=partial(study_figures.orders_figure, name="online_retail"),
        file="Online_Retail.csv.gz",
    ),
    "mixed": Study(
        "mixed",
        ("+experiment=mixed",),
        MIXED,
        {},
        drawn=partial(study_figures.mixed_figure, name="marketing_campaign"),
        file="marketing_campaign.csv",
    ),
    "mixed_telco": Study(
        "mixed",
        ("+experiment=mixed_telco",),
        MIXED,
        {},
        drawn=partial(study_figures.mixed_figure, name="telco"),
        file="WA_Fn-UseC_-Telco-Customer-Churn.csv.gz",
    ),
    "scalers": Study(
        "scalers",
        ("+experiment=scalers", "figures=false"),
        {
            "scalers": study_tables.scalers,
            "agreement": study_tables.agreement,
            "distances": study_tables.distances,
        },
        {},
        drawn=study_figures.scalers_figure,
    ),
    "null": Study(
        "null",
        ("+experiment=null",),
        {"verdicts": study_tables.verdicts},
        {},
        kept="spaces",
        drawn=study_figures.rates_figure,
    ),
}


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("names", nargs="*", choices=[[], *STUDIES], default=[])
    made.add_argument("--data", type=Path, help="folder of the customers' files")
    made.add_argument("--runs", type=Path, help="folder of runs made before, by name")
    args = made.parse_args()
    for name in args.names or list(STUDIES):
        study = STUDIES[name]
        if study.file and args.data is None and args.runs is None:
            print(f"{name} is left as it is: --data says where {study.file} is")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            before = None if args.runs is None else args.runs / name
            again = before is None or not before.is_dir()
            run = Path(scratch) / name if again else before
            if again:
                segbench(*study.words, *_path(study, args.data), f"output_dir={run}")
            publish(name, study, run)


def _path(study: Study, data: Path | None) -> list[str]:
    if not study.file:
        return []
    if data is None:
        raise SystemExit(f"--data has to say where {study.file} is")
    return [f"dataset.path={(data / study.file).resolve()}"]


def segbench(*words: str) -> None:
    paths = f"{ROOT / 'src'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    env = {**os.environ, "PYTHONPATH": paths}
    subprocess.run([sys.executable, "-m", "segbench", *words], env=env, check=True)


def publish(name: str, study: Study, run: Path) -> None:
    """Write the reference, the figures and the tables of a run."""
    kept = [f"tables={study.kept}"] if study.kept else []
    segbench("reproduce", str(run), f"write={REFERENCES / name}", *kept)
    folder = ROOT / "experiments" / study.page
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    for taken, shown in study.figures.items():
        with Image.open(run / "figures" / f"{taken}.png") as image:
            small = image.convert("RGB").quantize(COLOURS)
            small.save(figures / f"{shown}.png", optimize=True)
    if study.drawn is not None:
        study.drawn(run, figures)
    page = folder / "README.md"
    text = page.read_text(encoding="utf-8")
    for table, make in study.tables.items():
        pattern = rf"(<!-- table {name} {table} -->\n).*?(<!-- end -->)"
        block = as_markdown(make(run))
        text, times = re.subn(
            pattern, lambda m, b=block: m[1] + b + m[2], text, flags=re.DOTALL
        )
        if not times:
            raise SystemExit(f"{page} has no place for the table {name} {table}")
    page.write_text(text, encoding="utf-8")


def as_markdown(frame: pd.DataFrame) -> str:
    heads = [str(one).replace("_", " ") for one in frame.columns]
    lines = [heads, ["---"] * len(heads)]
    lines += [[cell(one) for one in row] for row in frame.itertuples(index=False)]
    return "".join(f"| {' | '.join(one)} |\n" for one in lines)


def cell(value: object) -> str:
    if pd.isna(value):
        return "-"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.3g}"
    return str(value).replace("|", "\\|")


if __name__ == "__main__":
    main()
