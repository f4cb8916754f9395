"""Parquet, JSON, folders and patterns: types, digits and order are kept."""

import datetime as dt
import gzip
import json
import math

import duckdb
import pandas as pd
import pytest

from segbench.data.reading import read_table
from segbench.errors import DataError

LONG = 2**53 + 1  # the first whole number that float64 cannot hold


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
        DATE '2024-02-01' AS day, [1, 2] AS l,
        12345678901234567890::DECIMAL(38, 0) AS huge
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
    with pytest.raises(DataError, match=r"dataset\.path is empty"):
        read_table("")
    with pytest.raises(DataError, match="no file matches"):
        read_table(str(folder / "*.parquet"))


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
