"""The leaderboard over stored runs: what it shows, what it leaves out."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

import segbench

QUICK = (
    *("scoring=quick", "scoring.resamples=2", "+algo=[kmeans,agglomerative]"),
    *("k=[2,3]", "features=income_spending", "figures=false", "models=false"),
    "executor.n_jobs=1",
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory, type_words):
    """A raw run, a calibrated copy of its settings, a damaged and an older run."""
    cwd = tmp_path_factory.mktemp("leaderboard")
    assert type_words(cwd, *QUICK, "output_dir=results/raw").returncode == 0
    draws = "partitions: 20, nulls: 20, stability_nulls: 20"
    effort = f"{{{draws}, stability_resamples: 2}}"
    words = (*QUICK, "scoring.method=calibrated", f"scoring.effort={effort}")
    done = type_words(cwd, *words, "output_dir=results/calibrated")
    assert done.returncode == 0, done.stderr
    damaged = Path(shutil.copytree(cwd / "results/raw", cwd / "results/damaged"))
    next((damaged / "records").glob("cell-*.npz")).write_bytes(b"half a file")
    (cwd / "results/empty/records").mkdir(parents=True)
    return cwd


@pytest.fixture(scope="module")
def made(stored, type_words):
    done = type_words(stored, "leaderboard", "results")
    assert done.returncode == 0, done.stderr
    return done, pd.read_csv(stored / "results" / "leaderboard.csv")


def test_every_algorithm_of_every_space_has_a_row(made):
    _, frame = made
    assert len(frame) == 4
    assert set(frame["run"]) == {"raw", "calibrated"}
    assert set(frame["algorithm"]) == {"kmeans", "agglomerative"}
    assert frame["date"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert set(frame["version"]) == {segbench.__version__}


def test_calibrated_values_come_first_and_raw_runs_have_none(made):
    _, frame = made
    assert list(frame["run"]) == ["calibrated"] * 2 + ["raw"] * 2
    assert frame["null_score"].iloc[0] >= frame["null_score"].iloc[1]
    assert (
        frame.loc[frame["run"] == "raw", ["score", "null_score"]].isna().all(axis=None)
    )
    assert frame["silhouette"].notna().all()


def test_what_cannot_be_read_is_named(made, stored):
    done, _ = made
    said = done.stderr.splitlines()
    assert [line.split(":")[2].split()[0] for line in said] == ["damaged", "empty"]
    page = (stored / "results" / "leaderboard.html").read_text()
    assert "damaged is left out" in page
    assert "empty is left out" in page


@pytest.mark.usefixtures("made")
def test_the_page_needs_nothing_else_and_says_what_compares(stored):
    page = (stored / "results" / "leaderboard.html").read_text()
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "compare within a space alone" in page
    assert "Null scores of two rules do not compare." in page


def test_another_folder_and_mistakes(stored, tmp_path, type_words):
    done = type_words(stored, "leaderboard", "results/raw", f"output_dir={tmp_path}/x")
    assert done.returncode == 0
    assert {one.name for one in (tmp_path / "x").iterdir()} == {
        "leaderboard.html",
        "leaderboard.csv",
    }
    for words in (
        ("leaderboard",),
        ("leaderboard", "nowhere"),
        ("leaderboard", ".git"),
    ):
        refused = type_words(tmp_path, *words)
        assert refused.returncode == 2
        assert len(refused.stderr.splitlines()) == 1
