import numpy as np

from segbench.report.figures.ranking_chart import RankedCandidate, ranking_chart


def candidates(n):
    return [
        RankedCandidate(f"c{i}", 90 - i, 88 - i, 92 - i, i + 1, i < 2) for i in range(n)
    ]


def by_gid(axes, gid):
    return [one for one in axes.get_children() if one.get_gid() == gid]


def test_best_on_top_and_ties_shaded():
    (axes,) = ranking_chart(candidates(5)[::-1]).axes
    names = [label.get_text().split()[0] for label in axes.get_yticklabels()]
    assert names == [f"c{i}" for i in range(5)]
    low, high = axes.get_ylim()
    assert low > high  # the first row is the highest
    assert len(by_gid(axes, "tied")) == 2
    assert [line.get_xdata()[0] for line in by_gid(axes, "score")] == [
        *range(90, 85, -1)
    ]


def test_cap_and_reasons_are_said():
    figure = ranking_chart(candidates(30), {"failed": 2, "too few": 1})
    (note,) = figure.texts
    said = " ".join(note.get_text().split())
    assert "The first 25 of 30 ranked candidates." in said
    assert "Not ranked: 3 candidates (2: failed; 1: too few)." in said
    assert len(by_gid(figure.axes[0], "score")) == 25


def test_half_an_interval_is_none():
    one = RankedCandidate("x", 1.0, np.nan, 9.0, 1, tied=False)
    (axes,) = ranking_chart([one]).axes
    (bar,) = by_gid(axes, "interval")
    assert np.isnan(bar.get_xdata()).all()
    assert axes.get_xlim()[1] < 9
