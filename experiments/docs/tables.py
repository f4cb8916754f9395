"""Put stored results of the studies into the tables of the pages.

    python experiments/docs/tables.py

Between `<!-- stored NAME -->` and `<!-- end -->` in docs/methods.md stands what
results/reference holds. A test fails when a page is stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "methods.md"
REFERENCES = ROOT / "results" / "reference"

SHAPES = {
    "five_blobs": "five separated segments",
    "five_crossed": "five crossed segments",
    "two_4_sd": "two segments, 4 sd apart",
    "two_3_sd": "two segments, 3 sd apart",
    "two_5_sd_90_10": "a segment of 10 %, 5 sd away",
    "arc": "half a ring, no segments",
    "banana": "bent along a parabola, no segments",
    "l_shape": "a square without its upper right, no segments",
}
INDICES = {
    "score": "score of segbench",
    "silhouette": "silhouette",
    "Davies-Bouldin": "Davies-Bouldin",
    "Calinski-Harabasz": "Calinski-Harabasz",
    "stability": "raw stability",
    "mean rank": "raw mean rank",
}


def page(references: Path = REFERENCES) -> str:
    """What the page has to hold."""
    text = PAGE.read_text(encoding="utf-8")
    for name, make in TABLES.items():
        pattern = rf"(<!-- stored {name} -->\n).*?(<!-- end -->)"
        block = make(references)
        text, times = re.subn(
            pattern, lambda m, b=block: m[1] + b + m[2], text, flags=re.DOTALL
        )
        if times != 1:
            raise SystemExit(f"{PAGE.name} has {times} places for {name}")
    return text


def found(references: Path) -> str:
    """How often structure is found among 200 customers, by columns."""
    rates = pd.read_csv(references / "null" / "rates.csv", keep_default_na=False)
    rates = rates[rates["n"] == 200]
    empty = rates[rates["kind"] == "null"].groupby("d")
    kinds = rates.loc[rates["kind"] == "null", "data"].nunique()
    rows = {
        f"no segments, mean of {kinds} kinds": empty["rate"].mean(),
        "no segments, the worst kind": empty["rate"].max(),
    }
    cells = rates.set_index(["data", "d"])["rate"]
    rows |= {shown: cells[name] for name, shown in SHAPES.items()}
    columns = sorted(rates["d"].unique())
    lines = [
        [name, *(percent(of.get(d)) for d in columns)] for name, of in rows.items()
    ]
    return markdown(["data", *(f"{d} columns" for d in columns)], lines)


def percent(rate: float | None) -> str:
    return "-" if rate is None else f"{100 * rate:.1f} %"


def indices(references: Path) -> str:
    """How indices order the candidates of data with known segments."""
    frame = pd.read_csv(references / "benchmark" / "indices.csv").set_index("index")
    rows = frame.loc[list(INDICES), ["correlation", "ari"]]
    lines = [
        [INDICES[name], *(f"{x:.2f}" for x in row)]
        for name, *row in rows.itertuples(name=None)
    ]
    return markdown(["index", "correlation with the truth", "ARI of its first"], lines)


def scalers(references: Path) -> str:
    """Raw and calibrated silhouettes of noise, by scaler."""
    frame = pd.read_csv(references / "null" / "calibrated.csv")
    noise = frame[(frame["data"] == "lognormal") & (frame["d"] == 2)]
    noise = noise.sort_values("silhouette", ascending=False, kind="stable")
    lines = [
        [label, *(f"{value:.2f}" for value in noise[name])]
        for label, name in (
            ("raw silhouette", "silhouette"),
            ("calibrated silhouette", "null_silhouette"),
        )
    ]
    return markdown(["scaler", *(f"`{name}`" for name in noise["scaler"])], lines)


TABLES = {"found": found, "indices": indices, "scalers": scalers}


def markdown(heads: list[str], lines: list[list[str]]) -> str:
    rows = [heads, ["---"] * len(heads), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    made = page()
    if made != PAGE.read_text(encoding="utf-8"):
        PAGE.write_text(made, encoding="utf-8")
        sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
