"""Cleaning does what the plan says, counts it, and loses nobody."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from segbench.data import DeclaredRoles, build_dataset
from segbench.data.cleaning import CHOICES, CleaningPlan, clean
from segbench.data.cleaning.outliers import outer_fences
from segbench.data.fingerprint import content_fingerprint
from segbench.errors import DataError, UnknownNameError


def table(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"client_id": [f"c{i}" for i in range(n)], **columns})


@pytest.fixture
def shop():
    """Eleven customers; c3 equals c1, two lack a value, c10 is far out in income."""
    return build_dataset(
        table(
            income=[10.5, 20.5, 30.5, 20.5, None, 40.5, 15.5, 25.5, 35.5, 12.5, 900.5],
            visits=[1.5, 2.5, 3.5, 2.5, 5.5, None, 4.5, 6.5, 7.5, 8.5, 9.5],
            city=["Oslo", "Lima", "Oslo", "Lima", "Oslo", *["Rome"] * 4, None, "Oslo"],
        ),
        "shop",
    )


def actions(dataset, column=""):
    return {s.action: s.count for s in dataset.log if s.column == column}


def why(dataset):
    out = dataset.left_out
    return dict(zip(out.ids, out.reasons, strict=True))


def test_the_default_plan_changes_nothing(shop):
    assert clean(shop, CleaningPlan()) is shop
    assert shop.fingerprint == content_fingerprint(shop.frame, shop.roles)
    assert len(shop.left_out) == 0


def test_equal_customers(shop):
    found = clean(shop, CleaningPlan(duplicates="drop"))
    assert why(found) == {"c3": "duplicate of c1"}
    assert found.left_out.positions == (3,)
    assert found.left_out.frame["income"].tolist() == [20.5]
    assert found.ids == tuple(f"c{i}" for i in range(11) if i != 3)
    [(action, count)] = actions(found).items()
    assert count == 1
    assert "equal to an earlier one" in action


def test_equal_customers_of_other_known_segments_are_not_equal():
    x = [1.5, 1.5, 1.5, 2.5, None, None]
    given = table(x=x, truth=["a", "b", "a", "b", "b", "b"])
    found = clean(build_dataset(given, "d"), CleaningPlan(duplicates="drop"))
    assert why(found) == {"c2": "duplicate of c0", "c5": "duplicate of c4"}
    assert found.truth.tolist() == [0, 1, 1, 1]


def test_missing_numbers_leave_customers_out(shop):
    found = clean(shop, CleaningPlan(missing="drop"))
    assert why(found) == {"c4": "missing income", "c5": "missing visits"}
    step = "customers left out for a missing value (income 1, visits 1)"
    assert actions(found) == {step: 2}
    assert not found.frame[["income", "visits"]].isna().to_numpy().any()
    assert not any("median" in s.action for s in found.log)
    assert "(missing)" in found.frame["city"].tolist()


def test_missing_categories(shop):
    filled = clean(shop, CleaningPlan(missing_levels="most_frequent"))
    assert filled.frame["city"].tolist()[9] == "Oslo"
    step = "missing values filled with the most frequent level, Oslo"
    assert actions(filled, "city") == {step: 1}
    assert why(clean(shop, CleaningPlan(missing_levels="drop"))) == {
        "c9": "missing city"
    }


@pytest.mark.parametrize("missing", ["most_frequent", "knn", "indicator"])
def test_fillings_are_told_and_tell_data_sets_apart(shop, missing):
    found = clean(shop, CleaningPlan(missing=missing))
    pd.testing.assert_frame_equal(found.frame, shop.frame)
    assert found.fingerprint != shop.fingerprint
    assert found.cleaning.missing == missing
    [(action, count)] = actions(found, "income").items()
    assert count == 1
    word = {"most_frequent": "most frequent", "knn": "similar", "indicator": "marked"}
    assert word[missing] in action


def test_far_out_values_are_moved_or_left_out(shop):
    income = shop.frame["income"].to_numpy()
    known = income[~np.isnan(income)]
    q25, q75 = np.quantile(known, [0.25, 0.75])
    high = q75 + 3 * (q75 - q25)
    clipped = clean(shop, CleaningPlan(outliers="clip"))
    assert clipped.frame["income"].max() == pytest.approx(high, rel=1e-12)
    assert clipped.frame["income"].isna().sum() == 1
    [count] = [n for a, n in actions(clipped, "income").items() if "moved" in a]
    assert count == 1
    left = clean(shop, CleaningPlan(outliers="leave_out"))
    assert why(left) == {"c10": "outlier: income 900.5"}
    assert left.left_out.frame["income"].tolist() == [900.5]


@pytest.mark.parametrize(("far", "told"), [(4, False), (6, True)])
def test_a_long_tail_is_told_from_mistakes(far, told):
    x = np.linspace(1.5, 2.5, 100)
    x[:far] = 1000.5
    found = clean(build_dataset(table(x=x), "d"), CleaningPlan(outliers="leave_out"))
    assert len(found.left_out) == far
    assert any("a long tail" in action for action in actions(found)) == told


@pytest.mark.parametrize(
    ("values", "fences"),
    [
        ([0, 1, 2, 3, 4], (-5, 9)),
        ([0, 1, 0, 1, 1], None),
        ([5, 5, 5, 5, 5, 900, 1], None),
        ([], None),
        ([-1.7e308, -1e308, 1e308, 1.7e308, 0], (-np.inf, np.inf)),
    ],
)
def test_outer_fences(values, fences):
    assert outer_fences(np.array(values, dtype=float)) == fences


def test_nearly_constant_columns_are_no_features():
    rare = np.zeros(400)
    rare[:2] = [3, 4]
    seldom = np.zeros(400)
    seldom[:3] = [3, 4, 5]
    rng = np.random.default_rng(0)
    given = table(x=rng.normal(size=400), rare=rare, seldom=seldom)
    declared = DeclaredRoles(id="client_id", numeric=("rare", "seldom"))
    built = build_dataset(given, "d", declared)
    found = clean(built, CleaningPlan(near_constant="drop"))
    assert list(found.frame.columns) == ["x", "seldom"]
    assert str(found.roles["rare"]) == "ignored"
    step = "not used: 99.5 % of the customers with a value share one value"
    assert actions(found, "rare") == {step: 1}


def test_steps_stand_in_the_order_in_which_they_were_done(shop):
    plan = CleaningPlan("drop", "drop", "most_frequent", "leave_out", "drop")
    found = clean(shop, plan)
    words = [s.action for s in found.log][-4:]
    order = ("equal to an earlier", "missing value (", "most frequent", "quartiles")
    assert all(part in word for part, word in zip(order, words, strict=True))
    assert found.left_out.ids == ("c3", "c4", "c5", "c10")


def test_a_plan_without_effect_leaves_table_and_log(customers):
    customers.loc[3, "income"] = np.nan
    customers.loc[5, "city"] = None
    built = build_dataset(customers, "d")
    found = clean(built, CleaningPlan(near_constant="drop", duplicates="drop"))
    pd.testing.assert_frame_equal(found.frame, built.frame)
    assert sorted(map(str, found.log)) == sorted(map(str, built.log))


def test_too_few_customers_are_one_sentence():
    gaps = table(x=[1.5, None, 3.5, None, 4.5, None], y=[None, 2.5, 3.5, 4.5, 5.5, 6.5])
    built = build_dataset(gaps, "d")
    told = r"leaves 2 of 6 customers of d.*x 3, y 1.*keeps more"
    with pytest.raises(DataError, match=told):
        clean(built, CleaningPlan(missing="drop"))


def test_cleaning_twice_is_cleaning_once(shop):
    found = clean(shop, CleaningPlan(missing="drop"))
    assert clean(found, CleaningPlan(missing="drop")) is found
    with pytest.raises(DataError, match="as it was read"):
        clean(found, CleaningPlan(outliers="clip"))


@pytest.mark.parametrize("name", CHOICES)
def test_other_choices_are_refused_with_those_there_are(name):
    with pytest.raises(UnknownNameError, match=f"choice for {name} 'medain'.*Known"):
        CleaningPlan(**{name: "medain"})
    assert replace(CleaningPlan()) == CleaningPlan(
        **{setting: next(iter(known)) for setting, known in CHOICES.items()}
    )
