"""Names of columns are text in every table, whatever they mean to its format."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest


def three_groups(names: Sequence[str]) -> pd.DataFrame:
    """Twelve customers in three groups far apart in every column."""
    groups, rows = np.repeat([0, 1, 2], 4), np.arange(12)
    columns = {name: groups * 40 + rows * (j + 3) % 7 for j, name in enumerate(names)}
    return pd.DataFrame(columns)


NASTY = ("<script>alert(1)</script>", "a|b", "x_1 & 50%", "#~^\\ {c}", "*n* `o` &lt;")

MARKDOWN = {
    "<script>alert(1)</script>": "&lt;script>alert(1)&lt;/script>",
    "a|b": r"a\|b",
    "x_1 & 50%": "x_1 & 50%",
    "#~^\\ {c}": "#~^\\\\ {c}",
    "*n* `o` &lt;": r"\*n\* \`o\` &amp;lt;",
}
"""A form that Markdown shows as the name; others are fine where they do too."""

LATEX = {
    "<script>alert(1)</script>": (
        r"\textless{}script\textgreater{}alert(1)\textless{}/script\textgreater{}"
    ),
    "a|b": r"a\textbar{}b",
    "x_1 & 50%": r"x\_1 \& 50\%",
    "#~^\\ {c}": r"\#\textasciitilde{}\textasciicircum{}\textbackslash{} \{c\}",
    "*n* `o` &lt;": r"*n* `o` \&lt;",
}


@pytest.fixture(scope="module")
def nasty(here_in):
    """Columns whose names mean something to HTML, Markdown or LaTeX."""
    run = here_in()
    table = three_groups(NASTY)
    table.to_csv(run.cwd / "nasty.csv", index=False)
    lists = ",".join(f'["{name}"]' for name in NASTY)
    words = ("dataset=csv", "dataset.path=nasty.csv", "+algo=kmeans", "k=[3]", "-m")
    outcome = run(*words, f"columns={lists}", "output_dir=out", "scoring.resamples=0")
    assert outcome.code == 0, outcome.err
    assert sorted(outcome.ranking()["features"]) == sorted(NASTY)
    return outcome


@pytest.mark.parametrize("name", NASTY)
def test_a_name_is_escaped_in_markdown(nasty, name):
    text = (nasty.folder() / "ranking.md").read_text("utf-8").replace("&gt;", ">")
    text = text.replace("&amp; 50%", "& 50%").replace(r"x\_1", "x_1")
    assert f"## nasty / {MARKDOWN[name]} / standard\n" in text


@pytest.mark.parametrize("name", NASTY)
def test_a_name_is_escaped_in_latex(nasty, name):
    text = (nasty.folder() / "ranking.tex").read_text("utf-8")
    assert rf"\caption{{nasty / {LATEX[name]} / standard. " in text


@pytest.mark.parametrize("name", NASTY)
def test_a_name_is_printed_as_it_is(nasty, name):
    assert f"nasty / {name} / standard" in nasty.out


def test_markup_in_a_name_is_not_obeyed_by_the_terminal(here):
    """Names in brackets are markup to the library that prints the tables."""
    table = three_groups(("[bold]x[/bold]", "y"))
    table.to_csv(here.cwd / "c.csv", index=False)
    words = ("dataset=csv", "dataset.path=c.csv", "+algo=kmeans", "k=[3]")
    outcome = here(*words, 'columns=["[bold]x[/bold]"]', "output_dir=out")
    assert outcome.code == 0, outcome.err
    assert "c / [bold]x[/bold] / standard" in outcome.out
