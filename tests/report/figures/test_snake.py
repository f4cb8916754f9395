import numpy as np

from segbench.report.figures.drawing import segment_color
from segbench.report.figures.profile_heat_map import Profiles
from segbench.report.figures.snake import snake_plot


def test_a_line_a_segment_named_in_its_colour():
    values = np.array([[1.0, np.nan, -1.0], [np.nan, 0.5, 0.0]])
    (axes,) = snake_plot(Profiles(values, ["a", "b"], ["x", "y", "z"])).axes
    lines = [line for line in axes.lines if line.get_gid() == "segment"]
    assert np.array_equal([line.get_xdata() for line in lines], values, equal_nan=True)
    assert [(text.get_text(), text.get_color()) for text in axes.texts] == [
        ("a", segment_color(0)),
        ("b", segment_color(1)),
    ]
    low, high = axes.get_xlim()
    assert low == -high


def test_a_tangle_is_cut_and_said():
    profiles = Profiles(np.zeros((30, 2)), [f"s{i}" for i in range(30)], ["x", "y"])
    figure = snake_plot(profiles)
    assert "The first 12 of 30 segments." in figure.texts[0].get_text()
