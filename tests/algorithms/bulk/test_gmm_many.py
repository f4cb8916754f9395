"""Tests of the bulk Gaussian mixtures against scikit-learn."""

import warnings

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from segbench.algorithms.bulk import gmm
from segbench.algorithms.bulk.gmm import COVARIANCE_TYPES, gmm_many
from segbench.algorithms.bulk.samples import centered_features
from segbench.algorithms.gmm import _fitted
from segbench.kernels import load_kernels, thread_budget

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)


def resamples(n, d, count, seed=0):
    """Return the distinct points of bootstrap samples of overlapping clusters."""
    x, _ = make_blobs(n, d, centers=4, cluster_std=1.0, random_state=seed)
    rng = np.random.default_rng(seed)
    return [x[np.unique(rng.integers(n, size=n))] for _ in range(count)]


class FromLabels(GaussianMixture):
    """Scikit-learn's mixture from given labels in place of its k-means."""

    def _initialize_parameters(self, X, random_state, xp=None):  # noqa: ARG002
        self._initialize(X, np.eye(self.n_components)[self.first_labels], xp=xp)


def fit_sklearn(x, k, covariance_type, labels=None, **options):
    estimator = GaussianMixture if labels is None else FromLabels
    mixture = estimator(k, covariance_type=covariance_type, **options)
    mixture.first_labels = labels
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return mixture, mixture.fit_predict(x)


def first_labels(x, k):
    """Return labels for a fixed start: intervals of the first feature."""
    return np.argsort(np.argsort(x[:, 0])) * k // len(x)


def maximise_from(x, labels, covariance_type, max_iter, tol):
    """Run the EM kernel from labels; return its lower bound and labels."""
    k = labels.max() + 1
    responsibilities = np.ascontiguousarray(np.eye(k)[labels].T)
    code = COVARIANCE_TYPES.index(covariance_type)
    maximise = load_kernels(gmm.KERNELS).maximise
    features = centered_features(x)
    bound, *_ = maximise(features, responsibilities, code, 1e-6, max_iter, tol)
    np.testing.assert_allclose(responsibilities.sum(axis=0), 1.0)
    return bound, responsibilities.argmax(axis=0)


def fit_from(x, labels, covariance_type, max_iter, tol):
    """Fit as gmm_many does, from labels in place of its k-means."""
    k, code = labels.max() + 1, COVARIANCE_TYPES.index(covariance_type)
    features, options = centered_features(x), (1e-6, max_iter, tol)
    return gmm._best_start(features, k, labels[None], code, options)


@every_type
@pytest.mark.parametrize("shape", [(126, 1), (126, 2), (500, 4), (300, 30)])
@pytest.mark.parametrize(("max_iter", "tol"), [(1, 0.0), (15, 0.0), (100, 1e-3)])
def test_same_iterations_as_sklearn_from_the_same_start(
    covariance_type, shape, max_iter, tol
):
    m, d = shape
    x, _ = make_blobs(m, d, centers=3, cluster_std=3, random_state=d)
    start = first_labels(x, 3)
    bound, labels = maximise_from(x, start, covariance_type, max_iter, tol)
    expected, expected_labels = fit_sklearn(
        x, 3, covariance_type, start, max_iter=max_iter, tol=tol
    )
    assert bound == pytest.approx(expected.lower_bound_, rel=1e-8)
    np.testing.assert_array_equal(labels, expected_labels)


@every_type
@pytest.mark.parametrize(("max_iter", "tol"), [(1, 1e-3), (4, 0.0), (200, 1e-6)])
def test_same_criterion_as_sklearn_from_the_same_start(covariance_type, max_iter, tol):
    """It is that of the final parameters, one step after those of the lower bound."""
    [x] = resamples(200, 3, 1)
    start = first_labels(x, 3)
    fit = fit_from(x, start, covariance_type, max_iter, tol)
    expected, _ = fit_sklearn(x, 3, covariance_type, start, max_iter=max_iter, tol=tol)
    fitted = _fitted(fit, (3, covariance_type), x)
    assert fitted.criteria["bic"] == pytest.approx(expected.bic(x), rel=1e-8)
    assert fit.converged == expected.converged_ == (max_iter == 200)
    assert fitted.remark == ("" if fit.converged else "did not converge")


@every_type
def test_one_iteration_does_not_converge(covariance_type):
    samples = resamples(200, 3, 3)
    settings = [(3, covariance_type)]
    for [one], [many] in zip(
        gmm_many(samples, settings, range(3), max_iter=1),
        gmm_many(samples, settings, range(3), max_iter=500),
        strict=True,
    ):
        assert not one.converged
        assert many.converged
        assert one.objective < many.objective


@every_type
def test_reaches_the_best_lower_bound_as_often_as_sklearn(covariance_type):
    samples, asked = resamples(120, 2, 60), [(4, covariance_type)]
    fits = gmm_many(samples, asked, range(60))
    thorough = gmm_many(samples, asked, range(1000, 1060), n_init=10)
    ours = theirs = 0
    for seed, x in enumerate(samples):
        plain, _ = fit_sklearn(x, 4, covariance_type, random_state=1000 + seed)
        found, one = fits[seed][0].objective, plain.lower_bound_
        best = max(thorough[seed][0].objective, found, one)  # whoever found it
        least = best - 1e-6 * abs(best)
        ours += found >= least
        theirs += one >= least
    # Two hit counts of the same method differ by up to 2 standard errors.
    assert ours >= theirs - 2 * np.sqrt(2 * 60 * 0.25)


@every_type
@pytest.mark.parametrize("d", [1, 2, 30])
def test_separated_blobs_get_the_partition_of_sklearn(covariance_type, d):
    centers = 20.0 * np.arange(4)[:, None] * np.ones(d)
    x, _ = make_blobs(400, centers=centers, random_state=0)
    [[fit]] = gmm_many([x], [(4, covariance_type)], [0])
    expected, labels = fit_sklearn(x, 4, covariance_type, random_state=0)
    assert adjusted_rand_score(labels, fit.labels) == 1.0
    assert fit.objective == pytest.approx(expected.lower_bound_, rel=1e-8)


def test_fits_do_not_depend_on_threads_order_or_other_settings():
    samples = resamples(200, 2, 6)
    settings = [(k, name) for k in (2, 5) for name in COVARIANCE_TYPES]
    with thread_budget(3):
        fits = gmm_many(samples, settings, range(6), n_init=3)
    for b in reversed(range(6)):
        for i in reversed(range(len(settings))):
            [[alone]] = gmm_many([samples[b]], [settings[i]], [b], n_init=3)
            np.testing.assert_array_equal(alone.labels, fits[b][i].labels)
            assert alone.objective == fits[b][i].objective


@every_type
def test_more_starts_never_lower_the_bound(covariance_type):
    samples = resamples(200, 2, 10)
    one, five = (
        gmm_many(samples, [(6, covariance_type)], range(10), n_init=n) for n in (1, 5)
    )
    assert all(b.objective >= a.objective for [a], [b] in zip(one, five, strict=True))


@every_type
def test_singular_covariance_is_a_failed_fit(covariance_type):
    x = np.zeros((20, 2))
    [[fit]] = gmm_many([x], [(2, covariance_type)], [0], reg_covar=0.0)
    assert fit.labels is None
    assert np.isnan(fit.objective)
    assert "singular" in fit.reason
    with pytest.raises(ValueError, match="ill-defined"):
        fit_sklearn(x, 2, covariance_type, reg_covar=0.0)


@every_type
def test_fewer_points_than_components_is_a_failed_fit(covariance_type):
    [[fit]] = gmm_many([np.eye(3)], [(4, covariance_type)], [0])
    assert fit.labels is None
    assert fit.reason == "expected at least k = 4 points, got 3"


@every_type
@pytest.mark.parametrize("k", [2, 3, 6])
def test_duplicates_and_as_many_components_as_distinct_points(covariance_type, k):
    points = np.array([[0.0, 0.0], [5.0, 0.0], [0.0, 9.0]])
    x = np.repeat(points, 10, axis=0)
    [[fit]] = gmm_many([x], [(k, covariance_type)], [0])
    by_point = fit.labels.reshape(3, 10)
    assert (by_point == by_point[:, :1]).all()
    assert len(np.unique(fit.labels)) == min(k, 3)


@every_type
def test_as_many_components_as_points(covariance_type):
    x = np.random.default_rng(0).normal(size=(6, 2))
    [[fit]] = gmm_many([x], [(6, covariance_type)], [0])
    assert len(np.unique(fit.labels)) == 6


@every_type
def test_constant_column(covariance_type):
    [x] = resamples(200, 2, 1)
    x = np.column_stack([x, np.full(len(x), 7.0)])
    bound, labels = maximise_from(x, first_labels(x, 3), covariance_type, 5, 0.0)
    expected, expected_labels = fit_sklearn(
        x, 3, covariance_type, first_labels(x, 3), max_iter=5, tol=0.0
    )
    assert bound == pytest.approx(expected.lower_bound_, rel=1e-6)
    np.testing.assert_array_equal(labels, expected_labels)


@every_type
def test_sixty_features(covariance_type):
    x, _ = make_blobs(500, 60, centers=3, random_state=0)
    [[fit]] = gmm_many([x], [(3, covariance_type)], [0])
    assert np.isfinite(fit.objective)


def test_memory_layout_and_dtype_of_the_input():
    x = resamples(200, 4, 1)[0].astype(np.float32)
    read_only = x.copy()
    read_only.flags.writeable = False
    variants = [x, x.astype(float), np.asfortranarray(x), read_only, x.tolist()]
    fits = gmm_many(variants, [(3, "full")], [0] * len(variants))
    for [fit] in fits:
        assert fit.labels.dtype == np.int64
        np.testing.assert_array_equal(fit.labels, fits[0][0].labels)


def test_bad_settings_are_refused():
    with pytest.raises(ValueError, match=r"must be one of .*got 'round'"):
        gmm_many([np.eye(3)], [(2, "round")], [0])
    with pytest.raises(ValueError, match="k must be at least 1, got 0"):
        gmm_many([np.eye(3)], [(0, "full")], [0])
    with pytest.raises(ValueError, match="n_init must be at least 1, got 0"):
        gmm_many([np.eye(3)], [(2, "full")], [0], n_init=0)
