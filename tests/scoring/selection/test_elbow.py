"""What is shown beside the votes: the knee of the inertia curve, and ICL."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.algorithms.likelihood import icl
from segbench.scoring.selection import knee


def test_a_sharp_knee():
    assert knee(range(1, 8), [100, 60, 20, 18, 16, 14, 12]) == 3


def test_the_curve_of_the_paper():
    x = np.linspace(0, 1, 10)
    rising = 5 - 1 / (x + 0.1)  # figure 2, whose knee is at 0.22
    assert knee(range(10), -rising) == 2


@pytest.mark.parametrize(
    "inertia", [[5, 4, 3, 2, 1], [1, 1, 1, 1, 1], [10, 9, 7, 4, 0]]
)
def test_no_knee(inertia):
    assert knee(range(1, 6), inertia) is None


def test_two_points_have_no_knee():
    assert knee([2, 3], [2.0, 1.0]) is None


def test_sensitivity():
    ks, inertia = range(1, 6), [10.0, 6.9, 4.4, 2.1, 0.0]
    assert knee(ks, inertia, sensitivity=0.0) is not None
    assert knee(ks, inertia) is None


@given(st.floats(0.01, 1e6), st.floats(-1e3, 1e3))
def test_units_do_not_matter(scale, shift):
    inertia = np.array([900.0, 500, 120, 100, 85, 71, 60])
    assert knee(range(2, 9), inertia * scale + shift) == 4


@pytest.mark.parametrize(
    ("ks", "inertia"), [([1, 2], [1.0]), ([2, 1], [1.0, 2.0]), ([1, 1], [1.0, 2.0])]
)
def test_mistakes(ks, inertia):
    with pytest.raises(ValueError, match="increasing"):
        knee(ks, inertia)


def test_icl():
    assert icl(100.0, [[1.0, 0.0], [0.0, 1.0]]) == 100.0
    doubtful = icl(100.0, [[0.5, 0.5], [0.0, 1.0]])
    assert doubtful == pytest.approx(100 + 2 * np.log(2))
