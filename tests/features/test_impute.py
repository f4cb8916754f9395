"""Missing numbers are filled from the customers at hand, in equally wide matrices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.impute import KNNImputer
from sklearn.preprocessing import StandardScaler

from segbench.errors import DataError, UnknownNameError
from segbench.features import impute
from segbench.features.impute import imputer, indicator_blocks, indicator_names

NAN = np.nan
FILLING = ["median", "most_frequent", "knn", "indicator"]

# Two groups, far apart in the first column; the second one's unit is huge.
GROUPS = np.array(
    [
        *([0.0, 1e6], [0.1, 2e6], [0.2, 3e6], [0.1, 2e6]),
        *([9.0, 7e6], [9.1, 8e6], [9.2, 9e6], [9.1, NAN]),
        [NAN, 2e6],
    ]
)


@pytest.mark.parametrize(
    ("strategy", "first", "second"),
    [
        ("median", (0.2 + 9.0) / 2, (2e6 + 3e6) / 2),
        ("most_frequent", 0.1, 2e6),
    ],
)
def test_one_value_for_the_column(strategy, first, second):
    filled = imputer(strategy, GROUPS).fit_transform(GROUPS)
    assert filled[8, 0] == pytest.approx(first)
    assert filled[7, 1] == pytest.approx(second)
    assert (filled[:7] == GROUPS[:7]).all()


def test_similar_customers_stand_in():
    step = imputer("knn", GROUPS).set_params(n_neighbors=3)
    filled = step.fit_transform(GROUPS)
    assert filled[7, 1] == pytest.approx(8e6)
    assert filled[8, 0] == pytest.approx((0.1 + 0.1 + 0.0) / 3, abs=0.05)
    known = ~np.isnan(GROUPS)
    assert (filled[known] == GROUPS[known]).all()


def test_neighbours_are_those_of_standardised_columns(rng):
    X = rng.normal(size=(60, 4)) * [1, 100, 1e-4, 1e6] + [0, 5, 0, 1e7]
    X[rng.random(X.shape) < 0.2] = NAN
    scaler = StandardScaler().fit(X)
    nearest = KNNImputer(n_neighbors=5).fit_transform(scaler.transform(X))
    expected = scaler.inverse_transform(nearest)
    np.testing.assert_allclose(imputer("knn", X).fit_transform(X), expected)
    other_units = X * [1000, 0.01, 1, 60]
    again = imputer("knn", X).fit_transform(other_units)
    np.testing.assert_allclose(again, expected * [1000, 0.01, 1, 60])


def test_of_many_customers_some_are_asked(monkeypatch):
    X = np.c_[np.arange(300.0), np.arange(300.0)]
    X[[10, 290], 1] = NAN
    monkeypatch.setattr(impute, "MOST_DONORS", 50)
    step = imputer("knn", X)
    filled = step.fit_transform(X)
    assert len(step.nearest_._fit_X) == 50
    assert filled[[10, 290], 1] == pytest.approx([10, 290], abs=15)


def test_what_was_missing_is_marked():
    names = ("age", "income", "visits")
    X = np.array([[1, NAN, 5], [2, 20, 6], [NAN, 40, 7.0]])
    assert indicator_names("indicator", X, names) == (
        "missing(age)",
        "missing(income)",
    )
    assert [b.columns for b in indicator_blocks("indicator", X, names)] == [(3,), (4,)]
    step = imputer("indicator", X)
    filled = step.fit_transform(X)
    assert filled.tolist() == [
        [1, 30, 5, 0, 1],
        [2, 20, 6, 0, 0],
        [1.5, 40, 7, 1, 0],
    ]
    assert clone(step).fit_transform(X[1:]).tolist() == [
        [2, 20, 6, 0, 0],
        [2, 40, 7, 1, 0],
    ]


@pytest.mark.parametrize("strategy", ["median", "knn", "most_frequent", "drop"])
def test_other_strategies_add_no_names(strategy):
    assert indicator_names(strategy, GROUPS, ("x", "y")) == ()


@given(
    st.sampled_from(FILLING),
    st.lists(
        st.lists(st.sampled_from([NAN, -1.0, 0.0, 2.5, 1e9]), min_size=3, max_size=3),
        min_size=4,
        max_size=12,
    ),
    st.data(),
)
def test_every_resample_is_filled_and_as_wide(strategy, rows, data):
    X = np.array(rows)
    step = imputer(strategy, X)
    if step is None:
        assert not np.isnan(X).any()
        return
    extra = len(indicator_names(strategy, X, ("a", "b", "c")))
    assert extra == (np.isnan(X).any(axis=0).sum() if strategy == "indicator" else 0)
    picked = st.lists(st.integers(0, len(X) - 1), min_size=2, max_size=8, unique=True)
    sample = X[data.draw(picked)]
    for made, given_rows in ((step, X), (clone(step), sample)):
        filled = made.fit_transform(given_rows.copy())
        assert filled.shape == (len(given_rows), 3 + extra)
        assert np.isfinite(filled).all()
        known = ~np.isnan(given_rows)
        assert (filled[:, :3][known] == given_rows[known]).all()
        nobody = ~known.any(axis=0)
        assert (filled[:, :3][:, nobody] == 0).all()


def test_nothing_missing_is_no_step():
    assert imputer("knn", np.ones((3, 2))) is None
    assert imputer("drop", np.ones((3, 2))) is None


def test_customers_who_should_be_out_are_refused():
    with pytest.raises(DataError, match="clean the data set by its plan first"):
        imputer("drop", GROUPS)
    with pytest.raises(UnknownNameError, match=r"'mean'.*Known: median"):
        imputer("mean", GROUPS)
