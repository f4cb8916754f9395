"""Names and values that would act where they are shown are shown and do nothing."""

import csv
import io
import json
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.cli.console import SafeConsole
from segbench.models.output import labelled_file
from segbench.report.figures.drawing import one_line
from segbench.report.files import write_csv
from segbench.store.atomic import write_text
from segbench.visible import LONGEST, shortened, visible, without_formulas

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
    marked = "'\r'=1" if text == "\r=1" else f"'{text}"  # a line may end there, too
    assert name == value == visible(marked)


@pytest.mark.parametrize("number", ["-3", "+2", "-1.5e-3", "+47 900 12 345", "-"])
def test_a_number_stays_one(number):
    frame = pd.DataFrame({"id": [number], "n": [-3]})
    assert without_formulas(frame).to_numpy().tolist() == [[number, -3]]


READ_BACK = re.compile(
    "^'(?='*[=+@\t\r\n-])|[;|\t\r\n][ \t]*'(?='*[=+@-])"  # ends with the mark
)
"""What the documentation says of how to read an id."""


@given(st.lists(st.text("'=+-@;|\nab1\t ", min_size=1), min_size=1, unique=True))
def test_ids_can_be_read_back(ids):
    """No two texts become one, so that taking the mark away gives the text."""
    kept = without_formulas(pd.DataFrame({"id": ids}))["id"]
    assert kept.is_unique
    marked = [one for one in zip(kept, ids, strict=True) if one[0] != one[1]]
    assert all(
        READ_BACK.sub(lambda found: found[0][:-1], one) == text for one, text in marked
    )


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


@pytest.mark.parametrize("mark", [";", "; ", "|", "\n", "\r\n", "\t"])
def test_a_formula_after_a_mark_that_parts_cells_elsewhere(tmp_path, mark):
    """A comma is in numbers in half of the world, where `;` parts the cells."""
    texts = pd.DataFrame({"id": [f"a{mark}=1+1", f"a{mark}-3"]})
    path = write_csv(tmp_path / "t.csv", texts)
    with labelled_file(tmp_path / "l.csv") as labelled:
        labelled.add(texts.assign(segment=0))
    for file in (path, tmp_path / "l.csv"):
        with file.open(encoding="utf-8", newline="") as read:
            _, (formula, *_), (number, *_) = csv.reader(read)
        assert formula == visible(f"a{mark}'=1+1")
        assert number == visible(f"a{mark}-3")


def test_a_line_without_end_is_cut():
    assert len(shortened("x" * 100_000)) < LONGEST + 40
    assert shortened("x" * 100_000).endswith("x ... (98,000 more characters)")
    assert shortened(f"{'x' * (LONGEST - 1)}\\[b]") == (
        f"{'x' * (LONGEST - 1)} ... (4 more characters)"
    )
    assert shortened("x\n" * 5000) == "x\n" * 5000
