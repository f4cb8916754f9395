"""Files made to fill the memory or the time end in a sentence."""

import gzip
import sqlite3

import pytest

from segbench.data.reading import ReadOptions, limits, read_table
from segbench.errors import DataError

ENDLESS = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT"


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "v.sqlite"
    with sqlite3.connect(path) as made:
        made.execute(f"CREATE VIEW rows AS {ENDLESS} i AS a, i AS b FROM n")
        made.execute(f"CREATE VIEW counted AS {ENDLESS} count(*) AS a FROM n")
    made.close()
    return str(path)


def test_too_many_columns(write_csv):
    n = 10_000
    path = write_csv(",".join(f"c{i}" for i in range(n)) + "\n" + ",".join("1" * n))
    with pytest.raises(DataError, match=r"has 10,000 columns; at most 5,000"):
        read_table(path)


def test_a_line_that_is_no_row(write_csv, monkeypatch):
    monkeypatch.setattr(limits, "LONGEST_LINE", 1 << 10)
    assert len(read_table(write_csv("a,b\n" + "1,2\n" * 10_000))[0]) == 10_000
    with pytest.raises(DataError, match="it is no table of customers"):
        read_table(write_csv("a,b\n1,2\n" + "1" * 3000 + ",2\n"))


def test_one_value_very_often(tmp_path, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    path = str(tmp_path / "t.parquet")
    answer = duckdb.sql("SELECT 'x' AS a FROM range(3000000)")
    answer.write_parquet(path)
    monkeypatch.setattr(limits, "LARGEST", 64 << 20)
    with pytest.raises(DataError, match="3,000,000 rows and 1 columns is larger"):
        read_table(path)


def test_a_view_without_end(database, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST", 1 << 20)
    with pytest.raises(DataError, match=r"answer to dataset\.query is larger"):
        read_table(database, ReadOptions(query="SELECT * FROM rows"))


def test_a_count_without_end(database, monkeypatch):
    monkeypatch.setattr(limits, "QUERY_SECONDS", 0.2)
    with pytest.raises(DataError, match=r"no answer after 0\.2 seconds"):
        read_table(database, ReadOptions(query="SELECT * FROM counted"))


def test_a_query_of_duckdb_without_end(monkeypatch):
    monkeypatch.setattr(limits, "QUERY_SECONDS", 0.5)
    query = f"{ENDLESS} count(*) AS a FROM n"
    with pytest.raises(DataError, match=r"no answer after 0\.5 seconds"):
        read_table("", ReadOptions(query=query))


def test_an_order_log_that_unpacks_too_far(tmp_path, monkeypatch):
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(b"customer,date\n" + b"0" * (8 << 20)))
    limits.check_packed(path)  # small all the same
    monkeypatch.setattr(limits, "BOMB_BYTES", 1 << 20)
    with pytest.raises(DataError, match="unpacks to about"):
        limits.check_packed(path)
