"""Principal components against a decomposition made here."""

import numpy as np
import pytest


@pytest.fixture
def mixed(rng):
    base = rng.normal(0, 1, (90, 2))
    X = np.column_stack(
        [base, base @ [[1.0, -1], [0.5, 2]] + rng.normal(0, 0.3, (90, 2))]
    )
    return X * [1, 1000, 1e-6, 1] + [0, 5, 0, 1e6]


def names(X):
    return {f"v{i}": column for i, column in enumerate(X.T)}


def test_shares_and_loadings(explore, mixed):
    found = explore(names(mixed)).components
    Z = (mixed - mixed.mean(axis=0)) / mixed.std(axis=0)
    U, s, _ = np.linalg.svd(Z, full_matrices=False)
    assert found.explained == pytest.approx(s**2 / (s**2).sum(), rel=1e-9)
    for k in range(4):
        wanted = [np.corrcoef(Z[:, j], U[:, k])[0, 1] for j in range(4)]
        wanted = np.array(wanted) * np.sign(found.loadings[0, k] * wanted[0])
        assert found.loadings[:, k] == pytest.approx(wanted, abs=1e-9)
    assert (found.loadings**2).sum(axis=1) == pytest.approx(1)
    assert found.needed == int((np.cumsum(s**2 / (s**2).sum()) < 0.8).sum()) + 1


def test_the_largest_loading_is_positive(explore, mixed):
    loadings = explore(names(mixed)).components.loadings
    largest = np.abs(loadings).argmax(axis=0)
    assert (loadings[largest, range(4)] > 0).all()


def test_missing_values_are_the_median(explore, rng):
    X = rng.normal(0, 1, (41, 3))
    filled = X.copy()
    filled[7, 0] = np.median(np.delete(X[:, 0], 7))
    X[7, 0] = np.nan
    gaps, whole = (explore(names(one)).components for one in (X, filled))
    assert gaps.loadings == pytest.approx(whole.loadings)


def test_constant_columns_are_left_out(explore, rng):
    X = rng.normal(0, 1, (30, 4))
    X[:, 1] = 0.1
    table = {**names(X), "empty": [None] * 30}
    found = explore(table, numeric=("v1", "empty")).components
    assert found.names == ("v0", "v2", "v3")
    assert np.isfinite(found.loadings).all()


def test_more_columns_than_customers(explore, rng):
    found = explore(names(rng.normal(0, 1, (3, 7)))).components
    assert found.explained.shape == (2,)
    assert found.loadings.shape == (7, 2)
    assert found.explained.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("table", "n"),
    [
        ({"a": [1, 2, 4.5]}, 1),
        ({"a": [1, 2, 4.5], "b": [2, 2, 2]}, 1),
        ({"a": ["x", "y", "x"]}, 0),
    ],
)
def test_none_with_a_reason(explore, table, n):
    declared = ("b",) if "b" in table else ()
    found = explore(table, numeric=declared)
    assert found.components is None
    told = f"components take two numeric columns that vary; there are {n}"
    assert found.components_reason == told
    assert any(told in one for one in found.findings)
