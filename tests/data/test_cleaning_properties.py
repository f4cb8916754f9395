"""Whatever the table and the plan: nobody is lost, and the log has counted right."""

import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from segbench.core import NOISE
from segbench.data import DeclaredRoles, build_dataset
from segbench.data.cleaning import CHOICES, CleaningPlan, clean
from segbench.data.fingerprint import content_fingerprint
from segbench.errors import DataError

NUMBERS = [np.nan, 0.0, 0.5, 1.5, 2.5, 3.5, 1e3, -1e6, 1e308, -1e308]
ROLES = DeclaredRoles(
    id="id", numeric=("x", "y"), categorical=("level",), truth="truth"
)

plans = st.builds(
    CleaningPlan,
    **{name: st.sampled_from(list(known)) for name, known in CHOICES.items()},
)


@st.composite
def built(draw):
    n = draw(st.integers(3, 12))

    def column(values):
        return draw(st.lists(st.sampled_from(values), min_size=n, max_size=n))

    table = pd.DataFrame(
        {
            "id": [f"c{i}" for i in draw(st.permutations(range(n)))],
            "x": column(NUMBERS),
            "y": column(NUMBERS[:6]),
            "level": column(["a", "b", None]),
            "truth": column(["s", "t", "u", None]),
        }
    )
    try:
        return build_dataset(table, "d", ROLES)
    except DataError:
        assume(condition=False)


def cleaned(dataset, plan):
    try:
        return clean(dataset, plan)
    except DataError as error:
        assert "\n" not in str(error)  # noqa: PT017 either is right
        assume(condition=False)


def left_out_steps(dataset):
    return [s for s in dataset.log if s.action.startswith("customers left out")]


def in_input_order(dataset):
    out = dataset.left_out
    ids = list(dataset.ids)
    for position, name in zip(out.positions, out.ids, strict=True):  # ascending
        ids.insert(position, name)
    return ids


@settings(max_examples=80)
@given(built(), plans)
def test_nobody_is_lost(dataset, plan):
    found = cleaned(dataset, plan)
    out = found.left_out
    assert found.n_customers + len(out) == dataset.n_customers
    assert in_input_order(found) == list(dataset.ids)
    assert len(found.frame) == len(found.truth) == found.n_customers
    assert list(found.frame.index) == list(range(found.n_customers))
    assert all(out.reasons)
    assert out.frame is None or len(out.frame) == len(out)
    assert found.roles.keys() == dataset.roles.keys()
    kept = [i for i in range(dataset.n_customers) if i not in out.positions]
    same = pd.Series(dataset.truth[kept]).groupby(found.truth).nunique()
    assert (same == 1).all()
    assert ((found.truth == NOISE) == (dataset.truth[kept] == NOISE)).all()


@settings(max_examples=80)
@given(built(), plans)
def test_the_log_counts_what_happened(dataset, plan):
    found = cleaned(dataset, plan)
    reasons = Counter(re.split(r"[: ]", why)[0] for why in found.left_out.reasons)
    counted = sorted(step.count for step in left_out_steps(found))
    assert counted == sorted(reasons.values())
    moved = sum(step.count for step in found.log if "moved" in step.action)
    kept = [i for i in range(dataset.n_customers) if i not in found.left_out.positions]
    before = dataset.frame[["x", "y"]].iloc[kept].reset_index(drop=True)
    shown = [name for name in ("x", "y") if name in found.frame]
    after = found.frame[shown]
    assert moved == int((before[shown].fillna(0) != after.fillna(0)).to_numpy().sum())
    filled = {
        step.column: step.count
        for step in found.log
        if "where it is a feature" in step.action
    }
    gaps = after.isna().sum()
    assert filled == {name: n for name, n in gaps.items() if n}


@settings(max_examples=50)
@given(built(), plans)
def test_the_fingerprint_follows_content_and_plan(dataset, plan):
    found = cleaned(dataset, plan)
    assert found.cleaning == plan
    assert found.fingerprint == content_fingerprint(found.frame, found.roles, plan)
    assert (found.fingerprint == dataset.fingerprint) == (plan == CleaningPlan())
    assert clean(found, plan) is found


@settings(max_examples=50)
@given(built(), plans.filter(lambda plan: plan.outliers != "leave_out"))
def test_what_is_clean_stays_as_it_is(dataset, plan):
    """Fences move when customers beyond them leave, all other steps settle at once."""
    found = cleaned(dataset, plan)
    again = cleaned(
        build_dataset(
            found.frame.assign(id=found.ids),
            "d",
            DeclaredRoles(
                id="id",
                numeric=tuple(c for c in ("x", "y") if c in found.frame),
                categorical=tuple(c for c in ("level",) if c in found.frame),
            ),
        ),
        CleaningPlan(missing=plan.missing, outliers=plan.outliers),
    )
    assert again.ids == found.ids
    pd.testing.assert_frame_equal(
        again.frame[list(found.frame)], found.frame, check_dtype=False, rtol=1e-12
    )


def read(path, **roles):
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return build_dataset(table, path.name.split(".")[0], DeclaredRoles(**roles))


def test_mall_customers_with_gaps(shared):
    dataset = read(shared("data", "Mall_Customers_missing.csv"))
    found = clean(dataset, CleaningPlan(missing="drop"))
    assert dataset.n_customers == 200
    assert found.n_customers + len(found.left_out) == 200
    [step] = left_out_steps(found)
    assert "(Age 9, Annual Income (k$) 3)" in step.action
    assert step.count == len(found.left_out)


def test_dirty_mall_customers(shared):
    """Twelve copies with their id go when the table is built, equal people after."""
    dataset = read(shared("data", "Mall_Customers_dirty_812.csv"))
    assert dataset.n_customers == 800
    found = clean(dataset, CleaningPlan(duplicates="drop", missing="drop"))
    reasons = Counter(why.split()[0] for why in found.left_out.reasons)
    gaps = [s.action for s in left_out_steps(found) if "missing value" in s.action]
    assert "Age 10, Annual Income (k$) 30, Spending Score (1-100) 60" in gaps[0]
    assert found.n_customers + sum(reasons.values()) == 800
    assert in_input_order(found) == list(dataset.ids)


@pytest.mark.parametrize("outliers", ["clip", "leave_out"])
def test_credit_cards(shared, outliers):
    dataset = read(shared("data", "CC_GENERAL.csv.gz"))
    plan = CleaningPlan(missing="drop", outliers=outliers)
    found = clean(dataset, plan)
    missing = [why for why in found.left_out.reasons if why.startswith("missing")]
    assert Counter(missing) == {
        "missing MINIMUM_PAYMENTS": 313,
        "missing CREDIT_LIMIT": 1,
    }
    assert found.n_customers + len(found.left_out) == 8950
    far = [why for why in found.left_out.reasons if why.startswith("outlier")]
    moved = [s for s in found.log if "moved" in s.action]
    assert bool(far) == (outliers == "leave_out")
    assert bool(moved) == (outliers == "clip")
