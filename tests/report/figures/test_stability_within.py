import numpy as np
import pytest

from segbench.errors import UserError
from segbench.report.figures.stability_within import stability_within


def test_boxes_bounds_and_words():
    jaccard = np.column_stack([np.linspace(0, 1, 101), np.full(101, np.nan)])
    (axes,) = stability_within(jaccard, ["a", "b"]).axes
    (box,) = [one for one in axes.patches if one.get_gid() == "box"]
    assert box.get_x() == pytest.approx(0.25)
    assert box.get_width() == pytest.approx(0.5)
    bounds = [one.get_xdata()[0] for one in axes.lines if one.get_gid() == "bound"]
    assert bounds == [0.6, 0.75, 0.85]
    assert [text.get_text() for text in axes.texts] == [
        "do not trust",
        "a pattern",
        "stable",
        "highly stable",
        "no value",
    ]


def test_a_name_for_each():
    with pytest.raises(UserError, match="one column of similarities"):
        stability_within(np.ones((3, 2)), ["a"])
