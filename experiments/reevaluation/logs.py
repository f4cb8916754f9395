"""Order logs cut in time: what a re-evaluation says of real customers.

    python experiments/reevaluation/logs.py ../shared/data   # folder with Online Retail

CDNOW comes with segbench; without the folder the first log is left out, and said so.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from segbench.cli import main as segbench
from segbench.cli.reevaluate import reevaluate_command
from segbench.data import cdnow

OUT = Path(__file__).parents[2] / "results" / "reference" / "reevaluation" / "logs.csv"
RETAIL = "Online_Retail.csv.gz"
RUN = ("+algo=[kmeans,gmm]", "k=[2,3,4,5,6]", "features=rfm_log", "scoring=quick")


def retail(folder: Path) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    log = pd.read_csv(folder / RETAIL, dtype=str, encoding="latin-1")
    day = pd.to_datetime(log["InvoiceDate"], format="mixed")
    cut = pd.Timestamp("2011-09-01")
    yield "first nine months, last three", log[day < cut], log[day >= cut]
    before = (day >= "2011-05-24") & (day < cut)  # as many days as there are after it
    yield "equal spans before and after", log[before], log[day >= cut]
    yield "random halves of customers", *halves(log, "CustomerID")


def cd() -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    path = Path(cdnow.__file__).with_name("CDNOW_sample.txt.gz")
    names = ["cohort", "customer", "date", "quantity", "amount"]
    log = pd.read_csv(path, sep=r"\s+", names=names, dtype=str)
    late = log["date"] >= "19971001"
    yield "first half, second half", log[~late], log[late]
    yield "random halves of customers", *halves(log, "customer")


def halves(log: pd.DataFrame, column: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(1)
    ids = log[column].dropna().unique()
    first = set(rng.choice(ids, len(ids) // 2, replace=False))
    inside = log[column].isin(first)
    return log[inside], log[~inside & log[column].notna()]


def evaluate(dataset: str, parts: tuple, folder: Path) -> dict[str, object]:
    what, old, new = parts
    head = dataset == "online_retail"
    files = [folder / "old.csv", folder / "new.csv"]
    for one, file in zip((old, new), files, strict=True):
        one.to_csv(file, index=False, header=head)
    run, out = folder / "run", folder / "out"
    words = [f"dataset={dataset}", f"dataset.path={files[0]}", f"output_dir={run}"]
    free = ["dataset.customers=null", "dataset.fingerprint=null", "figures=false"]
    with contextlib.redirect_stdout(io.StringIO()):
        code = segbench([*words, *free, *RUN])
    if code:
        sys.exit(f"{dataset}, {what}: exit code {code}")
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        reevaluate_command([str(run), str(files[1]), f"output_dir={out}"])
    print(f"== {dataset}: {what}\n{told.getvalue()}", flush=True)
    found = pd.read_csv(out / "reevaluation.csv")
    return {
        "data": dataset,
        "cut": what,
        "first_line": told.getvalue().split("\n  ")[0].replace("\n", " "),
        "alarms": int(found["alarm"].sum()),
        "findings": len(found),
        "largest_index": found[found["statistic"].str.startswith("population")][
            "value"
        ].max(),
        "segments": int(found["kind"].isin(["share", "vanished"]).sum()),
        "kept": int((found["kind"] == "kept").sum()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path())
    folder = parser.parse_args().folder
    logs = {"cdnow": cd()}
    if (folder / RETAIL).exists():
        logs["online_retail"] = retail(folder)
    else:
        print(f"no {RETAIL} in {folder}: Online Retail is left out")
    rows = []
    for dataset, cuts in logs.items():
        for parts in cuts:
            with tempfile.TemporaryDirectory() as place:
                rows.append(evaluate(dataset, parts, Path(place)))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    table = pd.DataFrame(rows)
    table.to_csv(OUT, index=False, float_format="%.3f", lineterminator="\n")


if __name__ == "__main__":
    main()
