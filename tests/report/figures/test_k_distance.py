import numpy as np
import pytest

from segbench.report.figures.k_distance import k_distance_figure

LINE = np.array([[0.0], [1], [3], [7]])


def distances(figure):
    line = next(x for x in figure.axes[0].lines if x.get_gid() == "distances")
    return line.get_ydata()


@pytest.mark.parametrize(
    ("k", "expected"), [(1, [1, 1, 2, 4]), (2, [2, 3, 3, 6]), (3, [4, 6, 7, 7])]
)
def test_the_customer_itself_is_no_neighbour(k, expected):
    assert distances(k_distance_figure(LINE, k)) == pytest.approx(expected)


def test_share_beyond_the_radius():
    (said,) = k_distance_figure(LINE, 1, eps=1.0).axes[0].texts
    assert said.get_text() == "eps = 1: 50 % of customers lie beyond"


def test_equal_customers_and_missing_values():
    values = np.r_[np.zeros((5, 2)), [[np.nan, 1]]]
    assert distances(k_distance_figure(values, 3, eps=0.5)).tolist() == [0] * 5


def test_a_sample_has_its_neighbours_among_all():
    grid = np.arange(6000.0)[:, None]
    figure = k_distance_figure(grid, 1)
    assert set(distances(figure)) == {1.0}
    assert "5,000 of 6,000" in " ".join(figure.get_supxlabel().split())
