import numpy as np
import pytest
from matplotlib.colors import to_hex

from segbench.report.figures.dendrogram import dendrogram_figure
from segbench.report.figures.drawing import GREY, segment_color

# Three groups of 5, 3 and 2 customers on a line.
LINE = np.array([0, 0.1, 0.2, 0.3, 0.4, 10, 10.1, 10.2, 30, 30.1])[:, None]


def numbers(figure):
    texts = [t for t in figure.axes[0].texts if t.get_gid() == "number"]
    return [t.get_text() for t in sorted(texts, key=lambda t: t.get_position()[0])]


def cut(figure):
    return next(x for x in figure.axes[0].lines if x.get_gid() == "cut").get_ydata()[0]


def test_the_cut_lies_between_the_two_merges():
    from scipy.cluster.hierarchy import ward

    heights = ward(LINE)[:, 2]
    for k in (2, 3, 4):
        figure = dendrogram_figure(LINE, k)
        assert cut(figure) == pytest.approx((heights[-k] + heights[-k + 1]) / 2)
        assert sorted(numbers(figure)) == [str(i) for i in range(k)]


def test_branches_below_the_cut_have_the_colours_of_segments():
    lines = dendrogram_figure(LINE, 3).axes[0].collections[0]
    colors = {to_hex(c).upper() for c in lines.get_colors()}
    assert colors == {segment_color(i).upper() for i in range(3)} | {GREY.upper()}


def test_numbers_follow_a_given_segmentation():
    labels = [7] * 5 + [4] * 3 + [-1] * 2
    found = numbers(dendrogram_figure(LINE, 3, labels=labels))
    assert {"7", "4"} < set(found)
    assert len(set(found)) == 3


@pytest.mark.parametrize("k", [1, 10])
def test_first_and_last_cut(k):
    figure = dendrogram_figure(LINE, k)
    assert len(numbers(figure)) == k
    assert f"cut:\n{k} segment" in figure.axes[0].texts[0].get_text()


def test_thirty_merges_and_a_sample_are_said():
    rng = np.random.default_rng(0)
    figure = dendrogram_figure(rng.normal(size=(5100, 2)), 4)
    said = " ".join(figure.get_supxlabel().split()).replace("\n", " ")
    assert "last 30 of 4,999 merges" in said
    assert "5,000 of 5,100 customers drawn" in said
    counts = [int(t.get_text()) for t in figure.axes[0].get_xticklabels()]
    assert len(counts) == 31
    assert sum(counts) == 5000


def test_equal_customers():
    assert numbers(dendrogram_figure(np.ones((6, 2)), 2))
