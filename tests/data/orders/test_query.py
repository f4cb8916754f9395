"""A log that a database gives."""

import sqlite3
from contextlib import closing

import duckdb
import pytest

from segbench.data.orders import OrderSource, orders_table
from segbench.errors import DataError

QUERY = "SELECT * FROM orders WHERE amount <> 99 -- one too many\n;"


@pytest.fixture(params=["duckdb", "sqlite"])
def shop(request, tmp_path):
    """A database with tables that are called as ours are."""
    path = tmp_path / f"shop.{request.param}"
    make = duckdb.connect if request.param == "duckdb" else sqlite3.connect
    with closing(make(str(path))) as db:
        for name in ("orders", "log", "others"):
            db.execute(f"CREATE TABLE {name} (customer TEXT, date TEXT, amount REAL)")
        rows = [("007", "2024-01-01", 5), ("007", "2024-01-03", 7), ("8", None, 99)]
        db.executemany("INSERT INTO orders VALUES (?, ?, ?)", rows)
        db.commit()
    return path


def table(path, **settings):
    return orders_table(OrderSource(str(path), "log", **settings))


def test_query(shop):
    before = shop.read_bytes()
    frame, steps = table(shop, query=QUERY)
    assert frame.set_index("customer").loc["007", "monetary"] == 12
    assert frame.set_index("customer").loc["007", "tenure"] == 3
    assert len(frame) == 1
    assert steps[0].action.endswith("to the query")
    assert steps[0].count == 2
    assert shop.read_bytes() == before
    assert [one.name for one in shop.parent.iterdir()] == [shop.name]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (None, r"set dataset.query, such as 'SELECT \* FROM orders'"),
        ("DROP TABLE orders", "must be one SELECT"),
        ("SELECT * FROM order_lines", "dataset.query failed: .*order_lines"),
    ],
)
def test_queries_that_are_refused(shop, query, words):
    with pytest.raises(DataError, match=words) as refused:
        table(shop, query=query)
    assert "\n" not in str(refused.value)


def test_a_query_reads_no_other_file(tmp_path):
    duckdb.connect(str(tmp_path / "shop.duckdb")).close()
    (tmp_path / "other.csv").write_text("customer,date\na,2024-01-01\n")
    query = f"SELECT * FROM '{tmp_path / 'other.csv'}'"  # noqa: S608
    with pytest.raises(DataError, match=r"dataset.query failed"):
        table(tmp_path / "shop.duckdb", query=query)
    with pytest.raises(DataError, match=r"runs on one DuckDB or SQLite file"):
        table(tmp_path / "other.csv", query=query)
