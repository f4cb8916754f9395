"""Ids are text: what stands in the file stands in the labels.

Only a text that a spreadsheet would work out has a mark before it, in CSV files.
"""

from __future__ import annotations

import json

import pytest

IDS = (
    *("00123", "123", "0123", "900719925474099301", "900719925474099302"),
    *("00007", "7", "000450", "1e5", "NA", "1.0", "-5", "nan", "TRUE", "2026-01-02"),
    *("0x1F", "1,5", 'say "a"', "Ünal", "=1+1"),
)
"""Two customers of the same number would be one if ids were read as numbers."""

HIGH = {"0123", "900719925474099301", "00007", "7", "1e5", "-5", "TRUE", "1,5", "=1+1"}
"""Who belongs to the group of high income."""


WRITTEN = {name: "'=1+1" if name == "=1+1" else name for name in IDS}
"""What stands for an id in a CSV file."""


def member(i: int, name: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"' if set(name) & set(',"') else name
    age, income = (50, 80) if name in HIGH else (22, 15)
    return f"{quoted},{age + i % 3},{income + i % 4}"


@pytest.fixture(scope="module")
def labelled(here_in):
    run = here_in()
    lines = ["member_id,age,income_k", *(member(i, name) for i, name in enumerate(IDS))]
    (run.cwd / "members.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = ("dataset=csv", "dataset.path=members.csv", "+algo=kmeans", "k=[2]")
    outcome = run(*words, "output_dir=out")
    assert outcome.code == 0, outcome.err
    return outcome


def test_labels_hold_the_ids_as_they_were_in_their_order(labelled, table):
    assert table(labelled.folder() / "labels.csv")["id"].tolist() == [*WRITTEN.values()]


def test_the_file_itself_holds_them_unchanged(labelled):
    lines = (labelled.folder() / "labels.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + len(IDS)
    for name, line in zip(WRITTEN.values(), lines[1:], strict=True):
        plain = not set(name) & set(',"')
        assert not plain or line.rsplit(",", 1)[0] == name


def test_every_id_is_in_the_group_of_its_customer(labelled, table):
    labels = table(labelled.folder() / "labels.csv").set_index("id")["all / standard"]
    expected = {WRITTEN[name]: "1" if name in HIGH else "0" for name in IDS}
    assert dict(labels) == expected


def test_the_id_is_no_feature(labelled):
    text = (labelled.folder() / "manifest.json").read_text("utf-8")
    roles = json.loads(text)["datasets"][0]["roles"]
    assert roles == {"member_id": "id", "age": "numeric", "income_k": "numeric"}


def test_all_labels_hold_them_too(labelled):
    duckdb = pytest.importorskip("duckdb")
    path = labelled.folder() / "labels.parquet"
    found = duckdb.read_parquet(str(path)).select("id").fetchall()
    assert [one for (one,) in found] == list(IDS)


def test_report_keeps_them(labelled, here, table):
    (labelled.folder() / "labels.csv").unlink()
    outcome = here("report", str(labelled.folder()), fast=False)
    assert outcome.code == 0, outcome.err
    assert table(labelled.folder() / "labels.csv")["id"].tolist() == [*WRITTEN.values()]
