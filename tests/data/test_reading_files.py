"""Parquet, JSON, folders, patterns and queries: types, digits and order are kept."""

import datetime as dt
import gzip
import json
import math
import sqlite3
from contextlib import closing

import duckdb
import pandas as pd
import pytest

from segbench.data.reading import ReadOptions, read_table
from segbench.errors import DataError

LONG = 2**53 + 1  # the first whole number that float64 cannot hold


def query(path, sql):
    return read_table(str(path), ReadOptions(query=sql))[0]


def said(path):
    return {step.action: step.count for step in read_table(str(path))[1]}


def write_parquet(path, sql):
    """Written beside and then moved: a star in a name means something to DuckDB."""
    plain = path.with_name("written.parquet")
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({sql}) TO '{plain}' (FORMAT parquet)")
    plain.rename(path)
    return path


@pytest.fixture
def tree(tmp_path):
    """Names and bytes of files, written into the test's folder."""

    def write(files, folder="."):
        for name, text in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path / folder

    return write


def test_parquet_keeps_types(tmp_path):
    sql = f"""SELECT '007' AS id, 3 AS n, 1.5 AS x, true AS member, {LONG} AS long,
        DATE '2024-02-01' AS day, 12345678901234567890::HUGEINT AS huge, [1, 2] AS l
        UNION ALL SELECT '1e5', 4, NULL, NULL, NULL, NULL, NULL, NULL"""
    path = write_parquet(tmp_path / "odd [ab]*.parquet", sql)
    frame, steps = read_table(str(path))
    first, second = frame.to_dict("records")
    assert first == {
        "id": "007", "n": 3, "x": 1.5, "member": True, "long": LONG,
        "day": pd.Timestamp(2024, 2, 1), "huge": 12345678901234567890, "l": "[1, 2]",
    }  # fmt: skip
    assert second["id"] == "1e5"
    assert frame.iloc[1, 2:].isna().all()
    assert [frame[name].dtype.kind for name in ("n", "x", "day")] == ["i", "f", "M"]
    assert [(s.column, s.action) for s in steps] == [
        ("", "read as Parquet"),
        ("l", "values of type INTEGER[] taken as text"),
    ]


def test_parquet_keeps_the_order_of_rows(tmp_path):
    path = write_parquet(tmp_path / "n.parquet", "SELECT range AS n FROM range(300000)")
    assert read_table(str(path))[0]["n"].equals(pd.Series(range(300_000), name="n"))
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert len(read_table(str(path))[0]) == 300_000


RECORDS = [
    {"id": "007", "n": 1, "day": "2024-02-01", "Age": 1, "age": 2},
    {"id": "8", "n": None, "x": 1.5, "tags": ["a", "b"], "Age": LONG},
]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("form", ["lines", "list"])
def test_json_keeps_types(tree, form, pack):
    text = "\n".join(map(json.dumps, RECORDS))
    text = json.dumps(RECORDS, indent=1) if form == "list" else text
    path = tree({"records.txt": pack(text.encode())}) / "records.txt"
    first, second = read_table(str(path))[0].to_dict("records")
    assert (first["id"], first["day"], first["Age"]) == ("007", "2024-02-01", 1)
    assert (second["Age"], second["x"], second["tags"]) == (LONG, 1.5, '["a", "b"]')
    assert math.isnan(second["n"])
    assert said(path)["read as JSON records in utf-8"] == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1}\n{"a": \n', "is not JSON in line"),
        ('{"a": 1}\n[2]\n', "holds '2' in or after line 2 instead of a record"),
        ('{"a": 1}\n{"a": 1, "a": 2}\n', "the key 'a' twice"),
        ("[]", "no rows"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_json_table(tree, text, told):
    path = tree({"a.json": text}) / "a.json"
    with pytest.raises(DataError, match=told) as caught:
        read_table(str(path))
    assert "\n" not in str(caught.value)


def test_a_folder_is_one_table_in_the_order_of_names(tree):
    files = {"b.csv": "n,id\n2,02\n", "a.csv": "id;n\n01;1\n", ".hidden": "x"}
    folder = tree({**files, "_SUCCESS": ""}, "sales")
    frame, steps = read_table(str(folder))
    assert frame.to_dict("list") == {"id": ["01", "02"], "n": ["1", "2"]}
    assert (steps[0].action[:15], steps[0].count) == ("rows of 2 files", 2)
    assert len(steps) == 3
    assert read_table(str(folder / "*.csv"))[0].equals(frame)


def test_long_ids_of_several_files_keep_their_digits(tree):
    folder = tree({"a.json": f'{{"id": {LONG}}}', "b.json": '{"id": null}'}, "sales")
    ids = read_table(str(folder))[0]["id"].tolist()
    assert ids[0] == LONG
    assert pd.isna(ids[1])


def test_files_with_other_columns_are_refused(tree):
    folder = tree({"a.csv": "id,n\n1,1\n", "b.csv": "id,m\n2,2\n"}, "sales")
    with pytest.raises(
        DataError, match=r"b\.csv has no column 'n', which .*a\.csv has"
    ):
        read_table(str(folder))


def test_a_name_with_a_pattern_in_it_is_a_name(tree):
    folder = tree({"a[1].csv": "a,b\n1,2\n", "a1.csv": "a,b\n3,4\n"})
    assert read_table(str(folder / "a[1].csv"))[0].iloc[0, 0] == "1"


def test_no_files(tree):
    folder = tree({"customers.csv": "a,b\n1,2\n"})
    (folder / "void").mkdir()
    with pytest.raises(DataError, match=r"did you mean .*customers\.csv'\?"):
        read_table(str(folder / "custmers.csv"))
    with pytest.raises(DataError, match=r"check dataset\.path \(there is no folder"):
        read_table(str(folder / "nowhere" / "a.csv"))
    with pytest.raises(DataError, match="has no files"):
        read_table(str(folder / "void"))
    with pytest.raises(DataError, match="no file matches"):
        read_table(str(folder / "*.parquet"))


@pytest.fixture(params=["duckdb", "sqlite"])
def database(request, tmp_path):
    """A file of either kind with a table of two customers."""
    path = tmp_path / f"shop.{request.param}"
    connect = {"duckdb": duckdb.connect, "sqlite": sqlite3.connect}[request.param]
    with closing(connect(str(path))) as connection:
        connection.execute("CREATE TABLE customers (id TEXT, n BIGINT)")
        sql = f"INSERT INTO customers VALUES ('007', {LONG}), ('8', NULL)"
        connection.execute(sql)
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


def test_a_query_may_read_the_files_it_names_and_no_others(tmp_path):
    path = write_parquet(tmp_path / "sales.parquet", "SELECT 1 AS a UNION ALL SELECT 2")
    (tmp_path / "secret.txt").write_text("secret")
    assert query("", f"SELECT sum(a) AS s FROM '{path}'").iloc[0, 0] == 3
    pattern = f"{tmp_path}/*.parquet"
    assert len(query("", f"SELECT a FROM read_parquet('{pattern}')")) == 2
    with pytest.raises(DataError, match="dataset.query failed: .*disabled"):
        query("", f"SELECT * FROM read_text('{tmp_path}/sec' || 'ret.txt')")
    with pytest.raises(DataError, match="dataset.query"):
        query("", f"COPY (SELECT 1) TO '{tmp_path}/new.csv'")
    with pytest.raises(DataError, match="dataset.query failed"):
        query("", "SELECT * FROM read_csv('https://localhost/a.csv')")


def test_a_database_needs_a_query_and_a_query_a_database(database, write_csv):
    with pytest.raises(DataError, match=r"is a database; set dataset\.query"):
        read_table(str(database))
    with pytest.raises(DataError, match="is no DuckDB or SQLite file"):
        query(write_csv("a,b\n1,2\n"), "SELECT 1")


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("Ecommerce Customers.csv", (500, 8)),
        ("CDNOW_sample.txt.gz", (6_919, 5)),
        ("CDNOW_master.txt.gz", (69_659, 4)),
        ("marketing_campaign.csv", (2_240, 29)),
        ("marketing_campaign_semicolon_bom.csv", (2_240, 29)),
        ("Online_Retail.csv.gz", (541_909, 8)),
        ("online_retail_II_2009_2010.parquet", (525_461, 8)),
    ],
)
def test_real_files(shared, name, shape):
    frame, steps = read_table(str(shared("data", name)))
    assert frame.shape == shape
    assert steps[0].count == len(frame)


def test_dates_beyond_nanoseconds_stay_dates(tmp_path):
    path = write_parquet(tmp_path / "d.parquet", "SELECT DATE '9999-12-31' AS end_day")
    assert read_table(str(path))[0].iloc[0, 0] == dt.datetime(9999, 12, 31)  # noqa: DTZ001
