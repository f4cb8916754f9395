import numpy as np

from segbench.report.figures.pair_plot import pair_plot_figure


def draw(d, k, n=200):
    rng = np.random.default_rng(d)
    labels = np.r_[np.arange(n - 4) % k, [-1] * 4]
    return rng.normal(size=(n, d)), [f"f{i}" for i in range(d)], labels


def test_cap_order_and_key():
    figure = pair_plot_figure(*draw(7, 3))
    assert len(figure.axes) == 25
    assert [axes.get_xlabel() for axes in figure.axes[-5:]] == [
        f"f{i}" for i in range(5)
    ]
    assert "The first 5 of 7 features" in " ".join(figure.get_supxlabel().split())
    key = [text.get_text() for text in figure.legends[0].get_texts()]
    assert key == ["0: 66", "1: 65", "2: 65", "noise: 4"]


def test_histograms_count_everybody_once():
    axes = pair_plot_figure(*draw(2, 3)).axes[0]
    heights = sum(patch.get_height() for patch in axes.patches)
    assert heights == 200


def test_many_segments_are_not_stacked():
    axes = pair_plot_figure(*draw(2, 12)).axes[0]
    assert len({patch.get_facecolor() for patch in axes.patches}) == 1


def test_a_gap_costs_only_the_panels_of_its_feature():
    values, names, labels = draw(3, 2)
    values[:50, 2] = np.nan
    axes = pair_plot_figure(values, names, labels).axes
    points = [sum(len(c.get_offsets()) for c in axes[i].collections) for i in (3, 6)]
    assert points == [200, 150]
