"""Names that are typed, and those of new customers: none leaves its place."""

from __future__ import annotations

import csv

import pytest

from .conftest import EVIL, FAST, LONG, MARKUP, evil_customers, type_words

NO_NAMES = (
    *("../x", "a/b", "/etc/x", "..", ".", "a\\b", "a\nb", "a\n", 'a"b', "a'b", "a b"),
    *("class", "None", "x" * 41, "x" * LONG, "é", "a-b", "__init__", "1a", "", "a__b"),
    *("${oc.env:HOME}", "$name", EVIL, "kmeans", "-x"),
)


@pytest.mark.parametrize("name", NO_NAMES, ids=lambda name: repr(name[:20]))
def test_no_name_of_an_algorithm(tmp_path, monkeypatch, name):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert type_words("new-algorithm", name).is_refused
    assert [one.name for one in tmp_path.rglob("*")] == ["here"]


def test_a_package_takes_no_place_of_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "there").mkdir()
    for folder in ("link", "there", "x" * LONG):
        assert type_words("new-algorithm", "mine", f"--folder={folder}").is_refused
    assert not (tmp_path / "elsewhere").exists()
    assert list((tmp_path / "there").iterdir()) == []


def test_new_customers_of_somebody_else(copied):
    frame = evil_customers()
    frame.iloc[:5, 3] = f"new{EVIL};=1+1"
    frame.loc[5, "id"] = "=" + "z" * LONG
    frame = frame.assign(**{MARKUP: "q", "x" * LONG: EVIL, "\x1b[2J": "=1"})
    frame.to_csv(copied / "new.csv", index=False)
    done = type_words("assign", "run", "new.csv", "-o", "out.csv")
    assert done.code == 0, done.err
    assert "60 customers" in done.out
    assert MARKUP in done.out
    with (copied / "out.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    raw = (copied / "out.csv").read_text("utf-8")
    assert "\x1b" not in raw
    assert not [one for one in cells if one.startswith(("=", "+", "@"))]
    assert not [one for one in cells if ";=" in one]


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_name_that_is_too_long_for_a_file(place):
    names = ["run", "customers.csv", "out.csv"]
    names[place] = "x" * LONG + ".csv"
    run, customers, output = names
    assert type_words("assign", run, customers, "-o", output).is_refused


LONG_WORDS = {
    "a setting": ("x" * LONG + "=1",),
    "a command": ("x" * LONG,),
    "an algorithm": (f"+algo=[{'x' * LONG}]",),
    "a folder": (*FAST, f"output_dir={'x' * LONG}"),
    "a file": ("dataset=csv", f"dataset.path={'x' * LONG}"),
    "a column": (*FAST, f'columns=["{"x" * LONG}"]', "output_dir=out"),
    "a stored run": ("report", "x" * LONG),
    "a leaderboard": ("leaderboard", "x" * LONG),
    "a reference": ("reproduce", "x" * LONG),
}


@pytest.mark.parametrize("what", LONG_WORDS)
def test_a_word_of_100_kb(tmp_path, monkeypatch, what):
    monkeypatch.chdir(tmp_path)
    done = type_words(*LONG_WORDS[what])
    assert done.is_refused, done
    assert len(done.err) < 3_000


def test_names_and_values_of_100_kb(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    frame = evil_customers().rename(columns={"id": "x" * LONG})
    frame.to_csv("long.csv", index=False)
    words = ("dataset=csv", "dataset.path=long.csv", *FAST, "output_dir=out")
    done = type_words(*words)
    assert done.is_refused
    assert "a column's name has 100,000 characters" in done.err
    frame = evil_customers()
    frame["id"] = [f"{i}{'y' * LONG}" for i in range(60)]
    frame.iloc[:20, 3] = "z" * LONG
    frame.to_csv("long.csv", index=False)
    done = type_words(*words, f"dataset.name={'n' * LONG}", "models=true")
    assert done.code == 0, done.err
    assert list((tmp_path / "out" / "models").iterdir())
