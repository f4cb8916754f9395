import numpy as np
import pytest

from segbench.errors import UserError
from segbench.report.figures.silhouette_plot import silhouette_plot


def test_mean_and_negative_shares():
    values = np.array([0.5, 0.7, -0.2, 0.6, 0.9])
    figure = silhouette_plot(values, np.array([0, 0, 1, 1, -1]), ["a", "b"])
    (axes,) = figure.axes
    texts = [text.get_text() for text in axes.texts]
    assert "mean 0.60; 0% below 0" in texts
    assert "mean 0.20; 50% below 0" in texts
    assert "mean 0.40" in texts  # without the noise
    assert "1 customer in no segment" in figure.texts[0].get_text()


def test_many_customers_are_thinned_and_it_is_said():
    values = np.random.default_rng(0).uniform(-1, 1, 60_000)
    figure = silhouette_plot(values, np.repeat([0, 1], 30_000), ["a", "b"])
    assert "Drawn by quantiles of 60,000 customers." in figure.texts[0].get_text()
    points = [len(area.get_paths()[0]) for area in figure.axes[0].collections]
    assert max(points) < 6_000
    assert figure.axes[0].get_ylim()[0] > 60_000  # heights are still customers


def test_a_name_for_each():
    with pytest.raises(UserError, match="a name per segment"):
        silhouette_plot(np.zeros(2), np.array([0, 1]), ["a"])
