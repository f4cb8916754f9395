"""Files of every kind, and roles from names."""

import gzip

import duckdb
import pytest

from segbench.data.orders import (
    OrderColumns,
    OrderSource,
    database,
    log_files,
    orders_table,
)
from segbench.errors import ConfigError, DataError, UnknownNameError


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters(read, mark, lines):
    table, steps = read(lines.replace(",", mark))
    assert table.equals(read()[0])
    assert steps[0].count == 11


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("latin-1", "cp1252"),  # which holds it
    ],
)
def test_encodings(read, encoding, said, lines):
    table, steps = read(lines.replace("A", "Zoë").encode(encoding))
    assert table.loc["Zoë", "frequency"] == 2
    assert f"read as {said} text" in steps[0].action


@pytest.mark.parametrize("packed", [False, True])
def test_windows_text_that_shows_late(read, packed):
    """The first megabyte is ASCII; no encoding has 0x81, and nobody misses it."""
    rows = [f"{i},2024-01-01,1" for i in range(80_000)]
    text = "\n".join(["customer,date,amount", *rows, "„Zoë“,2024-01-02,1"]) + "\n"
    raw = text.encode("cp1252") + b"\x81,2024-01-02,1\n"
    name = "log.csv.gz" if packed else "log.csv"
    table, steps = read(gzip.compress(raw) if packed else raw, name)
    assert table.loc["„Zoë“", "monetary"] == 1
    assert len(table) == 80_002
    assert "read as cp1252 text" in steps[0].action


def test_windows_text(read):
    text = "customer;date;price\n„Zoë“;2024-01-02;1.500,50 €\n"
    table, _ = read(text.encode("cp1252"))
    assert table["monetary"].to_dict() == {"„Zoë“": 1500.5}


def test_declared_encoding(read):
    text = "customer,date,amount\nŁódź,2024-01-02,1\n"
    table, steps = read(text.encode("cp1250"), encoding="cp1250")
    assert list(table.index) == ["Łódź"]
    assert "read as cp1250 text" in steps[0].action
    with pytest.raises(DataError, match=r"not utf-8 text .*set dataset.encoding"):
        read(text.encode("cp1250"), encoding="utf-8")
    late = text + "a,2024-01-02,1\n" * 80_000 + "Łódź,2024-01-02,1\n"
    with pytest.raises(DataError, match=r"not utf-8 text; set dataset.encoding"):
        read(late.replace("Łódź", "b", 1).encode("cp1250"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"unknown encoding 'latn'"):
        read(text, encoding="latn")


def test_hint_of_a_spreadsheet(read, lines):
    """The delimiter is in a line above the names."""
    assert read("sep=;\n" + lines.replace(",", ";"))[0].equals(read()[0])


def test_gzip(read, lines):
    assert read(gzip.compress(lines.encode()), "log.csv.gz")[0].equals(read()[0])


def test_quoted_cells(read):
    text = 'customer,date,amount,note\n"Li, Wu",2024-01-01,5,"a ""b""\nc"\n'
    assert read(text)[0]["monetary"].to_dict() == {"Li, Wu": 5}


def test_blanks_between_columns_without_header(read):
    text = " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n"
    header = ("cohort", "customer", "date", "quantity", "amount")
    table, steps = read(text, header=header)
    assert table.loc["0001", "monetary"] == pytest.approx(59.06)
    assert table.loc["0001", "days_between_orders"] == 17
    assert "columns separated by blanks" in steps[0].action
    with pytest.raises(DataError, match=r"no line with the columns' names"):
        read(text)
    with pytest.raises(DataError, match=r"header names 2 columns, but .* has 5"):
        read(text, header=("customer", "date"))


@pytest.fixture
def other_kinds(tmp_path, write_csv, lines):
    """The same log as Parquet, as JSON lines, and in two files of a folder."""
    path = write_csv(lines, "log.csv")
    typed = f"SELECT * FROM read_csv('{path}', types = {{'order': 'VARCHAR'}})"  # noqa: S608
    for name, options in {"log.parquet": "", "log.jsonl": "(FORMAT json)"}.items():
        duckdb.sql(f"COPY ({typed}) TO '{tmp_path / name}' {options}")
    head, *rows = lines.splitlines()
    folder = tmp_path / "parts"
    folder.mkdir()
    for i, part in enumerate([rows[:5], rows[5:]]):
        (folder / f"{i}.csv").write_text("\n".join([head, *part]))
    return [tmp_path / "log.parquet", tmp_path / "log.jsonl", folder, folder / "*.csv"]


def test_parquet_json_folder_and_pattern(read, other_kinds):
    expected = read()[0]
    for path in other_kinds:
        frame, _ = orders_table(OrderSource(str(path), "log"))
        assert frame.set_index("customer").equals(expected), path


def test_typed_ids_and_orders_with_holes(tmp_path):
    path = tmp_path / "log.parquet"
    rows = (
        "(17850.0, 1, DATE '2024-01-01', 5), (17850.0, NULL, DATE '2024-01-02', 5), "
        "(NULL, 3, DATE '2024-01-01', 5), (2.0, NULL, DATE '2024-01-04', 5)"
    )
    named = "t(customer, order_id, date, amount)"
    duckdb.sql(f"COPY (SELECT * FROM (VALUES {rows}) {named}) TO '{path}'")  # noqa: S608
    frame, _ = orders_table(OrderSource(str(path), "log"))
    expected = [["2", 1], ["17850", 2]]
    assert frame[["customer", "frequency"]].to_numpy().tolist() == expected


ODD = ["", "C1,a,2024-01-01,5", ",a,2024-01-01,5", "007,a,2024-01-01,5"]
ODD += ["8,a,2024-01-01,", "8,a,20240101,5", "8,a,2024-01-01,5e0"]


@pytest.mark.parametrize("odd", ODD)
def test_long_texts_are_read_as_short_ones(read, monkeypatch, odd):
    """Cells of long texts are read as numbers at once, until one is none."""
    rows = [f"{1000 + i},{'abc'[i % 3]},2024-01-0{i % 9 + 1},{i}.5" for i in range(300)]
    text = "\n".join(["order,customer,date,amount", *rows, odd])
    short, said = read(text)
    monkeypatch.setattr(log_files, "SMALL_TEXT", 0)
    monkeypatch.setattr(database, "SAMPLE", 60)
    long, also_said = read(text)
    assert long["frequency"].sum() >= 300
    if odd != "8,a,20240101,5":  # the first lines show one spelling of two
        assert long.equals(short)
        assert also_said == said


def test_files_that_do_not_belong_together(read, tmp_path):
    (tmp_path / "a.csv").write_text("customer,date\n1,2024-01-01\n")
    (tmp_path / "b.csv").write_text("date,customer\n2024-01-01,1\n")
    with pytest.raises(DataError, match=r"b.csv is laid out differently from"):
        read(tmp_path, None)
    duckdb.sql(f"COPY (SELECT 1 AS customer) TO '{tmp_path / 'b.parquet'}'")
    with pytest.raises(DataError, match=r"different kinds .Parquet, text."):
        read(tmp_path, None)


LINE = "customer,date\n1,2024-01-01\n"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("", "log.csv", "is empty"),
        (b"PK\x03\x04\x00\x00", "log.csv", "Excel workbook; save it as CSV"),
        (b"a,b\x00", "log.csv", "is not text"),
        (b"PAR1 and no more", "log.parquet", "is not Parquet, or cut short"),
        (b"no gzip", "log.csv.gz", "cannot read"),
        ('{"customer": 1, "date": "2024-01-01"}\n{"cust', "log.json", "is not JSON"),
        (f"{LINE}1,2024-01-01,5\n", "log.csv", "line 3 has 3 cells where .* has 2"),
        (f'{LINE}1,"2024-01-01\n', "log.csv", "a quotation mark that nothing closes"),
        ("customer,customer\n1,2\n", "log.csv", "more than one column"),
        ("customer,date\n", "log.csv", "should hold dates, but holds 'nothing'"),
    ],
)
def test_broken_files_are_one_sentence(read, content, name, words):
    with pytest.raises(DataError, match=words) as refused:
        read(content, name)
    assert "\n" not in str(refused.value)
    for word in ("auto_detect", "Error:", "DuckDB", "strict_mode"):
        assert word not in str(refused.value)


def test_no_file(read, tmp_path):
    with pytest.raises(DataError, match=r"no file at .*; check dataset.path"):
        read(tmp_path / "gone.csv", None)
    with pytest.raises(DataError, match=r"no file matches .*; check dataset.path"):
        read(tmp_path / "*.csv", None)
    (tmp_path / "notes.docx").write_bytes(b"")
    with pytest.raises(DataError, match=r"no CSV, JSON lines or Parquet file"):
        read(tmp_path, None)


@pytest.mark.parametrize(
    ("header", "role", "column"),
    [
        ("Customer ID,InvoiceDate,Invoice,Price", "order", "Invoice"),
        ("customer_unique_id,order_purchase_timestamp,payment_value", "amount", "-"),
        ("user_id,event_time,price", "date", "event_time"),
        ("client_no,order_date,ship_date,total", "date", "order_date"),
        ("member,bought,qty,unit price,sku", "date", "bought"),
    ],
)
def test_roles_from_names(read, header, role, column):
    cell = {"date": "2024-01-02", "time": "2024-01-02", "bought": "2024-01-02"}
    names = header.split(",")
    row = [next((v for k, v in cell.items() if k in n.lower()), "1") for n in names]
    if column == "-":
        with pytest.raises(DataError, match=r"may each be|should hold dates"):
            read(f"{header},order_date\n{','.join(row)},x\n")
        return
    _, steps = read(f"{header}\n{','.join(row)}\n")
    (said,) = [x.action for x in steps if x.action.startswith("columns taken")]
    assert f"{role} {column!r}" in said


def test_ambiguous_roles_name_the_candidates(read):
    text = "customer_id,client_id,date\n1,2,2024-01-01\n"
    with pytest.raises(DataError) as refused:
        read(text)
    assert str(refused.value) == (
        "'customer_id' and 'client_id' may each be the customer; choose one: "
        "dataset.columns.customer=customer_id"
    )
    table, _ = read(text, columns=OrderColumns(customer="client_id"))
    assert list(table.index) == ["2"]


def test_unknown_and_missing_columns(read):
    with pytest.raises(UnknownNameError, match=r"Did you mean 'customer'"):
        read(columns=OrderColumns(customer="custmer"))
    with pytest.raises(DataError, match=r"dataset.columns.customer=COLUMN"):
        read("who,date\n1,2024-01-01\n")


def test_awkward_names(read):
    text = 'customer,date,"A ""x"" ; -- $"\na,2024-01-01,5\n'
    table, _ = read(text, columns=OrderColumns(amount='A "x" ; -- $'))
    assert table.loc["a", "monetary"] == 5
