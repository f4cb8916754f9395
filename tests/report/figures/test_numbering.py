import numpy as np
from scipy.spatial.distance import pdist

from segbench.report.figures.numbering import spread

BOX = np.array([[0.0, 0.0], [100.0, 100.0]])


def test_equal_points_part_and_stay_inside():
    moved = spread(np.full((30, 2), 99.0), 10, BOX)
    assert pdist(moved).min() > 9.5
    assert (moved >= 0).all()
    assert (moved <= 100).all()


def test_points_that_have_room_stay():
    points = np.array([[10.0, 10], [50, 50]])
    assert np.abs(spread(points, 10, BOX) - points).max() < 0.05
