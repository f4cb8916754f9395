"""Checks of a measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from segbench.algorithms.outcome import explain
from segbench.core import NOISE, Labels, Matrix
from segbench.scoring.given import Given
from segbench.scoring.measure import Direction, Measure
from segbench.testing.customers import three_groups
from segbench.testing.saying import ContractError, require

CLOSE = 1e-9
"""Relative difference of two ways to the same value."""


@dataclass(frozen=True)
class Example:
    """Customers, some labelings of them and their known segments."""

    X: Matrix
    stack: Labels  # shape (n_labelings, n_customers)
    truth: Labels

    @property
    def given(self) -> Given:
        """What a measure is computed from."""
        density = np.ones(len(self.stack), dtype=bool)
        return Given(self.X, self.stack, truth=self.truth, density=density)


def values_of(measure: Measure, example: Example) -> Matrix:
    """Measure the labelings of an example."""
    try:
        return np.asarray(measure.function(example.given).values)
    except Exception as error:
        told = f"{measure.name} raised {explain(error)}"
        raise ContractError(
            f"{told}; where it is undefined it gives NaN and a reason"
        ) from error


def examples() -> Example:
    """Draw labelings from good to bad, with and without noise."""
    X, truth = three_groups()
    rng = np.random.default_rng(0)
    shuffled = rng.permutation(truth)
    noisy = np.where(rng.uniform(size=len(X)) < 0.2, NOISE, truth)
    halves = (truth > 0).astype(np.int64)
    unknown = np.where(rng.uniform(size=len(X)) < 0.1, NOISE, truth)
    return Example(X, np.array([truth, shuffled, noisy, halves]), unknown)


def check_gives_a_number_for_every_labeling(measure: Measure) -> None:
    """A number for each labeling, and of the good one a defined one."""
    example = examples()
    values = values_of(measure, example)
    n = len(example.stack)
    require(
        values.shape == (n,) and np.issubdtype(values.dtype, np.floating),
        f"{measure.name} gave {values.dtype} of shape {values.shape} for {n} "
        f"labelings; one float each is expected, shape ({n},)",
    )
    require(
        np.isfinite(values[0]),
        f"{measure.name} is undefined ({values[0]}) for three groups far apart",
    )


def check_values_are_in_the_declared_range(measure: Measure) -> None:
    """Nothing lies below ``low`` or above ``high``."""
    require(
        measure.low < measure.high,
        f"{measure.name} declares a range from {measure.low} to {measure.high}",
    )
    for value in values_of(measure, examples()):
        require(
            np.isnan(value) or measure.low <= value <= measure.high,
            f"{measure.name} gave {value:.6g}, outside of its range "
            f"[{measure.low:g}, {measure.high:g}]",
        )


def check_direction_holds(measure: Measure) -> None:
    """Good segments score better than shuffled ones, the way that is declared."""
    if measure.direction is Direction.NEITHER:
        return
    good, bad, *_ = values_of(measure, examples())
    way = "large" if measure.direction is Direction.LARGE else "small"
    require(
        measure.direction * good > measure.direction * bad,
        f"{measure.name} declares that {way} is good, but gives three groups far "
        f"apart {good:.4g} and the same labels shuffled {bad:.4g}",
    )


def check_undefined_is_not_a_number(measure: Measure) -> None:
    """Where there is no value there is NaN and a reason, never an invented number."""
    for what, X, labels in _degenerate():
        example = Example(X, labels[np.newaxis, :], np.full(len(X), NOISE))
        (value,) = values_of(measure, example)
        require(
            np.isnan(value)
            or (measure.low <= value <= measure.high and np.isfinite(value)),
            f"{measure.name} gave {value} for {what}; where it is undefined it gives "
            "NaN",
        )
        reasons = measure.function(example.given).reasons
        require(
            not np.isnan(value) or (reasons and reasons[0]) or measure.undefined,
            f"{measure.name} is NaN without a reason; declare undefined, or raise "
            "ValueError with one",
        )


def check_numbers_of_segments_do_not_matter(measure: Measure) -> None:
    """Segments may be called by any numbers."""
    example = examples()
    new = np.array([2, 0, 1])
    renamed = np.where(example.stack == NOISE, NOISE, new[example.stack])
    _same(
        measure,
        values_of(measure, example),
        values_of(measure, replace(example, stack=renamed)),
        "when segments 0, 1, 2 are called 2, 0, 1",
    )


def check_row_order_does_not_matter(measure: Measure) -> None:
    """Shuffled customers score the same."""
    one = examples()
    order = np.random.default_rng(5).permutation(len(one.X))
    shuffled = Example(one.X[order], one.stack[:, order], one.truth[order])
    told = "when the customers come in another order"
    _same(measure, values_of(measure, one), values_of(measure, shuffled), told)


def check_company_does_not_matter(measure: Measure) -> None:
    """A labeling scores among others as it does alone."""
    example = examples()
    together = values_of(measure, example)
    alone = [
        values_of(measure, replace(example, stack=labels[np.newaxis, :]))[0]
        for labels in example.stack
    ]
    _same(measure, together, np.array(alone), "when a labeling is measured alone")


def check_inputs_are_left_alone(measure: Measure) -> None:
    """Neither customers nor labels are changed."""
    example, before = examples(), examples()
    values_of(measure, example)
    for name in ("X", "stack", "truth"):
        require(
            np.array_equal(getattr(example, name), getattr(before, name)),
            f"{measure.name} changes what it is given ({name}); work on a copy",
        )


def check_says_where_it_comes_from(measure: Measure) -> None:
    """A reference stands in the tables of every paper."""
    require(
        len(measure.reference.split()) >= 3,
        f"{measure.name} has no reference; declare one, such as "
        "'Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7'",
    )


def _degenerate() -> Iterator[tuple[str, Matrix, Labels]]:
    halves = np.tile([0, 1], 10)
    yield "customers who are all equal", np.ones((20, 2)), halves
    ends = np.repeat([[-1.0], [1.0]], 10, axis=0)
    yield "two segments with the same centre", ends, halves
    few = (np.arange(20) == 0).astype(np.int64)
    yield "a segment of one customer", np.arange(40.0).reshape(20, 2), few


def _same(measure: Measure, left: Any, right: Any, when: str) -> None:
    for one, other in zip(left, right, strict=True):
        require(
            np.isclose(one, other, rtol=CLOSE, atol=1e-12, equal_nan=True),
            f"{measure.name} changes from {one:.10g} to {other:.10g} {when}",
        )
