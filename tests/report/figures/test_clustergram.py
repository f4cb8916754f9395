import numpy as np
import pytest

from segbench.errors import UserError
from segbench.report.figures.clustergram import clustergram


def test_dots_stand_at_the_mean_component_and_lines_are_flows():
    X = np.array([[-3.0], [-1.0], [1.0], [3.0]])
    labelings = {1: np.zeros(4, int), 2: np.array([0, 0, 1, 1])}
    (axes,) = clustergram(X, labelings).axes
    places = [one.get_offsets().tolist() for one in axes.collections]
    assert places == [[[1, 0]], [[2, -2], [2, 2]]]
    widths = {one.get_linewidth() for one in axes.lines if one.get_gid() == "flow"}
    assert widths == {9.0}  # half of the customers, half of the thickest line


def test_the_largest_loading_is_positive():
    X = np.outer(np.arange(6.0), [-2.0, 1.0])
    (axes,) = clustergram(X, {2: np.array([0, 0, 0, 1, 1, 1])}).axes
    (dots,) = axes.collections
    assert dots.get_offsets()[0, 1] > dots.get_offsets()[1, 1]


def test_other_customers_are_refused():
    with pytest.raises(UserError, match="one label per customer"):
        clustergram(np.ones((3, 1)), {2: np.zeros(2, int)})
