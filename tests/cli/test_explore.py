"""Looking at the customers from the command line, before anything is clustered."""

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    rng = np.random.default_rng(3)
    spend = rng.lognormal(3, 1, 80).round(2)
    table = pd.DataFrame(
        {
            "id": [f"{i:04d}" for i in range(80)],
            "spend ($)": spend,
            "spend again": 2 * spend,
            "age": rng.integers(18, 80, 80),
            "<b>channel</b>": rng.choice(["web", "=cmd()"], 80),
        }
    )
    table.loc[5, "age"] = np.nan
    path = tmp_path_factory.mktemp("file") / "customers.csv"
    table.to_csv(path, index=False)
    return path


def explore(here, file, *words):
    named = ("dataset=csv", f"dataset.path={file}", "output_dir=out")
    return here("explore", *named, *words, fast=False)


@pytest.fixture(scope="module")
def outcome(here_in, file):
    return explore(here_in(), file)


def test_it_says_and_writes_what_a_careful_analyst_sees(outcome):
    assert outcome.code == 0, outcome.err
    first, *_ = outcome.out.splitlines()
    assert first.startswith("all / standard: No cluster structure found")
    assert "Segments below" not in outcome.out
    assert "log1p" in outcome.out
    assert "'spend again'" in outcome.out
    folder = outcome.folder()
    made = {path.name for path in folder.iterdir()}
    tables = {"columns.csv", "outliers.csv", "redundant.csv"}
    assert made == {"explore.html", "figures", *tables}
    columns = pd.read_csv(folder / "columns.csv", index_col="column")
    assert columns.loc["age", "missing"] == 1
    assert columns.loc["spend ($)", "transform"] == "log1p"
    pair = pd.read_csv(folder / "redundant.csv").iloc[0]
    assert {pair["first"], pair["second"]} == {"spend ($)", "spend again"}
    page = (folder / "explore.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;channel&lt;/b&gt;" in page
    assert "<b>channel" not in page
    for form in ("png", "svg", "pdf"):
        assert (folder / "figures" / f"distributions.{form}").stat().st_size > 1000


def test_a_wrong_column_is_refused_in_one_sentence(here, file):
    outcome = explore(here, file, "columns=[agee]")
    assert outcome.code == 2
    assert len(outcome.complaints) == 1
    assert "Did you mean 'age'" in outcome.err
    assert not outcome.folder().exists()


def test_a_sweep_is_refused(here, file):
    outcome = explore(here, file, "-m")
    assert outcome.code == 2
    assert "leave out -m" in outcome.err


def test_there_is_nothing_to_report_again(outcome, typed):
    again = typed("report", str(outcome.folder()))
    assert again.code == 2
    assert "no segbench run" in again.err
