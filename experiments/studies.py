"""Run the studies; put their tables and figures into their pages and references.

    python experiments/studies.py scalers null
    python experiments/studies.py mall --file Mall_Customers.csv   # the real file, too
    python experiments/studies.py mall --runs results/STUDIES      # runs made before

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
from pathlib import Path

import pandas as pd
from PIL import Image
from study_figures import rates_figure, scalers_figure

from segbench.cli.stored import read_results
from segbench.report.story import tell

ROOT = Path(__file__).parents[1]
REFERENCES = ROOT / "results" / "reference"
COLOURS = 64


@dataclass(frozen=True)
class Study:
    """A run, and what is taken from it."""

    page: str  # folder of its README
    words: tuple[str, ...]
    tables: Mapping[str, Callable[[Path], pd.DataFrame]]
    figures: Mapping[str, str]  # of the run, by what they are called here
    kept: str = ""  # tables of its reference; "" = the usual ones
    drawn: Callable[[Path, Path], None] | None = None  # a figure of its own
    needs_file: bool = False


def spaces(run: Path) -> pd.DataFrame:
    frame = pd.read_csv(run / "spaces.csv")
    frame["space"] = frame["features"] + " / " + frame["scaler"]
    names = ["null_rank", "space", "structure", "p_value", "votes", "k_agreed"]
    return frame[[*names, "algo", "params", "silhouette", "stability", "null_score"]]


def segments(run: Path) -> pd.DataFrame:
    profile = _first(run)
    return profile.segments[["segment", "name", "size", "share", "rule"]].merge(
        _trust(run), on="segment"
    )


def _trust(run: Path) -> pd.DataFrame:
    lead = tell(read_results(str(run))[1]).tales[0].lead
    key, setting = lead.key, lead.row.scored.labeling.setting
    frame = pd.read_csv(run / "segments.csv")
    found = frame[
        (frame["features"] == key.features)
        & (frame["scaler"] == key.scaler)
        & (frame["algo"] == setting.algo)
        & (frame["params"] == setting.text)
    ]
    return found[["segment", "jaccard", "trust"]]


def _first(run: Path):
    return tell(read_results(str(run))[1]).tales[0].lead.profile


def descriptors(run: Path) -> pd.DataFrame:
    names = ["column", "test", "statistic", "p_holm", "measure", "effect"]
    return _first(run).descriptors[names]


def scalers(run: Path) -> pd.DataFrame:
    frame = pd.read_csv(run / "spaces.csv")
    frame["raw_rank"] = frame["silhouette"].rank(ascending=False).astype(int)
    names = ["scaler", "algo", "params", "k", "k_agreed", "structure", "silhouette"]
    return frame[[*names, "raw_rank", "null_score", "null_rank"]]


def agreement(run: Path) -> pd.DataFrame:
    frame = pd.read_csv(run / "agreement.csv")
    return frame[["scaler", "other_scaler", "ari"]].sort_values("ari")


def distances(run: Path) -> pd.DataFrame:
    frame = pd.read_csv(run / "distances.csv")
    wide = frame.pivot_table("share", "scaler", "variable")
    return wide.rename_axis(columns=None).reset_index()


def verdicts(run: Path) -> pd.DataFrame:
    """How often structure was found, by shape, with the p values."""
    frame = pd.read_csv(run / "spaces.csv")
    frame["data"] = frame["dataset"].str.replace(r"_\d+$", "", regex=True)
    found = frame.groupby("data").agg(
        data_sets=("structure", "size"),
        structure_found=("structure", lambda one: int((one == "yes").sum())),
        smallest_p=("p_value", "min"),
        largest_p=("p_value", "max"),
    )
    return found.reset_index()


STORY = {
    "choice_of_k_0": "choice_of_k",
    "profile_heat_map": "profile_heat_map",
    "stability_within": "stability_within",
}

STUDIES = {
    "mall": Study(
        "mall",
        ("+experiment=mall",),
        {"spaces": spaces, "segments": segments, "descriptors": descriptors},
        {**STORY, "pairs": "pairs", "segments_plane": "segments_plane"},
    ),
    "mall_file": Study(
        "mall",
        ("+experiment=mall", "dataset=mall"),
        {"spaces": spaces, "segments": segments, "descriptors": descriptors},
        {name: f"{shown}_file" for name, shown in STORY.items()},
        needs_file=True,
    ),
    "scalers": Study(
        "scalers",
        ("+experiment=scalers", "figures=false"),
        {"scalers": scalers, "agreement": agreement, "distances": distances},
        {},
        drawn=scalers_figure,
    ),
    "null": Study(
        "null",
        ("+experiment=null",),
        {"verdicts": verdicts},
        {},
        kept="spaces",
        drawn=rates_figure,
    ),
}


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("names", nargs="*", choices=[[], *STUDIES], default=[])
    made.add_argument("--file", type=Path, help="the real mall customers")
    made.add_argument("--runs", type=Path, help="folder of runs made before, by name")
    args = made.parse_args()
    for name in args.names or list(STUDIES):
        study = STUDIES[name]
        if study.needs_file and args.file is None:
            print(f"{name} is left as it is: it needs --file")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            before = None if args.runs is None else args.runs / name
            again = before is None or not before.is_dir()
            run = Path(scratch) / name if again else before
            if again:
                segbench(*study.words, *_path(study, args.file), f"output_dir={run}")
            publish(name, study, run)


def _path(study: Study, file: Path | None) -> list[str]:
    return [f"dataset.path={file.resolve()}"] if study.needs_file and file else []


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
