import numpy as np
import pytest

from segbench.report.figures.principal_plane import principal_plane_figure


def test_arrows_and_shares_of_a_known_plane():
    # Two uncorrelated features with variances 4 : 1, and one that is constant.
    values = np.array([[2, 1, 7], [2, -1, 7], [-2, 1, 7], [-2, -1, 7]], float)
    figure = principal_plane_figure(values, ["wide", "high", "still"], np.zeros(4))
    axes = figure.axes[0]
    assert axes.get_xlabel() == "component 1: 80 % of the variance"
    assert axes.get_ylabel() == "component 2: 20 % of the variance"
    names = [t for t in axes.texts if t.get_gid() == "name"]
    assert [t.get_text() for t in names] == ["wide", "high"]
    tips = [t.xy for t in axes.texts if t.get_gid() == "arrow"]
    assert tips[0][0] == pytest.approx(2 * tips[1][1])
    assert tips[0][1] == pytest.approx(0, abs=1e-9)
    assert "2 longest of 3" in " ".join(figure.get_supxlabel().split())


def test_a_row_order_changes_nothing():
    values = np.random.default_rng(0).normal(size=(50, 4))
    one = principal_plane_figure(values, list("abcd"), np.zeros(50))
    two = principal_plane_figure(values[::-1], list("abcd"), np.zeros(50))
    ends = [
        [t.xy for t in f.axes[0].texts if t.get_gid() == "arrow"] for f in (one, two)
    ]
    assert np.ravel(ends[0]) == pytest.approx(np.ravel(ends[1]), rel=1e-6)


def test_customers_that_are_all_equal():
    figure = principal_plane_figure(np.ones((5, 3)), list("abc"), np.zeros(5))
    assert "Height has no meaning" in " ".join(figure.get_supxlabel().split())


def test_more_features_than_customers():
    values = np.random.default_rng(0).normal(size=(3, 20))
    names = [str(i) for i in range(20)]
    assert principal_plane_figure(values, names, [0, 1, 1]).axes
