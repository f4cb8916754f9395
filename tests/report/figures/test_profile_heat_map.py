import numpy as np
import pytest

from segbench.errors import UserError
from segbench.report.figures.profile_heat_map import Profiles, profile_heat_map


def test_colours_are_symmetric_and_their_end_is_said():
    figure = profile_heat_map(Profiles([[3.0, -0.04]], ["a"], ["x", "y"], [12]))
    image = figure.axes[0].images[0]
    assert image.get_clim() == (-2, 2)
    assert "Colours end at ±2." in figure.texts[0].get_text().replace("\n", " ")
    values = [text.get_text() for text in figure.axes[0].texts]
    assert values == ["+3.0", "0.0"]
    assert figure.axes[0].get_yticklabels()[0].get_text() == "a (12)"


def test_many_variables_go_down_the_page_the_most_different_ones():
    values = np.zeros((2, 70))
    values[1, 60:] = 1.0
    variables = [f"v{i}" for i in range(70)]
    axes = profile_heat_map(Profiles(values, ["a", "b"], variables)).axes[0]
    assert axes.images[0].get_array().shape == (60, 2)
    shown = [label.get_text() for label in axes.get_yticklabels()]
    assert set(variables[60:]) <= set(shown)
    assert shown == sorted(shown, key=lambda name: int(name[1:]))


@pytest.mark.parametrize("sizes", [None, [1, 2]])
def test_values_of_nobody_are_refused(sizes):
    with pytest.raises(UserError, match="one row of values per named segment"):
        Profiles([[1.0, 2.0]], ["a"], ["x"] if sizes is None else ["x", "y"], sizes)
