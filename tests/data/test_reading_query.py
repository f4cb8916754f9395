"""A table as the answer to one SELECT, which reads what is named and writes nothing."""

import sqlite3
from contextlib import closing

import duckdb
import pytest

from segbench.data.reading import ReadOptions, read_table
from segbench.errors import DataError

LONG = 2**53 + 1  # the first whole number that float64 cannot hold


def query(path, sql):
    return read_table(str(path), ReadOptions(query=sql))[0]


@pytest.fixture(params=["duckdb", "sqlite"])
def database(request, tmp_path):
    """A file of either kind with a table of two customers."""
    path = tmp_path / f"shop.{request.param}"
    connect = {"duckdb": duckdb.connect, "sqlite": sqlite3.connect}[request.param]
    with closing(connect(str(path))) as connection:
        connection.execute("CREATE TABLE customers (id TEXT, n BIGINT)")
        sql = "INSERT INTO customers VALUES ('007', ?), ('8', NULL)"
        connection.execute(sql, [LONG])
        connection.commit()
    return path


def test_a_query_reads_and_leaves_no_trace(database):
    before = database.read_bytes()
    frame = query(database, "SELECT n, id FROM customers ORDER BY id DESC; -- all")
    assert list(frame.columns) == ["n", "id"]
    assert frame["id"].tolist() == ["8", "007"]
    assert frame["n"].tolist() == [None, LONG]
    assert database.read_bytes() == before
    assert list(database.parent.iterdir()) == [database]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM customers",
        "SELECT 1; SELECT 2",
        "ATTACH '{folder}/other.db' AS other",
        "PRAGMA user_version = 3",
        "SELECT * FROM read_text('{folder}/secret.txt')",
        "SELECT * FROM '{folder}/secret.csv'",
        "SELECT * FROM custmers",
        "SELECT id, id FROM customers",
        "SELECT id FROM customers WHERE n < 0",
        "SELEC",
        "",
        "SELECT 1) AS t; DROP TABLE customers; --",
    ],
)
def test_a_query_that_is_not_one_select_of_this_file(database, sql):
    folder = database.parent
    (folder / "secret.txt").write_text("secret")
    (folder / "secret.csv").write_text("a,b\n1,2\n")
    before = database.read_bytes()
    with pytest.raises(DataError, match=r"dataset\.query") as caught:
        query(database, sql.format(folder=folder))
    assert "\n" not in str(caught.value)
    assert database.read_bytes() == before
    assert len(list(folder.iterdir())) == 3


def test_a_query_may_read_the_files_it_names_and_no_others(tmp_path, monkeypatch):
    sales = "COPY (SELECT 1 AS a UNION ALL SELECT 2) TO 'sales.parquet'"
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        connection.execute(sales)
    assert query("", "SELECT sum(a) AS s FROM 'sales.parquet'").iloc[0, 0] == 3
    assert len(query("", "SELECT a FROM read_parquet('sal*.parquet')")) == 2
    with pytest.raises(DataError, match=r"dataset\.query failed: .*disabled"):
        query("", "SELECT * FROM read_text('sec' || 'ret.txt')")
    with pytest.raises(DataError, match=r"dataset\.query must be one SELECT"):
        query("", "COPY (SELECT 1) TO 'new.csv'")
    with pytest.raises(DataError, match=r"dataset\.query failed: .*disabled"):
        query("", "SELECT * FROM read_csv('https://localhost/a.csv')")


def test_a_database_needs_a_query_and_a_query_a_database(database, write_csv):
    with pytest.raises(DataError, match=r"is a database; set dataset\.query"):
        read_table(str(database))
    with pytest.raises(DataError, match="is no DuckDB or SQLite file"):
        query(write_csv("a,b\n1,2\n"), "SELECT 1")
