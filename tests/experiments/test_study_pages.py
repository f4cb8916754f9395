"""Tables on the pages of the studies are those of their references."""

import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "experiments"
OF_REFERENCES = {
    "spaces",
    "algorithms",
    "between",
    "shares",
    "scalers",
    "agreement",
    "distances",
    "verdicts",
}
"""Tables that need no more than a reference keeps; others need the whole run."""


@pytest.fixture(scope="module")
def studies(script):
    return script("studies.py")


def blocks(studies, name, folder):
    """What stands on the page of a study, and what its reference makes of it."""
    study = studies.STUDIES[name]
    page = (FOLDER / study.page / "README.md").read_text(encoding="utf-8")
    for table in study.tables.keys() & OF_REFERENCES:
        _, _, rest = page.partition(f"<!-- table {name} {table} -->\n")
        shown, _, _ = rest.partition("<!-- end -->")
        yield table, shown, studies.as_markdown(study.tables[table](folder))


NAMES = (
    *("mall", "mall_file", "scalers", "null"),
    *("rfm", "rfm_retail", "mixed", "mixed_telco"),
)


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_those_of_the_reference(studies, name):
    compared = list(blocks(studies, name, studies.REFERENCES / name))
    assert compared
    for table, shown, made in compared:
        assert shown == made, f"{table} is stale: run experiments/studies.py {name}"


def test_every_study_is_looked_at(studies):
    assert set(NAMES) == set(studies.STUDIES)
    assert {table for one in studies.STUDIES.values() for table in one.tables} == (
        OF_REFERENCES | {"segments", "descriptors", "rules"}
    )


def test_another_digit_would_be_seen(studies, tmp_path):
    folder = Path(shutil.copytree(studies.REFERENCES / "null", tmp_path / "null"))
    text = (folder / "spaces.csv").read_text(encoding="utf-8")
    (folder / "spaces.csv").write_text(text.replace(",0.01,", ",0.02,"), "utf-8")
    ((_, shown, made),) = blocks(studies, "null", folder)
    assert shown != made
