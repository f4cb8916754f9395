"""Fits without the customers that are far from the others."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from segbench.algorithms import get
from segbench.exploration import outlying_customers
from segbench.runner import NOTHING


def cloud(small, n_far):
    """Two groups, and customers far from both."""
    rng = np.random.default_rng(6)
    points = np.repeat([[0, 0], [12, 0]], 40, axis=0) + rng.normal(size=(80, 2))
    for i in range(n_far):
        points[i] = 200.0, 300.0 + i
    return small.make_dataset(points, "d")


def found(small, n_far, *, wanted=True):
    options = {"ks": (2,), "resamples": 1, "effort": replace(NOTHING, outliers=wanted)}
    data = cloud(small, n_far)
    _, (cell,) = small.run_all(data, get("kmeans"), **options)
    return data, cell.rows[0]


def test_outliers_that_made_a_segment_of_their_own_are_told(small):
    data, row = found(small, 4)
    far = outlying_customers(data, random_state=0)
    assert np.flatnonzero(far).tolist() == [0, 1, 2, 3]
    rest = StandardScaler().fit_transform(data.frame.to_numpy()[~far])
    again = KMeans(2, n_init=10, random_state=1).fit_predict(rest)
    expected = adjusted_rand_score(row.labeling.labels[~far], again)
    assert row.scores["without_outliers"] == pytest.approx(expected, abs=1e-12)
    assert expected < 0.1  # all the rest was one segment, and is two without them


@pytest.mark.parametrize(("n_far", "wanted"), [(0, True), (4, False)])
def test_nothing_is_said_where_nothing_was_done(small, n_far, wanted):
    data, row = found(small, n_far, wanted=wanted)
    if wanted:
        assert not outlying_customers(data, random_state=0).any()
    assert np.isnan(row.scores["without_outliers"])
