"""Run segbench on its built-in data; put its figures and words into the pages.

    python experiments/docs/pictures.py                 # about two minutes
    python experiments/docs/pictures.py explore scalers # some of the runs

Figures go to docs/pictures, printed words and tables between `<!-- output NAME -->` and
`<!-- end -->` in docs/*.md. Nothing of it is edited by hand.
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from PIL import Image

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LARGEST = 150_000
"""Bytes of a picture: the SVG where it is that small, else a PNG of few colours."""

COLOURS = 64


@dataclass(frozen=True)
class Run:
    """A command, the figures that are taken from it and the tables that are shown."""

    words: tuple[str, ...]
    figures: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


RUNS = {
    "explore": Run(
        ("explore",),
        figures=("distributions", "correlations", "pairs", "components"),
        tables=("columns", "outliers"),
    ),
    "mall": Run(
        ("features=income_spending",),
        figures=(
            "choice_of_k",
            "ranking",
            "segments_plane",
            "silhouettes",
            "stability_within",
            "profile_heat_map",
            "segment_sizes",
        ),
        tables=("segments",),
    ),
    "scalers": Run(
        (
            "features=income_spending",
            "scaler=[none,minmax,standard,robust]",
            "+algo=[kmeans]",
            "k=[3,4,5,6,7]",
            "scoring=quick",
            "figures=false",
        ),
        tables=("best", "distances"),
    ),
}


def main(names: list[str]) -> None:
    printed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names or list(RUNS):
            run = RUNS[name]
            output = Path(folder) / name
            printed[name] = run_command(run, output)
            for figure in run.figures:
                copy_picture(output / "figures", figure)
            for table in run.tables:
                printed[f"{name} {table}"] = TABLES[table](output)
    for page in sorted(DOCS.glob("*.md")):
        fill(page, printed)
        print_blocks(page)


def run_command(run: Run, output: Path) -> str:
    """Run in a folder that has nothing to do with the files, as a reader does."""
    paths = f"{ROOT / 'src'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    env = {**os.environ, "COLUMNS": "96", "PYTHONPATH": paths}
    words = [sys.executable, "-m", "segbench", *run.words, f"output_dir={output}"]
    done = subprocess.run(
        words, env=env, cwd=output.parent, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    shown = done.stdout.strip().replace(str(output), "results/RUN")
    return "\n".join(line.rstrip() for line in shown.splitlines())


def copy_picture(figures: Path, name: str) -> None:
    """Take the SVG, which is sharp at any size; where it is large, a small PNG."""
    pictures = DOCS / "pictures"
    pictures.mkdir(exist_ok=True)
    for old in pictures.glob(f"{name}.*"):
        old.unlink()
    vectors = figures / f"{name}.svg"
    if vectors.stat().st_size <= LARGEST:
        shutil.copy(vectors, pictures / vectors.name)
    else:
        with Image.open(figures / f"{name}.png") as image:
            image.quantize(COLOURS).save(pictures / f"{name}.png", optimize=True)


def table_of_columns(output: Path) -> str:
    frame = pd.read_csv(output / "columns.csv")
    frame = frame[frame["role"] == "numeric"]
    shown = ["column", "missing", "mean", "sd", "min", "median", "max", "skewness"]
    return as_text(frame[[*shown, "outliers"]])


def table_of_outliers(output: Path) -> str:
    frame = pd.read_csv(output / "outliers.csv").head(5)
    return as_text(frame[["customer", "distance", "stands_out_by"]])


def table_of_segments(output: Path) -> str:
    """The segments that the report shows: those of five means."""
    frame = pd.read_csv(output / "segments.csv")
    chosen = (frame["algo"] == "kmeans") & (frame["params"] == "n_clusters=5")
    means = [column for column in frame.columns if column.startswith("mean ")]
    return as_text(frame[chosen][["segment", "size", "share", "jaccard", *means]])


def table_of_best(output: Path) -> str:
    frame = pd.read_csv(output / "ranking.csv")
    frame = frame[frame["rank"] == 1].sort_values("scaler")
    return as_text(frame[["scaler", "k", "silhouette", "davies_bouldin", "stability"]])


def table_of_distances(output: Path) -> str:
    frame = pd.read_csv(output / "distances.csv")
    wide = frame.pivot_table("share", "scaler", "variable")
    return as_text(wide.rename_axis(columns=None).reset_index())


TABLES = {
    "columns": table_of_columns,
    "outliers": table_of_outliers,
    "segments": table_of_segments,
    "best": table_of_best,
    "distances": table_of_distances,
}


def as_text(frame: pd.DataFrame) -> str:
    return frame.to_string(index=False, float_format="{:.3g}".format)


def fill(page: Path, printed: dict[str, str]) -> None:
    """Replace the outputs of a page; those of runs that were not made stay."""
    text = page.read_text(encoding="utf-8")
    for name, shown in printed.items():
        pattern = rf"(<!-- output {re.escape(name)} -->\n).*?(<!-- end -->)"
        block = f"```text\n{shown}\n```\n"
        text = re.sub(
            pattern, lambda m, b=block: m[1] + b + m[2], text, flags=re.DOTALL
        )
    page.write_text(text, encoding="utf-8")


def print_blocks(page: Path) -> None:
    """Run the Python of a page, and put below a block what it has printed.

    Only pages that ask for it, by `<!-- printed -->` below a block.
    """
    text = page.read_text(encoding="utf-8")
    if "<!-- printed -->" not in text:
        return
    names: dict[str, object] = {}

    def shown(match: re.Match[str]) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(match["code"], page.name, "exec"), names)  # noqa: S102
        lines = [line.rstrip() for line in out.getvalue().strip("\n").splitlines()]
        block = "```text\n" + "\n".join(lines) + "\n```\n"
        head = match["head"]
        return match["block"] if head is None else match["block"] + head + block

    pattern = (
        r"(?P<block>^```python\n(?P<code>.*?)^```\n)"
        r"(?:(?P<head>\n<!-- printed -->\n).*?(?=<!-- end -->))?"
    )
    text = re.sub(pattern, shown, text, flags=re.DOTALL | re.MULTILINE)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
