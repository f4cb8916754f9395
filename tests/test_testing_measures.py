"""The contract tests of measures catch what is wrong, and say so."""

from __future__ import annotations

import numpy as np
import pytest

from segbench.scoring.given import Values
from segbench.scoring.measures import Direction, Measure, available_measures
from segbench.testing import (
    MEASURE_CHECKS,
    ContractError,
    check_measure,
    parametrize_with_checks,
)
from segbench.testing.measure_checks import examples


@parametrize_with_checks(available_measures().values())
def test_contract(check):
    check()


def spread(X, labels):
    """Mean distance to the segment's centre, small is good."""
    centres = {one: X[labels == one].mean(axis=0) for one in set(labels.tolist())}
    return float(
        np.mean(
            [np.linalg.norm(x - centres[y]) for x, y in zip(X, labels, strict=True)]
        )
    )


def record(function, direction=Direction.SMALL, low=0.0, high=np.inf, **more):
    def over_stack(given):
        rows = [function(given.matrix, labels) for labels in given.stack]
        return Values(np.array(rows, dtype=float))

    about = {"needs_truth": False, "undefined": "", "reference": "Nobody 2020, nowhere"}
    return Measure("wrong", over_stack, direction, low, high, **about | more)


def shifts(X, labels):
    X -= 1
    return spread(X, labels)


WRONG_MEASURES = {
    "gives_a_number_for_every_labeling": (
        Measure(
            "wrong",
            lambda _: Values(np.array([1.0])),
            Direction.SMALL,
            0.0,
            2.0,
            needs_truth=False,
            undefined="",
            reference="",
        ),
        r"shape \(1,\) for 4 labelings",
    ),
    "values_are_in_the_declared_range": (record(spread, high=0.5), "outside of its"),
    "direction_holds": (record(spread, Direction.LARGE), "declares that large is good"),
    "undefined_is_not_a_number": (
        record(lambda X, _: np.float64(1) / np.ptp(X)),
        "gave inf for customers who are all equal",
    ),
    "numbers_of_segments_do_not_matter": (
        record(lambda _, labels: labels[0]),
        "when segments 0, 1, 2 are called",
    ),
    "row_order_does_not_matter": (
        record(lambda X, _: X[0, 0]),
        "customers come in another order",
    ),
    "company_does_not_matter": (
        Measure(
            "wrong",
            lambda given: Values(np.full(len(given.stack), float(len(given.stack)))),
            Direction.NEITHER,
            0.0,
            9.0,
            needs_truth=False,
            undefined="",
            reference="",
        ),
        "changes from 4 to 1 when a labeling is measured alone",
    ),
    "inputs_are_left_alone": (record(shifts), r"changes what it is given \(X\)"),
    "says_where_it_comes_from": (record(spread, reference=""), "has no reference"),
}


def test_a_good_measure_keeps_the_contract():
    check_measure(record(spread))
    assert examples().stack.shape == (4, 80)


@pytest.mark.parametrize("check", WRONG_MEASURES)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_a_wrong_measure_is_caught_with_a_sentence(check):
    measure, told = WRONG_MEASURES[check]
    with pytest.raises(ContractError, match=told):
        MEASURE_CHECKS[f"check_{check}"](measure)


def test_every_check_of_a_measure_catches_something():
    assert set(MEASURE_CHECKS) == {f"check_{name}" for name in WRONG_MEASURES}
