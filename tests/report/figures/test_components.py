import numpy as np
import pytest

from segbench.report.figures.components import (
    components_figure,
    components_that_make,
)


@pytest.mark.parametrize(
    ("explained", "expected"),
    [([0.5, 0.3, 0.2], 2), ([1.0], 1), ([0.1] * 10, 8), ([0.3, 0.3], 2), ([np.nan], 1)],
)
def test_how_many_make_eighty_per_cent(explained, expected):
    assert components_that_make(np.array(explained)) == expected


def test_only_the_first_components_are_shown():
    figure = components_figure([0.1] * 10, np.eye(10), [f"v{i}" for i in range(10)])
    heat = figure.axes[1]
    assert [t.get_text() for t in heat.get_xticklabels()] == list("123456")
    assert "The first 6 of 8 components" in " ".join(figure.get_supxlabel().split())
    curve = figure.axes[0].lines[0]
    assert curve.get_ydata() == pytest.approx(10 * np.arange(1, 11))
    assert figure.axes[0].texts[0].get_text() == "8 components: 80 %"


def test_features_with_the_largest_loadings():
    loadings = np.full((80, 1), 0.1)
    loadings[[75, 3], 0] = [-0.9, 0.4]
    figure = components_figure([1.0], loadings, [f"v{i}" for i in range(80)])
    names = [t.get_text() for t in figure.axes[1].get_yticklabels()]
    assert len(names) == 60
    assert {"v3", "v75"} < set(names)
    assert "The 60 of 80 features" in " ".join(figure.get_supxlabel().split())
