import numpy as np
import pytest

from segbench.errors import UserError
from segbench.report.figures.stability_across import stability_across


def test_bands_are_flows_and_numbers_are_slsa():
    before = np.array([0] * 6 + [1] * 4)
    after = np.array([0] * 6 + [1] * 2 + [2] * 2)
    (axes,) = stability_across([before, after]).axes
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2", "3"]
    heights = [bar.get_height() for bar in axes.patches if bar.get_gid() == "segment"]
    assert heights == [6, 4, 6, 2, 2]
    assert sum(one.get_gid() == "band" for one in axes.collections) == 3
    assert sum(text.get_text() == "1.00" for text in axes.texts) == 3


def test_other_customers_are_refused():
    with pytest.raises(UserError, match="same customers"):
        stability_across([np.zeros(3, int), np.zeros(4, int)])
    with pytest.raises(UserError, match="got none"):
        stability_across([])
