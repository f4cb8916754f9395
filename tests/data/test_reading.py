"""Reading delimited text: every cell stays the text it is, every guess is said."""

import codecs
import gzip

import pytest

from segbench.data.reading import ReadOptions, limits, read_table
from segbench.errors import ConfigError, DataError

ROWS = [["id", "age", "city"], ["01", "30", "Łódź"], ["02", "41", "Oslo"]]
PLAIN = "\n".join(",".join(row) for row in ROWS)


def rows(frame):
    return [list(frame.columns), *frame.to_numpy().tolist()]


def read(path, **options):
    return rows(read_table(path, ReadOptions(**options))[0])


def said(path, **options):
    steps = read_table(path, ReadOptions(**options))[1]
    return {step.action: step.count for step in steps}


@pytest.mark.parametrize(
    ("mark", "shown"), [(",", "','"), (";", "';'"), ("\t", "'tab'"), ("|", "'|'")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(write_csv, mark, shown, end):
    path = write_csv(end.join(mark.join(row) for row in ROWS))
    assert read(path) == ROWS
    told = f"read as utf-8 text, columns separated by {shown}, named in the first row"
    assert said(path) == {told: 2}


def test_colons(write_csv):
    assert read(write_csv("id:age\n1:30\n2:41\n")) == [
        ["id", "age"], ["1", "30"], ["2", "41"]
    ]  # fmt: skip


def test_fixed_width_blanks_without_names(write_csv):
    """As the CDNOW sample is: a blank before each line, CRLF, ids with zeros."""
    path = write_csv(
        " 00004 0001 19970101  2   29.33\r\n 00021 0002 19970101  3 7.5\r\n"
    )
    assert read(path)[1:] == [
        ["00004", "0001", "19970101", "2", "29.33"],
        ["00021", "0002", "19970101", "3", "7.5"],
    ]
    assert said(path) == {
        "read as utf-8 text, columns separated by 'blanks'": 2,
        "the first row holds no names, columns are called column 1, column 2, ...": 2,
    }


def test_names_of_several_words_are_one_column(write_csv):
    table = [["full name"], ["Anna Berg"], ["Jo Li"]]
    assert read(write_csv("full name\nAnna Berg\nJo Li\n")) == table


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_encodings_and_gzip_whatever_the_name(write_csv, encoding, mark, pack):
    path = write_csv(pack(mark + PLAIN.encode(encoding)))
    assert read(path) == ROWS
    assert any(
        encoding.removesuffix("-le").removesuffix("-be") in s for s in said(path)
    )


def test_western_encodings_even_late_in_a_file(write_csv):
    late = b"a,b\n" + b"1,2\n" * 300_000 + b"\xa3,\x80\n"
    frame, steps = read_table(write_csv(late))
    assert rows(frame.tail(1))[1] == ["£", "€"]
    assert "cp1252" in steps[0].action
    assert steps[0].count == 300_001


def test_nothing_is_interpreted(write_csv):
    cells = ["00123", "1e5", "NA", "900719925474099301", "nan", "1.0", "TRUE", "NULL"]
    text = "a,b\n" + "".join(f" {cell}\t,\n" for cell in cells)
    assert read(write_csv(text))[1:] == [[cell, ""] for cell in cells]


def test_quotes_hold_delimiters_and_line_breaks(write_csv):
    """Line ends are mixed, as in a file that went through two programs."""
    text = '"a, b", "c ""d"""\r\n"x, y" ,"1\r\n2"\nz,"1\n2"\r\n5" pipe,""'
    assert read(write_csv(text)) == [
        ["a, b", 'c "d"'],
        ["x, y", "1\r\n2"],
        ["z", "1\n2"],
        ['5" pipe', ""],
    ]


def test_single_quotes(write_csv):
    path = write_csv("'a;b';'c'\n'1;2';'it''s'\n")
    assert read(path) == [["a;b", "c"], ["1;2", "it's"]]
    assert "cells within '" in next(iter(said(path)))
    assert read(path, delimiter=";", quote="", header=False)[1][0] == "'a"


def test_decimal_commas_are_no_delimiters(write_csv):
    table = [["age", "income"], ["1,5", "2,5"], ["3,5", "4,5"]]
    assert read(write_csv("age;income\n1,5;2,5\n3,5;4,5\n")) == table
    assert read(write_csv("1,5;2,5\n3,5;4,5\n"))[1:] == table[1:]


def test_the_header_can_be_told(write_csv):
    path = write_csv("2019,2020\n1,2\n3,4\n")
    assert len(read(path)) == 4
    assert read(path, header=True)[0] == ["2019", "2020"]
    assert read(write_csv("a,b\nc,d\n"), header=False)[0] == ["column 1", "column 2"]


def test_blank_lines_are_no_rows_and_said(write_csv):
    path = write_csv("\n \nage;income\n1;2\n\n3;4\n \t\n\n")
    assert read(path) == [["age", "income"], ["1", "2"], ["3", "4"]]
    assert said(path)["blank lines left out"] == 5


def test_the_hint_of_a_spreadsheet_is_no_row(write_csv):
    assert read(write_csv("sep=;\r\nid;n, m\r\n1;2,5\r\n"))[0] == ["id", "n, m"]


@pytest.mark.parametrize("header", ["a,b", "a,b,"])
def test_delimiters_at_the_end_of_rows(write_csv, header):
    path = write_csv(f"{header}\n1,2,\n3,4,\n")
    assert read(path) == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert said(path)["delimiters at the end of rows left out"] == 2


def test_an_index_without_a_name_keeps_its_column(write_csv):
    assert read(write_csv(",a,b\n0,1,2\n1,3,4\n"))[0] == ["column 1", "a", "b"]


def test_a_cell_of_any_length(write_csv):
    long = "x" * 5_000_000
    assert read(write_csv(f"note,age\n{long},1\n"))[1] == [long, "1"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"sep=;\n", "is empty"),
        (b"age,income\n", "a header line but no customers"),
        (b"age, age\n1,2\n", "more than one column named 'age'"),
        (b"a,b\n1,2\n3,4,5\n6,7\n", r"row 3 .* has 3 cells where the first row has 2"),
        (
            b"a,b\n1,2,3,4\n",
            "row 2 .* has 4 cells where the first row has 2: '1,2,3,4'",
        ),
        (b"a,b,c\n1,2,3\n4,5\n", r"row 3 .* has 2 cells where the first row has 3"),
        (b'a,b\n1,"2\n3,4\n', 'opens a cell in line 2 with "'),
        (b'a,b\n"1"x,2\n', 'opens a cell in line 2 with "'),
        (b"a,b\n1,\x002\n", "line 2 holds a NUL"),
        (b"PK\x03\x04\x00\x00", "zip archive or an Excel workbook; save it as CSV"),
        (b"PAR1\x00PAR1", "cannot read .* as Parquet"),
        (b"\xff\xfea", "is not utf-16 text .*; set dataset.encoding"),
        (gzip.compress(b"a,b\n1,2\n" * 9, mtime=0)[:-9], "cannot read"),
    ],
)
def test_what_is_no_table_is_one_sentence(write_csv, raw, told):
    path = write_csv(raw)
    with pytest.raises(DataError, match=told) as caught:
        read_table(path)
    assert path in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_name_that_promises_gzip(write_csv):
    with pytest.raises(DataError, match=r"ends in \.gz, it is not gzip"):
        read_table(write_csv("a,b\n1,2\n", "customers.csv.gz"))


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ({"encoding": "utf-16"}, "is not utf-16 text"),
        ({"encoding": "utf8x"}, "unknown encoding 'utf8x'"),
        ({"encoding": "rot13"}, "unknown encoding 'rot13'"),
        ({"format": "parquet"}, "is csv, not parquet"),
        ({"format": "json"}, "is not JSON in line 1"),
        ({"format": "cvs"}, "Did you mean 'csv'"),
        ({"delimiter": ",,"}, "delimiter must be one character"),
        ({"delimiter": ";", "quote": ";"}, "both ';'"),
        ({"format": "query"}, "query is empty"),
        ({"query": "SELECT 1", "format": "csv"}, "but format is 'csv'"),
    ],
)
def test_options_that_do_not_fit(write_csv, option, told):
    with pytest.raises((DataError, ConfigError), match=told):
        read_table(write_csv("a,b\n1,2\n3,4"), ReadOptions(**option))


def test_what_fills_the_memory_is_refused(write_csv, monkeypatch):
    path = write_csv(gzip.compress(b"a,b\n" + b"1,2\n" * 200_000))
    assert len(read(path)) == 200_001
    monkeypatch.setattr(limits, "BOMB_BYTES", 1 << 19)
    with pytest.raises(DataError, match=r"unpacks to more than \d+ MiB"):
        read_table(path)
    monkeypatch.setattr(limits, "BOMB_RATIO", 2000)
    assert len(read(path)) == 200_001
    monkeypatch.setattr(limits, "LARGEST", 1 << 19)
    with pytest.raises(DataError, match="unpack it yourself"):
        read_table(path)
