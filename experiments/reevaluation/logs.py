"""Order logs cut in time: what a re-evaluation says of real customers.

    python experiments/reevaluation/logs.py FOLDER   # with the files of Online Retail

CDNOW comes with segbench; what the folder does not have is left out, and said so.
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
from segbench.cli.again import config_of, load_again
from segbench.cli.reevaluate import reevaluate_command
from segbench.cli.stored import read_results
from segbench.data import cdnow
from segbench.models import load_model
from segbench.report.story import tell

OUT = Path(__file__).parents[2] / "results" / "reference" / "reevaluation" / "logs.csv"
RETAIL = "Online_Retail.csv.gz"
YEAR_BEFORE = "online_retail_II_2009_2010.parquet"
NAMES = {"Invoice": "InvoiceNo", "Price": "UnitPrice", "Customer ID": "CustomerID"}
FIGURES = "figures=false"
VARIABLES = ("recency", "frequency", "monetary")
RUN = ("+algo=[kmeans,gmm]", "k=[2,3,4,5,6]", "features=rfm_log", "scoring=quick")


def retail(folder: Path) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    log = pd.read_csv(folder / RETAIL, dtype=str, encoding="latin-1")
    day = pd.to_datetime(log["InvoiceDate"], format="mixed")
    cut = pd.Timestamp("2011-09-01")
    yield "first nine months, last three", log[day < cut], log[day >= cut]
    before = (day >= "2011-05-24") & (day < cut)  # as many days as there are after it
    yield "equal spans before and after", log[before], log[day >= cut]
    yield "random halves of customers", *halves(log, "CustomerID")
    if (folder / YEAR_BEFORE).exists():
        yield (
            "1 September to 9 December, 2010 and 2011",
            autumn(folder),
            log[day >= cut],
        )
    else:
        print(f"no {YEAR_BEFORE} in {folder}: a year before is left out")


def autumn(folder: Path) -> pd.DataFrame:
    """The hundred days of the year before, as the other file writes them."""
    log = pd.read_parquet(folder / YEAR_BEFORE).rename(columns=NAMES)
    day = pd.to_datetime(log["InvoiceDate"])
    inside = (day >= "2010-09-01") & (day < "2010-12-10")
    number = log["CustomerID"].astype("Int64").astype("string")
    return log.assign(InvoiceDate=day.dt.strftime("%m/%d/%Y %H:%M"), CustomerID=number)[
        inside
    ]


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
    free = ["dataset.customers=null", "dataset.fingerprint=null", FIGURES]
    with contextlib.redirect_stdout(io.StringIO()):
        code = segbench([*words, *free, *RUN])
    if code:
        sys.exit(f"{dataset}, {what}: exit code {code}")
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        reevaluate_command([str(run), str(files[1]), f"output_dir={out}", FIGURES])
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
        **better_shares(run, files[1]),
    }


def better_shares(run: Path, path: Path) -> dict[str, float]:
    """Shares of the last segment: old, new, and new if one variable were as before.

    The order of the new customers by that variable stays; its values become the old
    ones of the same rank.
    """
    _, results = read_results(str(run))
    tale = tell(results).tales[0]
    old = tale.dataset.frame
    new = load_again(config_of(results, tale.dataset, str(path), {}), tale.dataset)
    (stored,) = (run / "models").iterdir()
    model = load_model(stored)
    last = len(model.shares) - 1

    def share(frame: pd.DataFrame) -> float:
        return float((model.assign(frame)["segment"] == last).mean())

    found = {"better_old": share(old), "better_new": share(new.frame)}
    for name in VARIABLES:
        ranks = new.frame[name].rank(pct=True)
        was = np.quantile(old[name].to_numpy(float), ranks)
        found[f"better_with_old_{name}"] = share(new.frame.assign(**{name: was}))
    return found


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
