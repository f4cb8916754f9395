"""The points of a space come back as they were kept."""

import numpy as np
import pytest

from segbench.core import SpaceKey
from segbench.errors import OutputError
from segbench.store import Points, load_points, save_points

KEY = SpaceKey("shop", "all", "standard", 0, "f" * 64, "d" * 16)


@pytest.fixture
def points():
    matrix = np.array([[0.1 + 0.2, -1e300], [5e-324, 0.0]])
    return Points(KEY, matrix, ("<b>", "収入=高"), ("<b>", "収入"))


def test_points_come_back_to_the_last_bit(points, tmp_path):
    found = load_points(save_points(tmp_path, points))
    assert (found.space, found.names, found.columns) == (
        points.space,
        points.names,
        points.columns,
    )
    assert found.matrix.tobytes() == points.matrix.tobytes()


def test_jobs_of_a_sweep_share_the_file_of_a_space(points, tmp_path):
    assert save_points(tmp_path, points) == save_points(tmp_path, points)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_damaged_file_is_refused_in_one_sentence(points, tmp_path):
    path = save_points(tmp_path, points)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(OutputError, match=path.name):
        load_points(path)
