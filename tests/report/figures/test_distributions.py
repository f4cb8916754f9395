import numpy as np

from segbench.report.figures.distributions import VariableCounts, distributions_figure


def titles(figure):
    return [axes.get_title() for axes in figure.axes if axes.axison]


def test_titles_say_skewness_transform_and_missing():
    money = VariableCounts(
        "a_$b$", [3, 1], edges=[0, 1, 2], skewness=2.345, transform="log", missing=4
    )
    flat = VariableCounts("flat", [2, 2], edges=[0, 1, 2], skewness=-0.01)
    figure = distributions_figure([money, flat])
    assert titles(figure) == [
        "a_$b$\nskewness 2.3 → log\n50 % missing",
        "flat\nskewness 0.0",
    ]


def test_bars_are_the_counts_most_frequent_first():
    kind = VariableCounts("kind", [1, 5, 3], levels=["a", "b", "c"])
    axes = distributions_figure([kind]).axes[0]
    assert [bar.get_width() for bar in axes.patches] == [5, 3, 1]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["b", "c", "a"]


def test_rare_levels_stand_together():
    levels = [f"l{i}" for i in range(20)]
    axes = distributions_figure([VariableCounts("x", range(20), levels=levels)]).axes[0]
    assert axes.get_yticklabels()[-1].get_text() == "13 others"
    assert sum(bar.get_width() for bar in axes.patches) == sum(range(20))


def test_the_cap_is_said():
    many = [VariableCounts(f"v{i}", [1], edges=[0, 1]) for i in range(30)]
    figure = distributions_figure(many)
    assert titles(figure) == [f"v{i}" for i in range(24)]
    assert "The first 24 of 30 variables" in " ".join(figure.get_supxlabel().split())


def test_a_variable_without_values():
    empty = VariableCounts("x", [0, 0], edges=[0, 1, 2], missing=9, skewness=np.nan)
    axes = distributions_figure([empty]).axes[0]
    assert axes.get_title() == "x\n100 % missing"
    assert axes.texts[0].get_text() == "no values"
