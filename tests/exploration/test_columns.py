"""A column in numbers: golden values, transforms, bars and levels."""

import math

import numpy as np
import pytest

from segbench.exploration.transforms import Shape, suggest_transform, warn_of_zeros


def figures(known):
    """Mean, sd, skewness and quartiles by their definitions, in plain Python."""
    known, n = sorted(known), len(known)
    mean = math.fsum(known) / n
    moments = [math.fsum((x - mean) ** p for x in known) / n for p in (2, 3)]
    g1 = moments[1] / moments[0] ** 1.5
    cuts = []
    for share in (0.25, 0.5, 0.75):
        low = math.floor(share * (n - 1))
        part = share * (n - 1) - low
        high = known[min(low + 1, n - 1)]
        cuts.append(known[low] + part * (high - known[low]))
    return (
        mean,
        math.sqrt(moments[0] * n / (n - 1)),
        g1 * math.sqrt(n * (n - 1)) / (n - 2),
        *cuts,
    )


def test_figures_follow_their_definitions(column, rng):
    values = rng.gamma(0.5, 30, 101).tolist()
    one = column([*values, None, None])
    found = one.quantities
    ours = (found.mean, found.sd, found.skewness, found.q25, found.median, found.q75)
    assert ours == pytest.approx(figures(values), rel=1e-12)
    assert (found.min, found.max) == (min(values), max(values))
    assert (one.missing, one.distinct, found.zeros) == (2, 101, 0.0)
    assert found.reason == ""


@pytest.mark.parametrize("size", [1e300, 1e-300, 1e9])
def test_figures_have_the_unit_of_the_values(column, rng, size):
    values = rng.gamma(2, 1, 60)
    small, large = column(values).quantities, column(values * size).quantities
    for name in ("mean", "sd", "min", "q25", "median", "q75", "max"):
        wanted = getattr(small, name) * size
        assert getattr(large, name) == pytest.approx(wanted, rel=1e-12), name
    assert large.skewness == pytest.approx(small.skewness, rel=1e-9)
    assert sum(large.histogram.counts) == 60


def test_huge_among_small_values(column):
    found = column([*np.arange(20.0), -1.7e308, 1.7e308]).quantities
    assert (found.min, found.median, found.max) == (-1.7e308, 9.5, 1.7e308)
    assert sum(found.histogram.counts) == 22
    assert (np.diff(found.histogram.edges) > 0).all()


def test_a_constant_column(column):
    found = column([0.1] * 30, numeric=("x",)).quantities
    assert (found.mean, found.sd, found.q25) == (0.1, 0.0, 0.1)
    assert math.isnan(found.skewness)
    assert found.reason == "every known value is the same"
    assert found.histogram.counts == (30,)


def test_a_column_without_values(column):
    one = column([None] * 5, numeric=("x",))
    assert (one.missing, one.distinct) == (5, 0)
    found = one.quantities
    assert all(math.isnan(v) for v in (found.mean, found.sd, found.min, found.zeros))
    assert found.reason == "no customer has a value"
    assert (found.histogram.counts, found.histogram.edges) == ((), ())


def test_a_single_value(column):
    found = column([None, None, 4.0, None], numeric=("x",)).quantities
    assert (found.mean, found.min, found.max) == (4.0, 4.0, 4.0)
    assert math.isnan(found.sd)
    assert found.reason == "a single customer has a value"


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [
        (Shape(50, 0, 10, 101, 1.01, 0), "log1p"),
        (Shape(50, 0, 10, 100, 1.01, 0), ""),  # not beyond ten medians
        (Shape(50, 0, 10, 101, 1.0, 0), ""),  # not skewed enough
        (Shape(50, 0, 0, 1, 3, 0.6), "log1p"),
        (Shape(50, -1, 10, 101, 1.01, 0), "power (Yeo-Johnson)"),
        (Shape(50, -1, 10, 11, -1.01, 0), "power (Yeo-Johnson)"),
        (Shape(50, -1, 10, 11, 0.99, 0), ""),
        (Shape(50, 0, 10, 11, -2, 0), ""),
        (Shape(2, 0, 0, 1, 5, 0.9), ""),  # yes or no
        (Shape(1, 3, 3, 3, math.nan, 0), ""),
        (Shape(9, 0, 1e308, 1.7e308, 2, 0), ""),
    ],
)
def test_transforms(shape, wanted):
    assert suggest_transform(shape) == wanted


@pytest.mark.parametrize(
    ("distinct", "zeros", "warned"),
    [(9, 0.3, False), (9, 0.31, True), (2, 0.9, False), (0, math.nan, False)],
)
def test_zeros(distinct, zeros, warned):
    shape = Shape(distinct, 0, 1, 2, 0, zeros)
    assert bool(warn_of_zeros(shape)) is warned


def test_few_whole_numbers_have_a_bar_each(column):
    found = column([1, 1, 2, 5, 5, 5]).quantities.histogram
    assert found.is_bars
    assert found.counts == (2, 1, 0, 0, 3)
    assert found.edges == (0.5, 1.5, 2.5, 3.5, 4.5, 5.5)


def test_bins_of_freedman_and_diaconis(column):
    values = np.linspace(0, 1, 1001) ** 2
    found = column(values).quantities.histogram
    width = 2 * (0.75**2 - 0.25**2) / 1001 ** (1 / 3)
    assert len(found.counts) == math.ceil(1 / width)
    assert found.edges[0] == 0
    assert found.edges[-1] == 1
    assert sum(found.counts) == 1001


@pytest.mark.parametrize("far", [1e3 + 0.5, 1000, 1e12])
def test_never_more_than_forty_bins(column, rng, far):
    found = column([*rng.normal(0, 1, 200), far]).quantities.histogram
    assert len(found.counts) == 40
    assert sum(found.counts) == 201


def test_whole_numbers_are_never_split(column, rng):
    found = column(rng.integers(18, 90, 400)).quantities.histogram
    widths = set(np.diff(found.edges))
    assert len(widths) == 1
    assert widths.pop() % 1 == 0
    assert found.edges[0] % 1 == 0.5
    assert len(found.counts) <= 40


def test_levels_beyond_twelve_are_summed(column):
    names = [f"l{i:02d}" for i in range(15)]
    rows = [name for i, name in enumerate(names) for _ in range(20 - i)]
    one = column([*rows, None], categorical=("x",))
    assert (one.missing, one.distinct) == (1, 15)
    assert one.levels.names == tuple(names[:12])
    assert one.levels.counts == tuple(range(20, 8, -1))
    assert (one.levels.other_levels, one.levels.other_customers) == (3, 8 + 7 + 6)
    assert one.levels.remark == "3 more levels, 21 customers"


def test_levels_of_equal_size_stand_in_the_order_of_the_alphabet(column):
    one = column(["b", "a", "c", "b", "a", "c", "c"])
    assert one.levels.names == ("c", "a", "b")
    assert one.levels.remark == ""
