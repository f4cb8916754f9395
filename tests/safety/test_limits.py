"""Files made to fill the memory or the time end in a sentence."""

import gzip
import sqlite3
import time

import numpy as np
import pandas as pd
import pytest

import segbench
from segbench.data.reading import ReadOptions, limits, patience, read_table
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
    monkeypatch.setattr(patience, "QUERY_SECONDS", 0.2)
    with pytest.raises(DataError, match=r"no answer after 0\.2 seconds"):
        read_table(database, ReadOptions(query="SELECT * FROM counted"))


def test_a_query_of_duckdb_without_end(monkeypatch):
    monkeypatch.setattr(patience, "QUERY_SECONDS", 0.5)
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


def test_small_files_are_given_seconds_and_large_ones_more(tmp_path):
    small, large = tmp_path / "small", tmp_path / "large"
    small.touch()
    with large.open("wb") as file:
        file.truncate(1 << 30)  # takes no room
    assert patience.seconds_for([small]) == 10
    assert patience.seconds_for([small, large]) == 266


def test_a_busy_machine_is_waited_for(monkeypatch):
    """The clock alone ends no query."""
    waiting = patience.Patience(10)
    monkeypatch.setattr(patience.time, "monotonic", lambda: 1e9)
    assert not waiting.is_over
    monkeypatch.setattr(patience.time, "process_time", lambda: 1e9)
    assert waiting.is_over


BOMBS = {
    "rows.csv": b"a,b\n" + b"1,2\n" * 40_000,
    "blank.csv": b"a,b\n1,2\n" + b"\n" * 80_000,
    "records.json": b"[" + b"{}," * 10_000 + b'{"a":1}]',
    "lines.jsonl": b"{}\n" * 10_000,
    "sparse.jsonl": b"".join(b'{"k%d":1}\n' % i for i in range(500)),
}
"""Small files of which little is more than the limit in the memory."""


@pytest.mark.parametrize("name", BOMBS)
def test_a_table_that_is_larger_than_its_file(tmp_path, name, monkeypatch):
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress(BOMBS[name]))
    if name == "sparse.jsonl":  # the others have thousands of lines
        assert len(read_table(str(path))[0]) == 500
    monkeypatch.setattr(limits, "LARGEST", 2 << 20)
    with pytest.raises(DataError, match="is larger than"):
        read_table(str(path))


def test_many_files_are_one_table(tmp_path, monkeypatch):
    for i in range(5):
        (tmp_path / f"{i}.csv").write_text("a,b\n" + "1,2\n" * 30_000, "utf-8")
    assert len(read_table(str(tmp_path))[0]) == 150_000
    monkeypatch.setattr(limits, "LARGEST", 18 << 20)
    assert len(read_table(str(tmp_path / "[012].csv"))[0]) == 90_000
    with pytest.raises(DataError, match="150,000 rows and 2 columns is larger"):
        read_table(str(tmp_path))


SLOW = {
    "twice.jsonl": "{"
    + ",".join(f'"k{i}":1' for i in range(200_000))
    + ',"k199999":1}',
    "blanks.csv": "a b\n" + "1 2\n" * 300_000 + '"x" y' + " " * 150_000 + "3\n",
    "private.csv": "a,b\n"
    + "1,2\n" * (1 << 20)
    + "".join(map(chr, range(0xE000, 0xF900))),
}
"""What took minutes: work that grew with the square of a file's size."""


@pytest.mark.parametrize("name", SLOW)
def test_a_file_made_to_take_long(write_csv, name):
    path = write_csv(SLOW[name], name)
    before = time.process_time()
    with pytest.raises(DataError, match=r"twice|not a table|without a meaning"):
        read_table(path)
    assert time.process_time() - before < 10


def test_blanks_between_cells_and_quoted_ones(write_csv):
    path = write_csv('a   b\n1    2\n"3"   4\n"5 6"    7\n8   "9\n9"\n')
    frame, _ = read_table(path, ReadOptions(delimiter="blanks"))
    assert frame.to_numpy().tolist() == [
        ["1", "2"],
        ["3", "4"],
        ["5 6", "7"],
        ["8", "9\n9"],
    ]


def frame_of(**columns):
    return pd.DataFrame({"x": np.arange(60.0), "y": np.arange(60) % 7, **columns})


def test_a_name_of_a_column_that_nobody_reads():
    with pytest.raises(DataError, match="name has 100,000 characters"):
        segbench.explore(frame_of().rename(columns={"y": "y" * 100_000}))


@pytest.mark.parametrize("name", ["id", "city"])
def test_a_text_in_whose_room_all_are_stored(name, monkeypatch):
    texts = [f"c{i}" if name == "id" else "abc"[i % 3] for i in range(59)]
    frame = frame_of(**{name: [*texts, "z" * 100_000]})
    if name == "city":
        frame.loc[:9, name] = "z" * 100_000
    monkeypatch.setattr(limits, "LARGEST", 1 << 20)
    with pytest.raises(DataError, match=r"holds a text of 100,000 characters"):
        segbench.explore(frame)
