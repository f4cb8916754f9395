"""The page of the measures says what the records say, and its code runs."""

import re
from pathlib import Path

import pytest

from segbench.scoring import MEASURES, measures, score_labelings
from segbench.scoring.measures import Direction

PAGE = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("`"): cells
    for cells in (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.splitlines()
        if line.startswith("| `")
    )
}


def test_every_measure_has_its_line_in_the_order_of_the_columns():
    assert list(ROWS) == list(MEASURES)
    assert {len(cells) for cells in ROWS.values()} == {7}


@pytest.mark.parametrize("name", MEASURES)
def test_the_line_says_what_the_record_says(name):
    measure = MEASURES[name]
    _, words, good, span, _, undefined, reference = ROWS[name]
    assert good == Direction(measure.direction).name.lower()
    closing = ")" if measure.high == float("inf") else "]"
    assert span == f"[{measure.low:g}, {measure.high:g}{closing}"
    assert reference == measure.reference
    assert words
    if measure.undefined and name != "dbcv":
        assert undefined == measure.undefined


def test_what_is_no_column_is_named():
    for word in ("Gap", "Hopkins", "Cophenetic", "information only"):
        assert word in PAGE


def test_the_code_runs(monkeypatch):
    monkeypatch.setattr(measures, "_registered", {})
    code = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
    assert len(code) == 2
    known = {"score_labelings": score_labelings}
    for block in code:
        exec(compile(block, "measures.md", "exec"), known)  # noqa: S102 our own page
    assert known["best"] == "by value"
    assert measures._registered["largest_share"].origin == "my analysis"
