"""Scores of very many customers: a few labelings at a time, equal ones once."""

import numpy as np
import pytest

from segbench.core import Labeling, Setting, Status
from segbench.scoring import given, score, score_labelings
from segbench.scoring.given import sampled_customers
from segbench.scoring.noise import completed


@pytest.fixture
def labelings(rng):
    labels = [rng.integers(0, k, 300) for k in (2, 3, 4, 5)]
    labels[1][:40] = labels[3][:25] = -1
    labels.append(labels[1].copy())
    return [
        Labeling(Setting("a", {"i": i}), Status.OK, "", one, None, 0.0)
        for i, one in enumerate(labels)
    ]


def scores(X, labelings, together, monkeypatch, kind=np.int64):
    monkeypatch.setattr(given, "EXACT_UP_TO", 100)
    monkeypatch.setattr(score, "TOGETHER", together)
    changed = [
        Labeling(x.setting, x.status, "", x.labels.astype(kind), None, 0.0)
        for x in labelings
    ]
    return score_labelings(X, changed, None, [False, True, False, True, True])


def test_how_many_stand_together_changes_nothing(rng, labelings, monkeypatch):
    X = rng.normal(size=(300, 3))
    whole = scores(X, labelings, 100, monkeypatch)
    for found in (
        scores(X, labelings, 2, monkeypatch),
        scores(X, labelings, 2, monkeypatch, np.int32),
    ):
        for one, other in zip(whole, found, strict=True):
            assert one.reasons == other.reasons
            assert one.values == pytest.approx(dict(other.values), nan_ok=True)
    assert whole[1].values == pytest.approx(dict(whole[4].values), nan_ok=True)
    assert "silhouette_low" in whole[0].values


def test_centroid_indices_are_those_of_few_customers(rng, labelings, monkeypatch):
    X = rng.normal(size=(300, 3))
    few = score_labelings(X, labelings, None)
    many = scores(X, labelings, 2, monkeypatch)
    for name in ("davies_bouldin", "calinski_harabasz", "inertia", "xie_beni"):
        for one, other in zip(few, many, strict=True):
            assert one.values[name] == pytest.approx(other.values[name])


def test_noise_joins_the_nearest_of_a_sample(rng):
    X = np.sort(rng.uniform(0, 1, (1_000, 1)), axis=0)
    labels = np.where(X[:, 0] < 0.5, 0, 1)
    labels[::3] = -1
    found = completed(X, labels, sample=200)
    assert np.array_equal(found[labels >= 0], labels[labels >= 0])
    assert (found == completed(X, labels)).mean() > 0.99


def test_fewer_are_sampled_of_more():
    sizes = [sampled_customers(n) for n in (60_000, 200_000, 400_000, 10**6)]
    assert sizes == [3_500, 3_500, 1_750, 1_000]
