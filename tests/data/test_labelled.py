"""Data sets whose segments are known: drawn from a seed, or of scikit-learn."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_wine
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from segbench.core import NOISE, Role
from segbench.data import GeneratedCustomers, ShippedTable, load
from segbench.data.labelled import (
    SHAPES,
    TABLES,
    TRUTH,
    UNSTRUCTURED,
    generate_customers,
    shipped_table,
)
from segbench.errors import ConfigError, UnknownNameError

KNOWN = {
    "blobs": 5,
    "overlapping": 3,
    "unbalanced": 4,
    "density": 3,
    "elongated": 3,
    "high_dimensional": 4,
    "noise": 4,
    "moons": 2,
    "rings": 2,
    "skewed": 4,
    "rfm": 4,
    "mixed_types": 3,
}


def test_every_shape_has_its_number_of_segments():
    found = {
        name: generate_customers(name, customers=100, seed=0)[TRUTH].nunique()
        for name in SHAPES
        if name not in UNSTRUCTURED
    }
    assert found == KNOWN


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_follows_its_seed(shape):
    first, again, other = (
        generate_customers(shape, customers=60, seed=seed) for seed in (3, 3, 4)
    )
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


@given(shape=st.sampled_from(list(SHAPES)), n=st.integers(40, 400), seed=st.integers(0))
def test_as_many_customers_as_asked_for(shape, n, seed):
    frame = generate_customers(shape, customers=n, seed=seed)
    assert len(frame) == n
    assert not frame.drop(columns=TRUTH, errors="ignore").isna().any().any()
    if TRUTH in frame:
        assert frame[TRUTH].value_counts().min() >= 2


@pytest.mark.parametrize("seed", range(5))
def test_what_is_drawn_as_separated_is_separated(seed):
    """A mixture with the right number of segments finds the blobs whole."""
    frame = generate_customers("blobs", customers=200, seed=seed)
    X = frame[["x1", "x2"]].to_numpy()
    found = GaussianMixture(5, n_init=10, random_state=0).fit_predict(X)
    assert adjusted_rand_score(frame[TRUTH], found) > 0.97


def test_shares_of_the_unbalanced():
    counts = generate_customers("unbalanced", customers=200, seed=1)[TRUTH]
    assert counts.value_counts().to_dict() == {"s0": 140, "s1": 30, "s2": 20, "s3": 10}


def test_neither_numbers_nor_categories_alone_tell_mixed_types():
    frame = generate_customers("mixed_types", customers=400, seed=0)
    means = frame.groupby(TRUTH)["age"].mean()
    cards = frame["card"].eq("yes").groupby(frame[TRUTH]).mean()
    assert abs(means["s1"] - means["s2"]) < 2 < means["s1"] - means["s0"]
    assert cards["s1"] - cards["s2"] > 0.5 > abs(cards["s0"] - cards["s2"])


def test_background_noise_has_no_known_segment():
    built = load(GeneratedCustomers("noise", seed=2))
    assert built.simulated
    assert built.name == "noise_2"
    assert np.count_nonzero(np.asarray(built.truth) == NOISE) == 40


@pytest.mark.parametrize("shape", UNSTRUCTURED)
def test_nothing_is_known_where_there_are_no_segments(shape):
    built = load(GeneratedCustomers(shape))
    assert built.truth is None
    assert built.title == f"{shape} (simulated)"


@pytest.mark.parametrize(
    ("table", "rows", "classes"),
    [("iris", 150, 3), ("wine", 178, 3), ("breast_cancer", 569, 2)],
)
def test_tables_of_scikit_learn(table, rows, classes):
    built = load(ShippedTable(table))
    assert (built.name, built.n_customers, built.simulated) == (table, rows, False)
    assert len(set(np.asarray(built.truth))) == classes
    assert TRUTH not in built.columns(Role.NUMERIC)
    assert built.log[0].action == "read from scikit-learn"


def test_values_and_classes_stay_together():
    """A sample holds rows of the table as they are, none twice."""
    whole = load_wine(as_frame=True)
    sample = shipped_table("wine", customers=60, seed=1)
    rows = whole.data.assign(
        **{TRUTH: np.asarray(whole.target_names)[whole.target]}
    ).merge(sample, how="right")
    pd.testing.assert_frame_equal(rows, sample, check_dtype=False)
    assert not sample.duplicated().any()
    assert not sample.equals(shipped_table("wine", customers=60, seed=2))


def test_digits_have_ten_classes():
    assert shipped_table("digits", customers=300)[TRUTH].nunique() == 10


def test_refusals():
    with pytest.raises(UnknownNameError, match="moons"):
        generate_customers("moon", customers=100, seed=0)
    with pytest.raises(ConfigError, match="at least 40"):
        generate_customers("moons", customers=39, seed=0)
    with pytest.raises(UnknownNameError, match="wine"):
        shipped_table("wines")
    with pytest.raises(ConfigError, match="178 rows"):
        shipped_table("wine", customers=179)
    assert set(TABLES) == {"iris", "wine", "breast_cancer", "digits"}
