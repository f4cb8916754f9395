"""The figure of flows between old and new segments."""

import numpy as np
import pytest

from segbench.errors import UserError
from segbench.report.figures.drawing import segment_color
from segbench.report.figures.flow import FlowSide, flow_figure


def test_bands_are_the_common_customers_and_words_are_shown():
    old = np.array([0] * 6 + [1] * 3 + [-1])
    new = np.array([1] * 5 + [0] * 4 + [-1])
    figure = flow_figure(
        FlowSide(old, ["$a_1$", "b"], [0, 1], "assigned"),
        FlowSide(new, ["0", "1"], [1, 0], "anew"),
    )
    (axes,) = figure.axes
    bands = [one for one in axes.collections if one.get_gid() == "band"]
    assert len(bands) == 4  # 0 to 1, 0 to 0, 1 to 0, noise to noise
    texts = [one.get_text() for one in axes.texts]
    assert "$a_1$: 6 (60%)" in texts
    assert "in no segment: 1 (10%)" in texts
    colors = {patch.get_facecolor()[:3] for patch in axes.patches}
    assert len(colors) == 3
    assert segment_color(0) != segment_color(1)
    figure.draw_without_rendering()


def test_labels_of_other_customers_are_refused():
    side = FlowSide(np.array([0, 0]), ["a"], [0], "")
    with pytest.raises(UserError, match="every customer"):
        flow_figure(side, FlowSide(np.array([0]), ["a"], [0], ""))
