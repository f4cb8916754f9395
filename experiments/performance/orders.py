"""From a long order log to the customer table, against the least that could be done.

The bare query asks DuckDB for recency, frequency and monetary value of a log that is
known to be clean: no rule, no count, no other column. Each way runs in a new process,
in turn; its time starts when its libraries are loaded.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from timing import Row, measure, parser, peak_bytes, report, run_child

GIB = 2**30
LINES = 10_000_000
MANY = 100_000_000
AT_MOST = 1.5  # times the bare query
MEMORY_GIB = 4
LINES_AN_ORDER = 4  # in the mean
SEED = 20_111_209


def generate(path: Path, lines: int) -> None:
    """Write a log of one customer for ten lines, with returns and unnamed customers."""
    import duckdb

    orders, customers = lines // LINES_AN_ORDER, lines // 10
    order = f"""
        SELECT i AS number, hash(i + {SEED}) % {customers} + 1 AS customer,
               TIMESTAMP '2023-01-01' + to_seconds(i * 63072000 // {orders}) AS moment,
               hash(i * 7 + {SEED}) % 100 AS luck
        FROM range({orders}) AS t(i)"""  # noqa: S608 numbers of our own
    line = f"""
        SELECT CAST(CASE WHEN luck > 1 THEN customer END AS INTEGER) AS customer_id,
               CAST(number AS INTEGER) AS order_id, moment AS order_date,
               CAST(CASE WHEN luck = 99 THEN -1 ELSE 1 END
                    * (1 + hash(number * 10 + l) % 12) AS INTEGER) AS quantity,
               (100 + hash(number * 13 + l) % 2000) / 100 AS price
        FROM ({order}), range({2 * LINES_AN_ORDER - 1}) AS r(l)
        WHERE l <= hash(number * 17) % {2 * LINES_AN_ORDER - 1}"""  # noqa: S608
    with duckdb.connect(config={"memory_limit": "2GB"}) as db:
        db.execute(f"COPY ({line}) TO '{path}'")


def ours(path: str) -> int:
    """Everything: rules, counts, all columns."""
    from segbench.data.orders import OrderSource, orders_table

    frame, _ = orders_table(OrderSource(path, "log"))
    return len(frame)


def bare(path: str) -> int:
    """Recency, frequency and monetary value by one query."""
    import duckdb

    query = f"""
        SELECT customer_id, date_diff('day', max(order_date), TIMESTAMP '2025-01-01'),
               count(DISTINCT order_id), sum(quantity * price)
        FROM '{path}' GROUP BY customer_id"""  # noqa: S608
    with duckdb.connect() as db:
        return len(db.execute(query).df())


def pandas(path: str) -> int:
    """The same three by pandas."""
    import pandas as pd

    read = pd.read_parquet if path.endswith(".parquet") else pd.read_csv
    log = read(path)
    log["order_date"] = pd.to_datetime(log["order_date"])
    log["money"] = log["quantity"] * log["price"]
    aggregates = {"order_date": "max", "order_id": "nunique", "money": "sum"}
    return len(log.groupby("customer_id").agg(aggregates))


def polars(path: str) -> int:
    """The same three by polars."""
    import polars as pl

    if path.endswith(".parquet"):
        log = pl.scan_parquet(path)
    else:
        log = pl.scan_csv(path, try_parse_dates=True)
    money = (pl.col("quantity") * pl.col("price")).sum()
    columns = [pl.col("order_date").max(), pl.col("order_id").n_unique(), money]
    return log.group_by("customer_id").agg(columns).collect().height


WAYS: dict[str, Callable[[str], int]] = {
    "segbench": ours,
    "bare DuckDB query": bare,
    "polars": polars,
    "pandas": pandas,
}


LIBRARIES = {
    "segbench": ("duckdb", "pandas", "segbench.data.orders"),
    "bare DuckDB query": ("duckdb", "pandas"),
    "polars": ("polars",),
    "pandas": ("pandas", "pyarrow.parquet"),
}


def child(way: str, path: str) -> None:
    """Do one way once and say what it took."""
    for library in LIBRARIES[way]:
        import_module(library)
    found: list[int] = []
    taken = measure(lambda: found.append(WAYS[way](path)))
    answer = {"wall": taken.wall, "cpu": taken.cpu, "peak": peak_bytes() / GIB}
    print(json.dumps({**answer, "customers": found[0]}))


def take_turns(path: Path, ways: list[str], repeats: int) -> dict[str, list[Any]]:
    """Run every way in turn, again and again."""
    runs: dict[str, list[Any]] = {way: [] for way in ways}
    for _ in range(repeats):
        for way in ways:
            runs[way].append(run_child(__file__, "--child", way, str(path)))
    return runs


def rows_of(path: Path, lines: int, repeats: int) -> list[Row]:
    """Compare all ways on one log."""
    runs = take_turns(path, list(WAYS), repeats)
    base = runs["bare DuckDB query"]

    def ratio(way: str, clock: str) -> float:
        pairs = zip(runs[way], base, strict=True)
        return statistics.median(mine[clock] / one[clock] for mine, one in pairs)

    return [
        {
            "log": f"{lines / 1e6:g} million lines, {path.suffix[1:]}",
            "way": way,
            "wall, times the bare query": ratio(way, "wall"),
            "CPU, times the bare query": ratio(way, "cpu"),
            "target": AT_MOST if way == "segbench" else None,
            "met": ratio(way, "wall") <= AT_MOST if way == "segbench" else None,
            "wall s": statistics.median(run["wall"] for run in runs[way]),
            "CPU s": statistics.median(run["cpu"] for run in runs[way]),
            "peak GiB": max(run["peak"] for run in runs[way]),
        }
        for way in WAYS
    ]


def long_row(path: Path, lines: int) -> Row:
    """Take the memory that a very long log needs."""
    (run,) = take_turns(path, ["segbench"], 1)["segbench"]
    return {
        "log": f"{lines / 1e6:g} million lines, {path.suffix[1:]}",
        "customers": run["customers"],
        "peak GiB": run["peak"],
        "target, GiB": MEMORY_GIB,
        "met": run["peak"] <= MEMORY_GIB,
        "wall s": run["wall"],
        "CPU s": run["cpu"],
    }


def main() -> None:
    """Measure on logs that are drawn for it."""
    args = parser(__doc__, repeats=5).parse_args()
    lines, many = (200_000, 1_000_000) if args.quick else (LINES, MANY)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("parquet", "csv"):
            path = Path(folder, f"log.{ending}")
            generate(path, lines)
            rows += rows_of(path, lines, args.repeats)
            path.unlink()
        report("orders", rows, quick=args.quick)
        path = Path(folder, "long.parquet")
        generate(path, many)
        report("orders_memory", [long_row(path, many)], quick=args.quick)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main()
