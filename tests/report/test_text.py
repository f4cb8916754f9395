"""Tables that are pasted hold names of any kind."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import segbench
from segbench.ranking import Method, RankingRule
from segbench.report.text import to_latex, to_markdown
from segbench.report.words import settings_line

ODD = "top_10% | R&D #1 {x} a~b^c\\d <b>"


@pytest.fixture(scope="module")
def results():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(30, 2)), columns=[ODD, "plain"])
    return segbench.compare(
        frame,
        features={ODD: [ODD, "plain"]},
        algorithms=["kmeans", "one_segment"],
        k=[2],
        scoring="quick",
        resamples=0,
        n_jobs=1,
        name=ODD,
    ).results


def unescaped(text, mark):
    return re.findall(rf"(?<!\\){re.escape(mark)}", text)


def test_latex_escapes_every_special_character(results):
    text = to_latex(results)
    for escaped in (r"top\_10\%", r"R\&D", r"\#1", r"\{x\}", r"\textasciitilde"):
        assert escaped in text
    printed = "\n".join(x for x in text.splitlines() if not x.startswith("%"))
    for mark in "%#":
        assert unescaped(printed, mark) == []
    assert "nan" not in text.lower()


def test_latex_rows_have_as_many_cells(results):
    rows = [line for line in to_latex(results).splitlines() if line.endswith(r"\\")]
    cells = {len(unescaped(row, "&")) for row in rows if unescaped(row, "&")}
    assert len(cells) == 1


def test_markdown_rows_have_as_many_cells(results):
    text = to_markdown(results)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 2
    assert len({len(unescaped(row, "|")) for row in rows}) == 1
    assert "<b>" not in text


def test_undefined_values_are_dashes(results):
    (row,) = [r for r in to_markdown(results).splitlines() if r"one\_segment" in r]
    assert "nan" not in row.lower()
    assert row.count(" - ") >= 3


@pytest.mark.parametrize(
    ("simulated", "words"),
    [
        ((False, False), "n = "),
        ((True, True), "Simulated data. n = "),
        ((True, False), "Some of the data are simulated. n = "),
    ],
)
def test_only_what_is_simulated_is_called_so(make, simulated, words):
    other = replace(make.KEY, dataset="other", fingerprint="e" * 64)
    mine, others = simulated
    made = make.results(
        [make.cell([make.row(2)]), make.cell([make.row(2)], other)],
        RankingRule(method=Method.RANKS),
        datasets=[
            make.dataset(simulated=mine),
            make.dataset(name="other", fingerprint="e" * 64, simulated=others),
        ],
    )
    assert settings_line(made).startswith(words)
