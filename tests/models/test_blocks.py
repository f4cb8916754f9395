"""Nearest neighbours in blocks are those that looking at everybody finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from segbench.models.rules.blocks import blocks_of


def looked_through(points, queries, k, power):
    gaps = np.abs(queries[:, None] - points[None])
    lengths = (gaps**power).sum(axis=2)
    order = np.lexsort(
        (np.broadcast_to(np.arange(len(points)), lengths.shape), lengths)
    )
    numbers = order[:, :k]
    found = np.take_along_axis(lengths, numbers, axis=1)
    return (found if power == 1 else np.sqrt(found)), numbers


WHOLE = st.integers(-3, 3).map(float)  # many are equally near


@settings(max_examples=25, deadline=None)
@given(
    st.data(),
    st.integers(1, 300),
    st.integers(1, 4),
    st.sampled_from([1, 2]),
    st.integers(1, 12),
)
def test_of_equally_near_points_the_first_is_first(data, n, d, power, k):
    points = data.draw(hnp.arrays(np.float64, (n, d), elements=WHOLE, fill=WHOLE))
    queries = data.draw(hnp.arrays(np.float64, (7, d), elements=WHOLE))
    k = min(k, n)
    distances, numbers = blocks_of(points).nearest(queries, k, power)
    expected = looked_through(points, queries, k, power)
    assert numbers.tolist() == expected[1].tolist()
    assert np.allclose(distances, expected[0], rtol=1e-12)


@pytest.mark.parametrize("power", [1, 2])
def test_many_points_and_queries_far_from_them(power):
    rng = np.random.default_rng(0)
    points = rng.normal(size=(3_000, 6)) ** 3
    queries = np.vstack([points[:50], rng.normal(scale=20, size=(50, 6))])
    distances, numbers = blocks_of(points).nearest(queries, 5, power)
    expected = looked_through(points, queries, 5, power)
    assert (numbers == expected[1]).all()
    assert np.allclose(distances, expected[0], rtol=1e-12, atol=1e-12)
    assert (numbers[:50, 0] == np.arange(50)).all()


def test_distances_too_large_for_a_number_have_neighbours():
    points = np.array([[1e200], [-1e200], [0.0]])
    _, numbers = blocks_of(points).nearest(np.array([[-1e200], [1e250]]), 3, 2)
    assert sorted(numbers[0].tolist()) == [0, 1, 2]
    assert numbers[1].tolist() == [0, 1, 2]
