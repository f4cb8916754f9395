"""Measures, random partitions and null data in a space of Gower's distances."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import pdist, squareform
from sklearn.metrics import silhouette_score

from segbench.core import Labeling, Metric, Setting, Status
from segbench.data import build_dataset
from segbench.features import FeatureSet, ScalerSpec, build_space
from segbench.scoring import score_labelings
from segbench.scoring.measure_functions import NEEDS_EUCLIDEAN
from segbench.scoring.noise import completed
from segbench.scoring.null_mixed import fit_mixed_nulls
from segbench.scoring.nulls import FAMILIES, STABILITY_FAMILY
from segbench.scoring.random_partitions import random_partitions, reference_values
from segbench.scoring.structure import StructureStatus
from segbench.scoring.structure_mixed import best_mixed_splits, mixed_structure_test

GOWER = Metric.MANHATTAN


def space_of(frame):
    features = FeatureSet("mixed", distance="gower")
    return build_space(build_dataset(frame, "d"), features, ScalerSpec("none"), seed=0)


def independent(seed, n=120):
    """Quantities and categories that have nothing to do with each other."""
    rng = np.random.default_rng(seed)
    frame = {"num": rng.normal(size=n), "money": rng.lognormal(size=n)}
    for i, levels in enumerate(("ab", "abc", "abcd")):
        shares = rng.dirichlet(np.full(len(levels), 3))
        frame[f"cat{i}"] = rng.choice(list(levels), n, p=shares)
    return pd.DataFrame(frame)


def one_factor(seed, n=120):
    """Quantities and categories that follow one quantity: related, no segments."""
    rng = np.random.default_rng(seed)
    factor = rng.normal(size=n)
    frame = {"num": 0.7 * factor + 0.7 * rng.normal(size=n)}
    for i in range(4):
        hidden = 0.7 * factor + 0.7 * rng.normal(size=n)
        frame[f"cat{i}"] = np.array(list("abc"))[np.digitize(hidden, [-0.5, 0.6])]
    return pd.DataFrame(frame)


def in_categories(seed, n=120, kept=0.95):
    """Three groups that differ in four categories; three quantities say nothing."""
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % 3
    own = np.array(list("abc"))[truth]
    frame = {
        f"cat{i}": np.where(rng.random(n) < kept, own, rng.choice(list("abc"), n))
        for i in range(4)
    }
    frame |= {f"num{i}": rng.normal(size=n) for i in range(3)}
    return pd.DataFrame(frame), truth


def labeling(labels):
    return Labeling(Setting("a", {}), Status.OK, "", np.asarray(labels), None, 0.0)


@pytest.fixture(scope="module")
def space():
    return space_of(independent(0))


def test_silhouettes_take_the_distances_and_centres_do_not_exist(space):
    distances = squareform(pdist(space.matrix, "cityblock"))
    labels = np.arange(space.n_customers) % 3
    noisy = np.where(labels == 2, -1, labels)
    both = [labeling(labels), labeling(noisy)]
    scores = score_labelings(space.matrix, both, None, metric=GOWER)
    full, some = (dict(one.values) for one in scores)
    expected = silhouette_score(distances, labels, metric="precomputed")
    assert full["silhouette"] == pytest.approx(expected)
    kept = noisy != -1
    assert some["silhouette"] == pytest.approx(
        silhouette_score(
            distances[np.ix_(kept, kept)], noisy[kept], metric="precomputed"
        )
    )
    filled = noisy.copy()
    filled[~kept] = noisy[kept][distances[np.ix_(~kept, kept)].argmin(axis=1)]
    np.testing.assert_array_equal(completed(space.matrix, noisy, GOWER), filled)
    assert some["silhouette_completed"] == pytest.approx(
        silhouette_score(distances, filled, metric="precomputed")
    )
    assert np.isfinite(full["silhouette_macro"])
    for name in ("davies_bouldin", "calinski_harabasz", "inertia"):
        assert np.isnan(full[name])
        assert scores[0].reasons[name] == NEEDS_EUCLIDEAN


def test_random_partitions_take_the_distances(space):
    distances = squareform(pdist(space.matrix, "cityblock"))
    found = random_partitions(space.matrix, 3, 5, 0, GOWER)
    # in the plane of the distances themselves nearest means the same
    for labels in found[:5]:
        starts = [np.flatnonzero(labels == k) for k in range(3)]
        best = min(
            (labels != distances[[a, b, c]].argmin(axis=0)).sum()
            for a, b, c in _triples(starts)
        )
        assert best == 0
    values = reference_values(space.matrix, 3, 5, 0, GOWER)
    silhouettes = [silhouette_score(distances, x, metric="precomputed") for x in found]
    assert values["silhouette"][0] == pytest.approx(np.mean(silhouettes))
    assert "davies_bouldin" not in values


def _triples(members):
    return ((a, b, c) for a in members[0] for b in members[1] for c in members[2])


@pytest.mark.parametrize("name", [*FAMILIES, STABILITY_FAMILY])
def test_null_customers_have_one_level_of_each_category(name, space):
    (model,) = fit_mixed_nulls(space.matrix, space.categories, [name])
    assert model.name == name
    drawn = model.draw(np.random.default_rng(1), 3000)
    for block in space.categories:
        columns = list(block.columns)
        values = space.matrix[:, columns].max(axis=0)
        assert ((drawn[:, columns] > 0).sum(axis=1) == 1).all()
        assert set(np.unique(drawn[:, columns])) == {0.0, *values}
        shares = (drawn[:, columns] > 0).mean(axis=0)
        expected = (space.matrix[:, columns] > 0).mean(axis=0)
        assert shares == pytest.approx(expected, abs=0.05)


def test_null_categories_are_associated_as_in_the_data():
    space = space_of(one_factor(0, n=1500))
    (model,) = fit_mixed_nulls(space.matrix, space.categories, ["transnormal"])
    drawn = model.draw(np.random.default_rng(0), 4000)
    found, expected = (np.corrcoef(X, rowvar=False) for X in (drawn, space.matrix))
    assert np.abs(found - expected).max() < 0.08
    assert np.abs(np.triu(expected, 1)).max() > 0.3


@pytest.mark.parametrize("make", [independent, one_factor])
def test_no_structure_is_found_where_there_is_none(make):
    rejected = 0
    for seed in range(5):
        space = space_of(make(seed))
        found = mixed_structure_test(
            space.matrix, space.categories, n_draws=19, stop_early=True
        )
        rejected += bool(found.structure)
    assert rejected == 0


def test_structure_in_the_categories_alone_is_found():
    frame, truth = in_categories(0, n=200)
    space = space_of(frame)
    found = mixed_structure_test(space.matrix, space.categories, n_draws=19)
    assert found.structure
    assert found.k == 3
    assert found == mixed_structure_test(
        space.matrix, space.categories, n_draws=19, n_jobs=2
    )
    _, sizeable = best_mixed_splits(space.matrix)
    distances = squareform(pdist(space.matrix, "cityblock"))
    best = silhouette_score(distances, truth, metric="precomputed")
    assert sizeable.value == pytest.approx(best, abs=0.05)


@pytest.mark.parametrize(
    ("X", "status"),
    [
        (np.eye(5), StructureStatus.TOO_FEW_CUSTOMERS),
        (np.ones((30, 2)), StructureStatus.CONSTANT),
    ],
)
def test_what_cannot_be_tested(X, status):
    found = mixed_structure_test(X, (), n_draws=19)
    assert (found.status, found.structure) == (status, None)
