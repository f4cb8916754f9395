"""Reading a delimited file: every cell stays the text it is."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.data.read import read_delimited
from segbench.errors import DataError

ROWS = [["id", "age", "city"], ["01", "30", "Łódź"], ["02", "41", "Oslo"]]


def rows(frame):
    return [list(frame.columns), *frame.to_numpy().tolist()]


@pytest.mark.parametrize(
    ("mark", "shown"), [(",", "','"), (";", "';'"), ("\t", "'tab'"), ("|", "'|'")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters(write_csv, mark, shown, end):
    path = write_csv(end.join(mark.join(row) for row in ROWS) + end)
    frame, (step,) = read_delimited(path)
    assert rows(frame) == ROWS
    assert step.action == f"read as utf-8 text, columns separated by {shown}"
    assert step.count == 2


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16")],
)
def test_encodings(write_csv, encoding, shown):
    text = "\n".join(",".join(row) for row in ROWS)
    frame, (step,) = read_delimited(write_csv(text.encode(encoding)))
    assert rows(frame) == ROWS
    assert step.action.startswith(f"read as {shown} text")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_western_encodings(write_csv, encoding):
    frame, _ = read_delimited(write_csv("größe,né\n1,é\n".encode(encoding)))
    assert rows(frame) == [["größe", "né"], ["1", "é"]]


def test_gzip(write_csv):
    text = "\n".join(",".join(row) for row in ROWS)
    path = write_csv(gzip.compress(text.encode()), "customers.csv.gz")
    assert rows(read_delimited(path)[0]) == ROWS


def test_nothing_is_interpreted(write_csv):
    cells = ["00123", "1e5", "NA", "900719925474099301", "nan", "1.0", "TRUE", "inf"]
    frame, _ = read_delimited(write_csv("a,b\n" + "".join(f"{c},x\n" for c in cells)))
    assert list(frame["a"]) == cells


def test_quotes_hold_delimiters_and_newlines(write_csv):
    text = '"the, name","a ""note"""\n"x, y","first\nsecond"\nz,plain\n'
    frame, _ = read_delimited(write_csv(text))
    assert rows(frame) == [
        ["the, name", 'a "note"'],
        ["x, y", "first\nsecond"],
        ["z", "plain"],
    ]


def test_delimiter_of_the_header_wins_over_decimal_commas(write_csv):
    frame, _ = read_delimited(write_csv("age;income\n1,5;2,5\n3,5;4,5\n"))
    assert rows(frame) == [["age", "income"], ["1,5", "2,5"], ["3,5", "4,5"]]


def test_blanks_around_headers_go(write_csv):
    frame, _ = read_delimited(write_csv(" Income , Age\n1,2\n"))
    assert list(frame.columns) == ["Income", "Age"]


def test_one_column(write_csv):
    assert rows(read_delimited(write_csv("age\n1\n2\n"))[0]) == [["age"], ["1"], ["2"]]


@pytest.mark.parametrize("header", ["age;income", "\nage;income", "\n \nage;income"])
def test_blank_lines_are_no_rows(write_csv, header):
    frame, _ = read_delimited(write_csv(f"{header}\n1;2\n\n3;4\n\n"))
    assert rows(frame) == [["age", "income"], ["1", "2"], ["3", "4"]]


def test_header_without_a_name_keeps_its_column(write_csv):
    """As pandas writes its index: the cells are there, under some name of their own."""
    frame, _ = read_delimited(write_csv(",age,income\n0,1,2\n1,3,4\n"))
    assert list(frame.columns)[1:] == ["age", "income"]
    assert list(frame.iloc[:, 0]) == ["0", "1"]
    assert frame.columns[0]


@pytest.mark.parametrize("header", ["age,age", "age, age", "age,b,age "])
def test_two_columns_of_one_name_are_refused(write_csv, header):
    row = ",".join("1" for _ in header.split(","))
    with pytest.raises(DataError, match="more than one column named 'age'"):
        read_delimited(write_csv(f"{header}\n{row}\n"))


def test_a_row_that_is_too_long_is_refused(write_csv):
    """Cutting the row off would lose a value without a word."""
    with pytest.raises(DataError, match="not a table"):
        read_delimited(write_csv("age,income\n1,2\n3,4,5\n6,7\n"))


def test_a_first_row_that_is_too_long_is_refused(write_csv):
    with pytest.raises(DataError, match="not a table"):
        read_delimited(write_csv("age,income\n1,2,3\n4,5\n6,7\n"))


def test_a_trailing_delimiter_on_every_row_is_no_column(write_csv):
    frame, _ = read_delimited(write_csv("age,income\n1,2,\n3,4,\n"))
    assert rows(frame) == [["age", "income"], ["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"age,income\n", "no customers below it"),
        (b"PK\x03\x04\x00\x00\x00\x00rest", "is not text"),
        (b'age,income\n1,"2\n3,4\n', "is not a table"),
    ],
)
def test_files_without_customers(write_csv, content, told):
    path = write_csv(content)
    with pytest.raises(DataError, match=told) as caught:
        read_delimited(path)
    assert path in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_file(tmp_path):
    with pytest.raises(DataError, match=r"no file at .*; check dataset\.path"):
        read_delimited(str(tmp_path / "nowhere.csv"))


def test_a_folder(tmp_path):
    with pytest.raises(DataError, match="is a folder"):
        read_delimited(str(tmp_path))


CUT_OFF = gzip.compress(b"a,b\n1,2\n" * 9, mtime=0)[:-9]


@pytest.mark.parametrize("raw", [b"no gzip", CUT_OFF], ids=["no gzip", "cut off"])
def test_damaged_gzip(write_csv, raw):
    with pytest.raises(DataError, match="cannot read"):
        read_delimited(write_csv(raw, "customers.csv.gz"))


def test_a_cell_of_any_length(write_csv):
    long = "x" * 200_000
    frame, _ = read_delimited(write_csv(f"note,age\n{long},1\n"))
    assert frame["note"][0] == long


def table_or_error(path):
    """What came of a file; any other exception than a data error gets out."""
    try:
        return read_delimited(str(path))[0]
    except DataError as error:
        return error


def sound(found, path):
    if isinstance(found, DataError):
        assert str(path) in str(found)
    else:
        assert len(found) > 0
        assert len(set(found.columns)) == found.shape[1] > 0
        assert found.map(lambda cell: isinstance(cell, str)).all(axis=None)


cells = st.text(st.characters(codec="utf-8"), max_size=6)
lines = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=6)


@given(lines, st.sampled_from(",;\t|"))
def test_any_text_is_a_table_or_a_data_error(tmp_path_factory, table, mark):
    path = tmp_path_factory.mktemp("fuzz") / "t.csv"
    path.write_bytes("\n".join(mark.join(row) for row in table).encode())
    sound(table_or_error(path), path)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_table_or_a_data_error(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("fuzz") / "t.csv"
    path.write_bytes(raw)
    sound(table_or_error(path), path)
