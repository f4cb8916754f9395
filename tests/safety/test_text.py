"""Names and values that would act where they are shown are shown and do nothing."""

import csv
import io
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.cli.console import SafeConsole
from segbench.models.output import labelled_file
from segbench.report.figures.drawing import one_line
from segbench.report.files import write_csv
from segbench.store.atomic import write_text
from segbench.visible import visible, without_formulas

ACTING = (
    *("\x1b[2J", "\x1b]8;;http://x\x07", "\x1b]52;c;eA==\x07", "a\x08\x08b", "a\rb"),
    *("a\u202eb", "\u2066x", "\x9b2J", "\ud800", "a\u2028b"),
)
FORMULAS = ("=1+1", "+SUM(A1)", "-1+1|x", "@x", "\tx", "\r=1", "\uff1d1", "'=1")


@pytest.mark.parametrize("text", ACTING)
def test_a_terminal_is_not_obeyed(text):
    out = SafeConsole(file=io.StringIO(), force_terminal=True, color_system=None)
    out.print(text.replace("[", r"\["))
    assert visible(out.file.getvalue()) == out.file.getvalue()


def test_a_name_is_no_picture():
    out = SafeConsole(file=io.StringIO(), emoji=False)
    out.print(":smile:")
    assert out.file.getvalue() == ":smile:\n"


@pytest.mark.parametrize("text", ACTING)
def test_a_file_printed_on_a_terminal_is_not_obeyed(tmp_path, text):
    write_text(tmp_path / "x", text)
    read = (tmp_path / "x").read_text("utf-8")
    assert read == visible(text) != text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_means_the_same(text):
    assert json.loads(visible(json.dumps(text, ensure_ascii=False))) == text


@pytest.mark.parametrize("text", ACTING)
def test_a_figure_has_letters_that_a_drawing_can_hold(text):
    assert visible(one_line(text)) == one_line(text)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text_to_a_spreadsheet(tmp_path, text):
    path = write_csv(tmp_path / "t.csv", pd.DataFrame({text: [text]}))
    with path.open(encoding="utf-8", newline="") as file:
        (name,), (value,) = csv.reader(file)
    assert name == value == visible(f"'{text}")


@pytest.mark.parametrize("number", ["-3", "+2", "-1.5e-3", "+47 900 12 345", "-"])
def test_a_number_stays_one(number):
    frame = pd.DataFrame({"id": [number], "n": [-3]})
    assert without_formulas(frame).to_numpy().tolist() == [[number, -3]]


@given(st.lists(st.text("'=+-@ab1\t", min_size=1), min_size=1, unique=True))
def test_ids_can_be_read_back(ids):
    """No two texts become one, so that taking the mark away gives the text."""
    kept = without_formulas(pd.DataFrame({"id": ids}))["id"]
    assert kept.is_unique
    pairs = zip(kept, ids, strict=True)
    assert all(one in (text, f"'{text}") for one, text in pairs)


@pytest.mark.parametrize(("name", "shown"), [("l.csv", "'=1"), ("l.parquet", "=1")])
def test_labelled_customers_are_exact_in_parquet(tmp_path, name, shown):
    duckdb = pytest.importorskip("duckdb")
    frame = pd.DataFrame({"id": ["=1", "c\x1b[2J"], "segment": [0, 1]})
    with labelled_file(tmp_path / name) as labelled:
        labelled.add(frame)
    read = duckdb.read_csv if name.endswith("csv") else duckdb.read_parquet
    ids = read(str(tmp_path / name)).project("id").fetchall()
    assert ids[0] == (shown,)
    assert (ids[1][0] == "c\x1b[2J") == name.endswith("parquet")
