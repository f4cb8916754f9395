"""What was computed is found again, and only what is missing is computed."""

from dataclasses import replace

import numpy as np
import pytest

from segbench.algorithms import get
from segbench.cache import FolderCache
from segbench.runner import opened_runtime, prepare, run


@pytest.fixture
def ran(small, tmp_path):
    """Run with one cache; return what was found and computed, and the cells."""

    def run_once(*algorithms, fresh=False, **changes):
        dataset = small.make_cloud(40)
        spec = small.make_spec(*map(get, algorithms), **{"resamples": 3, **changes})
        cache = FolderCache(tmp_path, fresh=fresh)
        runtime = opened_runtime(spec, dataset.n_customers, cache=cache)
        found = run(dataset, spec, prepare(dataset, spec), runtime)
        return cache.found, cache.stored, found.cells

    return run_once


def values(cells):
    rows = [row for cell in cells for row in cell.rows]
    return [
        (row.labeling.labels.tolist(), dict(row.scores), row.stability.ari.tolist())
        for row in rows
    ]


def test_the_same_run_computes_nothing_again(ran):
    found, computed, first = ran("kmeans")
    assert (found, computed > 0) == (0, True)
    again, more, second = ran("kmeans")
    assert (again, more) == (computed, 0)
    np.testing.assert_equal(values(first), values(second))


def test_fresh_computes_everything_again(ran):
    _, computed, first = ran("kmeans")
    found, again, second = ran("kmeans", fresh=True)
    assert (found, again) == (0, computed)
    np.testing.assert_equal(values(first), values(second))


def test_another_algorithm_is_all_that_a_larger_run_computes(ran):
    ran("kmeans")
    found, computed, _ = ran("kmeans", "agglomerative")
    assert found == 2  # fits and resamples; the scores are those of all together
    assert computed == 3  # the other's fits and resamples, and the scores


def test_a_setting_recomputes_what_depends_on_it(ran):
    ran("kmeans")
    found, computed, _ = ran("kmeans", resamples=4)
    assert (found, computed) == (2, 1)  # fits and scores stay
    found, computed, _ = ran("kmeans", seed=1)
    assert found == 0
    assert computed == 3


def test_an_algorithm_with_another_parameter_is_another(ran, small, tmp_path):
    ran("kmeans")
    dataset = small.make_cloud(40)
    other = replace(get("kmeans"), params={"n_init": 3})
    spec = small.make_spec(other, resamples=3)
    cache = FolderCache(tmp_path)
    runtime = opened_runtime(spec, dataset.n_customers, cache=cache)
    run(dataset, spec, prepare(dataset, spec), runtime)
    assert cache.stored >= 2
