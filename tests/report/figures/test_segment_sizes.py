import pytest

from segbench.errors import UserError
from segbench.report.figures.drawing import NOISE_COLOR
from segbench.report.figures.segment_sizes import segment_sizes


def test_counts_shares_and_noise_in_grey():
    (axes,) = segment_sizes([60, 30], ["a", "b"], noise=10).axes
    assert [text.get_text() for text in axes.texts] == [
        "60  (60.0%)",
        "30  (30.0%)",
        "10  (10.0%)",
    ]
    from matplotlib.colors import to_hex

    assert to_hex(axes.patches[-1].get_facecolor()) == NOISE_COLOR
    assert [bar.get_width() for bar in axes.patches] == [60, 30, 10]


def test_few_are_not_none_of_them():
    (axes,) = segment_sizes([99_999, 1], ["a", "b"]).axes
    assert axes.texts[1].get_text() == "1  (< 0.1%)"


def test_a_name_for_each():
    with pytest.raises(UserError, match="expected 2 names, got 1"):
        segment_sizes([1, 2], ["a"])
