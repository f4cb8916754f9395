"""Which columns make a feature set, and how they become numbers."""

import numpy as np
import pandas as pd
import pytest

from segbench.data import DeclaredRoles, build_dataset
from segbench.errors import ConfigError, DataError, UnknownNameError, UserError
from segbench.features.sets import FeatureSet, encode


@pytest.fixture
def dataset():
    table = pd.DataFrame(
        {
            "id": [f"c{i}" for i in range(8)],
            "age": [20.0, 30, 40, 50, 60, 70, 80, None],
            "spend": [0.0, 1, 1, 2, 2, 3, 3, 500],
            "gender": ["f", "m"] * 4,
            "city": ["Oslo", "Lima", "Łódź", None] * 2,
            "note": [f"free text {i}" for i in range(8)],
            "debt": [-1.0, 1, 2, 3, 4, 5, 6, 90],
        }
    )
    return build_dataset(table, "d")


def test_all_columns(dataset):
    encoded, names, _ = encode(dataset, FeatureSet("all"))
    assert names == (
        "age",
        "spend",
        "debt",
        "gender=m",
        "city=(missing)",
        "city=Lima",
        "city=Oslo",
        "city=Łódź",
    )
    assert encoded.shape == (8, 8)
    assert encoded.dtype == np.float64


def test_one_hot_values(dataset):
    encoded, names, _ = encode(dataset, FeatureSet("some", ("gender", "city")))
    by_name = dict(zip(names, encoded.T, strict=True))
    assert by_name["gender=m"].tolist() == [0, 1] * 4
    assert by_name["city=Łódź"].tolist() == [0, 0, 1, 0] * 2
    assert by_name["city=(missing)"].tolist() == [0, 0, 0, 1] * 2


def test_missing_numbers_stay_missing(dataset):
    encoded, *_ = encode(dataset, FeatureSet("some", ("age",)))
    assert np.isnan(encoded[:, 0]).tolist() == [False] * 7 + [True]


def test_columns_are_taken_once(dataset):
    assert encode(dataset, FeatureSet("x", ("spend", "age", "spend")))[1] == (
        "spend",
        "age",
    )


def test_log1p(dataset):
    encoded, names, _ = encode(
        dataset, FeatureSet("x", ("age", "spend"), log1p=("spend",))
    )
    assert names == ("age", "log1p(spend)")
    assert encoded[:, 1] == pytest.approx(np.log1p(dataset.frame["spend"]))


@pytest.mark.parametrize("size", [1e-12, 1e-6, 1.0, 1e6])
def test_logarithms_keep_nine_digits_however_small_they_are(customers, rng, size):
    spend = size * rng.lognormal(size=len(customers))
    encoded = [
        encode(
            build_dataset(customers.assign(spend=values), "d"),
            FeatureSet("x", ("spend",), log1p=("spend",)),
        ).matrix[:, 0]
        for values in (spend, np.nextafter(spend, np.inf))
    ]
    assert encoded[0] == pytest.approx(np.log1p(spend), rel=2**-30, abs=0)
    assert len(np.unique(encoded[0])) == len(np.unique(spend))
    assert np.array_equal(*encoded)


def test_log1p_of_the_skewed_ones(dataset):
    """Debt is as skewed as spend, but negative somewhere; age is not skewed."""
    names = encode(dataset, FeatureSet("x", log1p="skewed"))[1]
    assert [name for name in names if name.startswith("log1p")] == ["log1p(spend)"]


def test_log1p_of_the_skewed_ones_when_one_is_empty(customers):
    customers["fax"] = None
    dataset = build_dataset(customers, "d", DeclaredRoles(numeric=("fax",)))
    names = encode(dataset, FeatureSet("x", log1p="skewed"))[1]
    assert "fax" not in names
    assert "income" in names


@pytest.mark.parametrize(
    ("features", "kind", "told"),
    [
        ({"columns": ("agee",)}, UnknownNameError, "Did you mean 'age'"),
        ({"columns": ()}, ConfigError, "has no columns"),
        ({"columns": ("id",)}, DataError, "'id' is id, not a feature"),
        ({"columns": ("note",)}, DataError, "8 different values"),
        ({"columns": ("age",), "log1p": ("spend",)}, UnknownNameError, "log1p column"),
        ({"columns": ("debt",), "log1p": ("debt",)}, DataError, "negative values"),
        ({"columns": ("gender",), "log1p": ("gender",)}, UserError, "log1p column"),
    ],
)
def test_what_cannot_be_a_feature(dataset, features, kind, told):
    with pytest.raises(kind, match=told):
        encode(dataset, FeatureSet("x", **features))


def test_constant_columns_are_left_out():
    table = pd.DataFrame({"age": [1.0, 3, 4, 9], "flat": [5.0] * 4})
    dataset = build_dataset(table, "d", DeclaredRoles(numeric=("flat",)))
    assert encode(dataset, FeatureSet("all"))[1] == ("age",)


def test_customers_that_are_all_equal():
    table = pd.DataFrame({"age": [5.0] * 4, "city": ["a"] * 4})
    declared = DeclaredRoles(numeric=("age",), categorical=("city",))
    dataset = build_dataset(table, "d", declared)
    with pytest.raises(DataError, match="all customers are equal in every column"):
        encode(dataset, FeatureSet("all"))


def test_names_with_signs_are_names():
    names = ["Annual Income (k$)", "a=b ratio", "cost ${usd}", "größe, né"]
    table = pd.DataFrame({name: [1.0, 5.0, 9.0 + i] for i, name in enumerate(names)})
    dataset = build_dataset(table, "d")
    assert encode(dataset, FeatureSet("x", tuple(names)))[1] == tuple(names)
