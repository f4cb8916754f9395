import numpy as np
import pytest
from matplotlib.patches import Ellipse

from segbench.report.figures.mixture_ellipses import Mixture, mixture_ellipses_figure

COVARIANCE = np.array([[4.0, 0, 1], [0, 9, 0], [1, 0, 1]])


def one_component(n=2000):
    rng = np.random.default_rng(0)
    values = rng.multivariate_normal([1, 2, 3], COVARIANCE, n)
    mixture = Mixture(np.array([[1.0, 2, 3]]), COVARIANCE[None], np.ones((n, 1)))
    return values, mixture


def ellipses(figure):
    return [one for one in figure.axes[0].patches if isinstance(one, Ellipse)]


def test_ellipses_hold_their_share_of_draws():
    values, mixture = one_component()
    figure = mixture_ellipses_figure(values, list("abc"), mixture, features=(0, 2))
    for ellipse, share in zip(ellipses(figure), (0.5, 0.95), strict=True):
        unit = ellipse.get_patch_transform().inverted().transform(values[:, [0, 2]])
        inside = (np.linalg.norm(unit, axis=1) <= 1).mean()
        assert inside == pytest.approx(share, abs=0.03)


def test_axes_of_an_upright_ellipse():
    values, mixture = one_component(50)
    half = ellipses(mixture_ellipses_figure(values, list("abc"), mixture))[0]
    # The median of a chi-squared distribution with two degrees of freedom: 2 ln 2.
    sides = sorted([half.width, half.height])
    assert sides == pytest.approx(2 * np.sqrt(2 * np.log(2)) * np.array([2, 3]))
    assert half.angle % 180 == pytest.approx(90)


def test_unsure_customers_are_larger_and_counted():
    probabilities = np.array([[1, 0], [0.99, 0.01], [0.5, 0.5], [0.1, 0.9]])
    covariances = np.tile(np.eye(2), (2, 1, 1))
    mixture = Mixture(np.zeros((2, 2)), covariances, probabilities)
    figure = mixture_ellipses_figure(np.eye(4)[:, :2], ["a", "b"], mixture)
    areas = figure.axes[0].collections[0].get_sizes()
    assert areas[0] < areas[1] < areas[2]
    assert areas[2] == pytest.approx(4 * areas[0])
    assert "Under 80 % sure: 25 % of all customers" in " ".join(
        figure.get_supxlabel().split()
    )


def test_a_flat_component_is_drawn():
    values, _ = one_component(20)
    flat = Mixture(np.zeros((1, 3)), np.zeros((1, 3, 3)), np.ones((20, 1)))
    assert len(ellipses(mixture_ellipses_figure(values, list("abc"), flat))) == 2
