"""Portraits where there is little to paint, and questions that do not fit."""

import warnings

import numpy as np
import pandas as pd
import pytest

from segbench.core import Stability
from segbench.data import DeclaredRoles, build_dataset
from segbench.errors import DataError, UserError
from segbench.segments import profile_segments


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def made(columns, labels, declared=None, **asked):
    dataset = build_dataset(pd.DataFrame(columns), "d", declared)
    return profile_segments(dataset, np.array(labels), **asked)


def test_all_noise():
    profile = made({"a": [1.0, 2, 3, 4]}, [-1] * 4)
    assert profile.portraits == ()
    assert profile.noise.size == 4
    assert profile.segments.empty
    assert profile.variables.empty
    assert profile.checklist.empty
    assert np.isnan(profile.effects["size"]).all()
    assert "No simple rules" in repr(profile)


def test_one_segment():
    profile = made({"a": [1.0, 2, 3, 4], "b": [1, 3, 2, 9]}, [0] * 4, used=["a"])
    (portrait,) = profile.portraits
    assert portrait.name == "a 2.5: average"
    assert np.isnan(portrait.silhouette)
    assert portrait.border == ()
    assert portrait.typical[0] == "2"
    assert np.isnan(profile.explanation.fidelity)
    assert np.isnan(profile.tests[0].p)
    assert profile.tests[0].caveat == "fewer than two segments have values"


def test_thirty_segments_of_sixty_variables(rng):
    labels = np.repeat(np.arange(30), 10)
    X = rng.normal(50, 1, (300, 60)) + 10 * rng.normal(size=(30, 60))[labels]
    profile = made({f"v{i}": column for i, column in enumerate(X.T)}, labels)
    names = profile.segments["name"]
    assert names.is_unique
    assert (names.str.count(",") <= 4).all()
    assert len(profile.variables) == 1800
    assert not profile.explanation.explains  # eight leaves, thirty segments
    assert (profile.segments["warning"].str.startswith("small")).all()


def test_missing_values():
    income = [1.0, 2, np.nan, 10, 11, np.nan]
    frame = {"income": income, "other": [1.0, 2, 3, 4, 5, 6], "c": list("ab") * 3}
    frame["c"][0] = None
    profile = made(frame, [0, 0, 0, 1, 1, 1])
    row = profile.variables.query("variable == 'income' and segment == 0").iloc[0]
    assert (row["known"], row["missing"], row["mean"]) == (2, 1, 1.5)
    assert row["total_mean"] == 6
    assert set(profile.variables["level"]) == {"", "a", "b"}
    level = profile.variables.query("level == 'a' and segment == 0").iloc[0]
    assert (level["known"], level["missing"], level["mean"]) == (2, 1, 0.5)


def test_gaps_in_a_category_are_no_level():
    rng = np.random.default_rng(0)
    region = rng.choice(["north", "south"], 200).astype(object)
    region[:92] = None  # nearly all gaps are in one segment
    frame = {"x": rng.normal(size=200), "region": region}
    profile = made(frame, np.repeat([0, 1], 100), used=["x"])
    (test,) = profile.tests
    assert test.customers == 108
    assert test.p > 0.01
    effect = next(one for one in profile.effect_sizes if one.column == "region")
    assert effect.size < 0.3


def test_a_segment_that_never_answered():
    income = [1.0, 2, 3, 4, np.nan, np.nan, np.nan]
    profile = made({"income": income, "z": range(7)}, [0] * 4 + [1] * 3, used=["z"])
    row = profile.variables.query("variable == 'income' and segment == 1").iloc[0]
    assert (row["known"], row["missing"]) == (0, 3)
    assert row[["mean", "median", "sd", "difference"]].isna().all()
    assert not row["marker"]
    assert profile.tests[0].caveat == "fewer than two segments have values"


def test_constant_columns_say_nothing():
    declared = DeclaredRoles(numeric=("same",))
    columns = {"same": [0.1] * 12, "x": [*range(6), *range(20, 26)]}
    profile = made(columns, [0] * 6 + [1] * 6, declared, used=["x"])
    rows = profile.variables.query("variable == 'same'")
    assert rows["difference"].isna().all()
    assert not rows["marker"].any()
    assert profile.tests[0].caveat == "all values are equal"
    assert np.isnan(profile.descriptors["effect"]).all()
    only = made(columns, [0] * 6 + [1] * 6, declared, used=["same"])
    assert only.segments["name"].tolist() == ["segment 0", "segment 1"]
    assert "no column that was used differs" in only.explanation.verdict
    assert only.portraits[0].typical == ()


def test_segments_made_from_another_table():
    profile = made({"a": [1.0, 2, 3, 10, 11, 12]}, [0] * 3 + [1] * 3, used=[])
    assert profile.used == ()
    assert profile.tests[0].column == "a"
    assert profile.explanation.rules == ()
    assert profile.portraits[1].name == "a 11: high"


def test_categories_only():
    labels = [0] * 10 + [1] * 10
    city = ["Oslo"] * 9 + ["Lima"] * 11
    profile = made({"city": city, "sex": list("fm") * 10}, labels)
    first, second = profile.portraits
    assert first.name == "city Oslo 90 %: high"
    assert second.name == "city Lima 100 %: high"
    assert first.rules[0].text in {"city is Oslo", "city is not Lima"}
    assert first.rules[0].coverage == 0.9
    assert len(first.typical) == 4


def test_segment_of_one_customer():
    values = [*np.arange(20.0) % 7, 500.0]
    profile = made({"a": values, "b": np.arange(21.0) % 5}, [0] * 20 + [1])
    lonely = profile.portraits[1]
    assert lonely.typical == ("21",)
    assert lonely.warning == "too small to act on: 1 of 21 customers"
    assert lonely.recall == 0  # nobody like it to learn from
    assert profile.explanation.fidelity <= 0.5
    assert np.isnan(lonely.deviations[0].sd)
    answers = {one.name: one.answer for one in lonely.checklist}
    assert answers["large enough"] == "no"
    assert answers["homogeneous"] == "unknown"
    assert answers["reachable"] == "yours to judge"


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([0, 1], "shape"),
        ([0.0, 1, 1, 0], "whole numbers"),
        ([0, 2, 2, 0], "without gaps"),
        ([0, -2, 0, 0], "without gaps"),
    ],
)
def test_wrong_labels(labels, said):
    with pytest.raises(DataError, match=said):
        made({"a": [1.0, 2, 3, 5]}, labels)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"used": ["A"]}, "Did you mean 'a'"),
        ({"used": ["id"]}, "is id"),
        ({"used": "a"}, "list of columns"),
        ({"value": "b"}, "numeric column"),
        ({"value": "c"}, "unknown column"),
        ({"points": np.zeros((3, 1))}, r"shape \(4, d\)"),
        ({"points": np.full((4, 1), np.nan)}, "finite"),
        (
            {"stability": Stability(np.ones(1), np.ones((1, 3)), np.ones(1), "")},
            "these 2 segments",
        ),
    ],
)
def test_wrong_questions(asked, said):
    columns = {"id": list("wxyz"), "a": [1.0, 2, 3, 5], "b": list("uuvv")}
    with pytest.raises(UserError, match=said):
        made(columns, [0, 0, 1, 1], DeclaredRoles(id="id"), **asked)
