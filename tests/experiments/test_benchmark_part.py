"""A part of the benchmark's tables is a reference of its own."""

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from segbench.cli.main import main
from segbench.report.reference.check import compare
from segbench.report.reference.manifest import read_reference

ROOT = Path(__file__).parents[2]
SLOW = "SEGBENCH_SLOW"


@pytest.fixture(scope="module")
def part(script):
    return script("benchmark/part.py")


def test_a_part_has_the_jobs_and_rows_of_its_data_sets(part, tmp_path):
    part.take(["mixed_types_1", "iris_2"], tmp_path)
    reference = read_reference(tmp_path)
    assert not reference.altered
    assert [one["name"] for one in reference.datasets] == ["iris_2", "mixed_types_1"]
    tables = [one["settings"]["dataset"].get("table") for one in reference.jobs]
    assert sorted(tables, key=str) == [None, "iris"]
    assert all(len(one["settings"]["algo"]) == 24 for one in reference.jobs)
    texts = {name: (tmp_path / name).read_text() for name in reference.tables}
    found = compare(tmp_path, reference, [], texts, {})
    assert found.altered == ()
    whole = pd.read_csv(part.REFERENCE / "spaces.csv", dtype=str)
    kept = pd.read_csv(tmp_path / "spaces.csv", dtype=str)
    wanted = whole[whole["dataset"].isin(["mixed_types_1", "iris_2"])]
    pd.testing.assert_frame_equal(kept, wanted.reset_index(drop=True))


def test_another_digit_of_the_whole_is_not_hidden_by_a_part(part, tmp_path):
    whole = Path(shutil.copytree(part.REFERENCE, tmp_path / "whole"))
    text = (whole / "best.csv").read_text()
    (whole / "best.csv").write_text(text.replace("0.7209380234", "0.7209380235"))
    with pytest.raises(SystemExit, match=r"not as it was written: best\.csv"):
        part.take(["blobs_1"], tmp_path / "part", whole)
    assert not (tmp_path / "part").exists()


def test_a_data_set_that_is_none_is_named(part, tmp_path):
    with pytest.raises(SystemExit, match="no data set iris; there are blobs_1"):
        part.take(["iris"], tmp_path)


@pytest.mark.skipif(
    os.environ.get(SLOW) != "1", reason=f"takes a minute: {SLOW}=1 runs it"
)
def test_a_part_is_reproduced(part, tmp_path, capfd):
    part.take(["iris_1", "mixed_types_1"], tmp_path)
    assert main(["reproduce", str(tmp_path)]) == 0, capfd.readouterr().out
