"""Null models: they keep what they say, have no structure, and draw from anything."""

import warnings

import numpy as np
import pytest

from segbench.scoring.nulls import FAMILIES, STABILITY_FAMILY, fit_nulls

ALL = (*FAMILIES, STABILITY_FAMILY)
RNG = np.random.default_rng(7)
COLUMN = RNG.normal(size=60)

DEFECTS = {
    "constant column": np.c_[COLUMN, np.full(60, 7.0)],
    "all constant": np.full((30, 3), 1e9),
    "collinear": np.c_[COLUMN, 2 * COLUMN, COLUMN + 1],
    "wide": RNG.normal(size=(5, 20)),
    "one column": RNG.lognormal(size=(60, 1)),
    "binary": RNG.integers(0, 2, (60, 3)),
    "rare levels": np.eye(60)[:, :3],
    "one-hot": np.eye(4)[RNG.integers(0, 4, 60)],
    "offset": RNG.normal(size=(60, 3)) + 1e9,
    "outlier": np.r_[RNG.normal(size=(60, 2)), [[1e6, 1e6]]],
    "very skewed": RNG.lognormal(0, 4, (60, 2)) * 1e12,
    "tiny": RNG.normal(size=(60, 2)) * 1e-200,
    "two customers": [[0, 1], [1, 5]],
    "one customer": [[1, 2]],
}


@pytest.fixture
def skewed():
    rng = np.random.default_rng(3)
    common = rng.normal(size=2_000)
    noise = rng.normal(size=(2_000, 2))
    return np.exp(0.5 * (np.c_[common, common] + noise))


def draws(X, n=None):
    rng = np.random.default_rng(5)
    return {model.name: model.draw(rng, n) for model in fit_nulls(X, ALL)}


def test_names():
    assert tuple(draws([[0, 1], [1, 5]])) == ALL


def test_the_families_to_beat_are_fitted_when_nothing_is_said():
    assert tuple(one.name for one in fit_nulls([[0, 1], [1, 5]])) == FAMILIES


@pytest.mark.parametrize("name", DEFECTS)
def test_anything_finite_has_draws(name):
    X = np.asarray(DEFECTS[name], dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = draws(X)
    for drawn in found.values():
        assert drawn.shape == X.shape
        assert np.isfinite(drawn).all()


@pytest.mark.parametrize("n", [1, 100])
def test_any_number_of_customers(n):
    for drawn in draws(DEFECTS["wide"], n).values():
        assert drawn.shape == (n, 20)


def test_constant_columns_stay_constant():
    for drawn in draws(DEFECTS["constant column"]).values():
        assert drawn[:, 1] == pytest.approx(7, abs=1e-9)


def test_columns_that_depend_on_each_other_still_do():
    for drawn in draws(DEFECTS["collinear"]).values():
        assert drawn[:, 1] == pytest.approx(2 * drawn[:, 0], abs=1e-9)


@pytest.mark.parametrize("name", ["transnormal", "trans_t"])
def test_transformed_models_keep_skewness_and_correlation(skewed, name):
    drawn = draws(skewed)[name]
    assert np.median(drawn, axis=0) == pytest.approx(np.median(skewed, axis=0), rel=0.1)
    log_correlation = np.corrcoef(np.log(skewed.T))[0, 1]
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(log_correlation, abs=0.1)
    assert (drawn.mean(axis=0) > 1.1 * np.median(drawn, axis=0)).all()


@pytest.mark.parametrize("name", ["transnormal", "trans_t"])
def test_transformed_models_stay_near_the_observed_range(skewed, name):
    drawn = draws(skewed)[name]
    margin = 0.500001 * skewed.std(axis=0)  # of draws only seven digits are kept
    assert (drawn >= skewed.min(axis=0) - margin).all()
    assert (drawn <= skewed.max(axis=0) + margin).all()


def test_box_keeps_the_extent_along_its_axes(skewed):
    drawn = draws(skewed)["pca_box"]
    axes = np.linalg.svd(skewed - skewed.mean(axis=0), full_matrices=False)[2]
    along, drawn_along = skewed @ axes.T, drawn @ axes.T
    assert np.ptp(drawn_along, axis=0) == pytest.approx(np.ptp(along, axis=0), rel=0.02)
    assert np.corrcoef(drawn_along.T)[0, 1] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("name", ["elliptical", "trans_t"])
def test_tails_are_kept(name):
    X = np.random.default_rng(1).standard_t(3, (2_000, 2))
    drawn = draws(X)[name]

    def tail(points):
        return np.quantile(np.linalg.norm(points, axis=1), [0.5, 0.9, 0.99])

    assert tail(drawn) == pytest.approx(tail(X), rel=0.15)


def test_the_order_of_customers_does_not_matter(skewed):
    shuffled = np.random.default_rng(2).permutation(skewed)
    again = draws(shuffled)
    for name, drawn in draws(skewed).items():
        assert again[name] == pytest.approx(drawn, rel=1e-6)


def test_units_do_not_matter():
    X = np.random.default_rng(4).gamma(2, 1, (50, 2))
    there = draws(X * 1000 - 5)
    for name, drawn in draws(X).items():
        assert there[name] == pytest.approx(drawn * 1000 - 5, rel=1e-4, abs=0.05)


@pytest.mark.parametrize("X", [np.ones(3), np.ones((0, 2)), np.ones((2, 0))])
def test_refuses_what_is_no_table(X):
    with pytest.raises(ValueError, match="customers by features"):
        fit_nulls(X)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_refuses_missing_values(value):
    with pytest.raises(ValueError, match="finite"):
        fit_nulls([[1.0, value], [2.0, 3.0]])


@pytest.mark.parametrize("size", [1e-300, 1e-170, 1.0, 1e150])
def test_draws_of_any_size_keep_their_digits(rng, size):
    X = size * rng.normal(size=(100, 2))
    drawn = fit_nulls(X, ["pca_box"])[0].draw(np.random.default_rng(1))
    assert len(np.unique(drawn)) > 190


@pytest.mark.parametrize("name", ALL)
def test_draws_do_not_hang_on_the_last_digits_of_the_data(rng, name):
    """As those of a linear algebra are that adds in another order."""
    X = rng.normal(size=(126, 3)) @ rng.normal(size=(3, 3)) + [0, 1e3, -5]
    nearly = X * (1 + rng.uniform(-4e-16, 4e-16, X.shape))
    assert not np.array_equal(nearly, X)
    one, other = (
        fit_nulls(data, [name])[0].draw(np.random.default_rng(1))
        for data in (X, nearly)
    )
    same = one == other
    assert same.mean() > 0.999
    assert one == pytest.approx(other, abs=1e-6 * X.std())
