"""Any table and any bytes: cell for cell or one sentence, and no row is ever lost."""

import csv
import gzip
import io
import json

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from segbench.data.reading import ReadOptions, read_table
from segbench.errors import DataError

ENDS = [
    ("\r\n", csv.QUOTE_MINIMAL),
    ("\r\n", csv.QUOTE_ALL),
    ("\n", csv.QUOTE_ALL),  # the csv module quotes no line end but its own
    ("\r", csv.QUOTE_ALL),
]
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
text_cells = st.text(
    st.one_of(
        st.sampled_from(" \t\n\r,;|:'\"\\#0123NA\x1c\x85\xa0\u2028\ufeff"),
        st.characters(codec="utf-8", exclude_characters="\x00"),
    ),
    max_size=6,
)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(text_cells, min_size=width, max_size=width), min_size=1, max_size=6
    )
)


def cells(frame):
    return frame.to_numpy().tolist()


def stripped(rows):
    return [[cell.strip() for cell in row] for row in rows]


def table_or_error(path, **options):
    """What came of a file; any other exception than a data error gets out."""
    try:
        return read_table(str(path), ReadOptions(**options))[0]
    except DataError as error:
        told = str(error)
    assert str(path) in told
    assert "\n" not in told
    return None


@st.composite
def written(draw):
    """A table, its text as the csv module writes it, and what to tell the reader."""
    rows = draw(tables)
    delimiter = draw(st.sampled_from([",", ";", "\t", "|", ":", "§"]))
    quote = draw(st.sampled_from("\"'"))
    end, quoting = draw(st.sampled_from(ENDS))
    text = io.StringIO(newline="")
    marks = {"delimiter": delimiter, "quotechar": quote, "quoting": quoting}
    writer = csv.writer(text, **marks, lineterminator=end)
    writer.writerows([["a", "b", "c", "d"][: len(rows[0])], *rows])
    return rows, text.getvalue(), {"delimiter": delimiter, "quote": quote}


@given(written(), st.sampled_from(UNICODE), st.booleans())
@settings(max_examples=40)
def test_what_was_written_comes_back(tmp_path_factory, table, encoding, packed):
    rows, text, options = table
    path = tmp_path_factory.mktemp("fuzz") / "t.csv"
    raw = text.encode(encoding)
    path.write_bytes(gzip.compress(raw) if packed else raw)
    if encoding in {"utf-16-le", "utf-16-be"}:  # no mark says so
        options["encoding"] = encoding
    frame, steps = read_table(str(path), ReadOptions(header=True, **options))
    assert cells(frame) == stripped(rows)
    assert steps[packed].count == len(rows)


def expected(text, mark):
    """The rows as the csv module sees them; None when it is no table."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        return None
    return [row for row in rows if len(row) > 1 or (row and set(row[0]) != {" "})]


@given(st.text(st.sampled_from('ab1",;\n\r "'), max_size=24))
@settings(max_examples=60)
@example('a,b\n"x,2\n3,4\n')
@example('a,b\n5" pipe,2\n')
@example('a,b\nx"y,z"\n')
@example('a,b\n"x"y,2\n')
@example("a\n\n1\n")
def test_no_row_of_any_text_is_lost_or_shifted(tmp_path_factory, text):
    """Against the csv module, which reads what is ill-formed as well."""
    path = tmp_path_factory.mktemp("fuzz") / "t.csv"
    path.write_bytes(text.encode())
    frame = table_or_error(path, delimiter=",", quote='"', header=False)
    if frame is None or '" ' in text or ' "' in text:  # blanks around quotes are ours
        return
    rows = expected(text, ",")
    width = frame.shape[1]
    assert all(len(row) in {width, width + 1} for row in rows)
    assert cells(frame) == stripped(row[:width] for row in rows)


@given(tables, st.sampled_from(",;\t|"))
@settings(max_examples=25)
def test_guesses_keep_every_row(tmp_path_factory, rows, mark):
    """The marks may be misread, but the rows that are there are all there."""
    path = tmp_path_factory.mktemp("fuzz") / "t.csv"
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)
    path.write_bytes(written.getvalue().encode())
    frame = table_or_error(path)
    if frame is not None:
        assert len(frame) in {len(rows), len(rows) - 1}
        assert frame.map(lambda cell: isinstance(cell, str)).all(axis=None)


starts = st.sampled_from(
    [
        b"",
        b"a,b\n",
        b"\xff\xfe",
        b"PAR1",
        b"\x1f\x8b",
        b'{"a":',
        b"[{",
        b"SQLite format",
    ]
)


@given(starts, st.binary(max_size=60))
@settings(max_examples=40)
def test_any_bytes_are_a_table_or_one_sentence(tmp_path_factory, start, raw):
    path = tmp_path_factory.mktemp("fuzz") / "t.csv"
    path.write_bytes(start + raw)
    frame = table_or_error(path)
    if frame is not None:
        assert len(frame) > 0
        assert len(set(frame.columns)) == frame.shape[1] > 0


@given(st.lists(st.text(max_size=5) | st.integers() | st.none(), min_size=1))
@pytest.mark.parametrize("form", ["lines", "list"])
def test_any_json_values_come_back(tmp_path_factory, form, values):
    path = tmp_path_factory.mktemp("fuzz") / "t.json"
    records = [json.dumps({"id": 1, "value": value}) for value in values]
    text = "\n".join(records) if form == "lines" else f"[{','.join(records)}]"
    path.write_text(text, encoding="utf-8")
    frame, _ = read_table(str(path))
    back = [None if pd.isna(cell) else cell for cell in frame["value"]]
    assert back == values
