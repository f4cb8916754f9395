"""Runs on a person's own file, and every feature set under every scaler."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from segbench.data.simulate import INCOME, SPENDING, simulate_mall

SPACES = {
    "income_spending": [INCOME, SPENDING],
    "age_income_spending": ["Age", INCOME, SPENDING],
}


def manifest_of(outcome, name="out"):
    return json.loads((outcome.folder(name) / "manifest.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def own(here_in, write_customers):
    """A file of forty customers in two groups, one age missing."""
    run = here_in()
    path = run.cwd / "customers.csv"
    write_customers(path, cells={(4, 1): ""})
    words = ("dataset=csv", "dataset.path=customers.csv", "+algo=kmeans", "k=[2]")
    return run(*words, "output_dir=out")


class TestOwnFile:
    def test_finds_the_two_groups(self, own, table):
        assert own.code == 0, own.err
        (row,) = own.ranking().to_dict("records")
        assert (row["rank"], row["dataset"], row["features"]) == (
            "1",
            "customers",
            "all",
        )
        labels = table(own.folder() / "labels.csv")
        assert labels["id"].tolist() == [f"c{i:02d}" for i in range(40)]
        assert labels["all / standard"].tolist() == ["0", "1"] * 20

    def test_says_what_was_done_to_the_file(self, own):
        assert "customers: 40 customers" in own.out
        assert "simulated" not in own.out.lower()
        (step,) = [
            step
            for step in manifest_of(own)["datasets"][0]["cleaning"]
            if "median" in step["action"]
        ]
        assert (step["column"], step["count"]) == ("age", 1)
        assert f"age: {step['action']}" in own.out

    def test_real_customers_are_not_called_simulated(self, own):
        for name in ("ranking.md", "ranking.tex"):
            text = (own.folder() / name).read_text("utf-8")
            assert "imulated" not in text, name
        assert manifest_of(own)["datasets"][0]["simulated"] is False

    def test_segments_are_described_in_their_units(self, own, table):
        segments = table(own.folder() / "segments.csv")
        assert segments["size"].astype(int).tolist() == [20, 20]


def test_the_mall_file_is_read_with_either_header(here):
    """The published file says Genre where its descriptions say Gender."""
    text = simulate_mall(seed=0).drop(columns="segment").to_csv(index=False)
    manifests = {}
    for header in ("Genre", "Gender"):
        path = here.cwd / f"{header}.csv"
        path.write_text(text.replace("Gender", header), encoding="utf-8")
        words = ("dataset=mall", f"dataset.path={header}.csv", "+algo=kmeans")
        outcome = here(*words, f"output_dir={header}-run")
        assert outcome.code == 0, outcome.err
        assert set(outcome.ranking(f"{header}-run")["features"]) == set(SPACES)
        manifests[header] = manifest_of(outcome, f"{header}-run")["datasets"][0]
    assert manifests["Genre"]["roles"]["Gender"] == "categorical"
    assert manifests["Genre"]["fingerprint"] == manifests["Gender"]["fingerprint"]
    first, second = (here.cwd / f"{name}-run/ranking.csv" for name in manifests)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("mark", [";", ",", "|", "~", ":"])
def test_a_delimiter_is_typed_as_it_is(typed, tmp_path, mark):
    rows = "\n".join(f"c{i}{mark}{i * i}{mark}{i % 7}" for i in range(20))
    (tmp_path / "t.csv").write_text(f"id{mark}age{mark}score\n{rows}\n")
    outcome = typed(
        "check", "dataset=csv", "dataset.path=t.csv", f"dataset.delimiter={mark}"
    )
    assert outcome.code == 0, outcome.err
    assert "20 different" in outcome.out


@pytest.mark.parametrize(
    "query",
    [
        "select * from customers where age > 30",
        "SELECT id, age, score FROM customers WHERE age > 30 AND city = 'Köln'",
        """SELECT "id", age, score FROM customers WHERE age > 30 -- those, {all}""",
        "'SELECT id, age, score FROM customers WHERE age > 30'",
    ],
)
def test_a_query_is_typed_as_it_is(typed, tmp_path, query):
    with closing(sqlite3.connect(tmp_path / "crm.sqlite")) as database:
        database.execute("CREATE TABLE customers (id TEXT, age, score, city)")
        rows = [(f"c{i}", i * 2, i % 7, "Köln") for i in range(40)]
        database.executemany("INSERT INTO customers VALUES (?, ?, ?, ?)", rows)
        database.commit()
    outcome = typed(
        "check", "dataset=csv", "dataset.path=crm.sqlite", f"dataset.query={query}"
    )
    assert outcome.code == 0, outcome.err
    assert "crm: 24 customers" in outcome.out
