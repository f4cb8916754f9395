"""A cleaned data set comes back with its plan and with who was left out."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from segbench.core import Dataset, LeftOut, Role
from segbench.data.cleaning import CleaningPlan, clean
from segbench.store import load_dataset, save_dataset
from segbench.store.folder import create_run_folder
from segbench.store.manifest import write_manifest


@pytest.fixture
def cleaned():
    built = Dataset(
        name="shop",
        frame=pd.DataFrame(
            {"spend": [1.0, 2, 3, np.nan, 5, 2], "city": list("abcabb")}
        ),
        roles={"spend": Role.NUMERIC, "city": Role.CATEGORICAL},
        ids=tuple("uvwxyz"),
        truth=np.array([0, 1, 2, 0, 1, 1]),
        log=(),
        fingerprint="f",
    )
    return clean(built, CleaningPlan(duplicates="drop", missing="drop"))


def test_everything_comes_back(cleaned, tmp_path):
    found = load_dataset(save_dataset(tmp_path, cleaned))
    assert found.cleaning == CleaningPlan(duplicates="drop", missing="drop")
    assert found.log == cleaned.log
    assert found.left_out.ids == ("x", "z")
    assert found.left_out.reasons == ("missing spend", "duplicate of v")
    assert found.left_out.positions == (3, 5)
    assert [type(one) for one in found.left_out.positions] == [int, int]
    pd.testing.assert_frame_equal(
        found.left_out.frame, cleaned.left_out.frame, check_dtype=False
    )
    pd.testing.assert_frame_equal(found.frame, cleaned.frame, check_dtype=False)


def test_nobody_left_out_comes_back_as_nobody(cleaned, tmp_path):
    nobody = replace(cleaned, left_out=LeftOut(), cleaning=CleaningPlan())
    found = load_dataset(save_dataset(tmp_path, nobody))
    assert len(found.left_out) == 0
    assert found.left_out.frame is None
    assert found.cleaning == CleaningPlan()


def test_the_manifest_has_the_plan(cleaned, tmp_path):
    folder = create_run_folder("", str(tmp_path / "run"))
    write_manifest(folder, ["segbench"], [cleaned], [])
    [found] = json.loads((folder.path / "manifest.json").read_text())["datasets"]
    assert found["plan"] == vars(cleaned.cleaning)
    assert (found["customers"], found["left_out"]) == (4, 2)
