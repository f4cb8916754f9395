"""Tables of the pages say what the stored results say."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def tables(script):
    return script("docs/tables.py")


def test_no_table_is_stale(tables):
    stale = tables.PAGE.read_text(encoding="utf-8") != tables.page()
    assert not stale, "run python experiments/docs/tables.py"


@pytest.mark.parametrize(
    ("name", "written", "changed"),
    [
        ("null/rates.csv", ",141,0.7050,", ",141,0.7150,"),
        ("null/calibrated.csv", "minmax,0.730,", "minmax,0.740,"),
        ("benchmark/indices.csv", "0.5046,0", "0.5146,0"),
    ],
)
def test_another_digit_makes_a_page_stale(tables, tmp_path, name, written, changed):
    folder = Path(shutil.copytree(tables.REFERENCES, tmp_path / "reference"))
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(written) == 1
    (folder / name).write_text(text.replace(written, changed), encoding="utf-8")
    assert tables.page(folder) != tables.page()
