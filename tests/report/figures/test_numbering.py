import numpy as np
from scipy.spatial.distance import pdist

from segbench.report.figures.drawing import new_figure
from segbench.report.figures.numbering import fit, spread, trim

BOX = np.array([[0.0, 0.0], [100.0, 100.0]])


def test_equal_points_part_and_stay_inside():
    moved = spread(np.full((30, 2), 99.0), 10, BOX)
    assert pdist(moved).min() > 9.5
    assert (moved >= 0).all()
    assert (moved <= 100).all()


def test_points_that_have_room_stay():
    points = np.array([[10.0, 10], [50, 50]])
    assert np.abs(spread(points, 10, BOX) - points).max() < 0.05


def test_wide_letters_count_twice():
    assert fit("abcdefgh", 8) == "abcdefgh"
    assert fit("abcdefghi", 8) == "abcdefg…"
    assert fit("年間購入", 8) == "年間購入"
    assert fit("年間購入額", 8) == "年間購…"
    assert fit("a\n b", 8) == "a b"
    assert fit("", 10) == "(no name)"


def test_trimmed_lines_fit():
    text = new_figure(3, 3).text(0, 0, "a short one\n" + "W" * 80)
    trim(text, 120)
    first, second = text.get_text().split("\n")
    assert first == "a short one"
    assert second.endswith("…")
    assert text.get_window_extent().width <= 120
