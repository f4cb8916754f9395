"""Quantities and categories as equals: Gower's distances and FAMD as matrices."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform

from segbench.core import Metric
from segbench.data import build_dataset
from segbench.errors import ConfigError, UnknownNameError
from segbench.features import (
    FeatureSet,
    ScalerSpec,
    build_space,
    distance_shares,
    refit_matrices,
)
from segbench.features.mixed import SMALLEST_MEAN, GowerScaler
from segbench.scoring.gower import gower_distances

NONE = ScalerSpec("none")
STANDARD = ScalerSpec("standard", "sklearn.preprocessing.StandardScaler")
GOWER = FeatureSet("mixed", distance="gower")
FAMD = FeatureSet("famd", famd=0.8)


def table(seed=0, n=60):
    """Customers of two quantities, one with a fortune, and three categories."""
    rng = np.random.default_rng(seed)
    money = rng.lognormal(3, 1, n)
    money[0] = 1e6
    return pd.DataFrame(
        {
            "age": rng.integers(18, 80, n).astype(float),
            "money": money.round(2),
            "gender": rng.choice(["f", "m"], n),
            "city": rng.choice(["Oslo", "Lima", "Łódź"], n),
            "plan": rng.choice(["a", "b", "c", "d"], n),
        }
    )


def space_of(frame, features=GOWER, scaler=NONE):
    return build_space(build_dataset(frame, "d"), features, scaler, seed=0)


def clipped(frame):
    """The table with quantities clipped as the space clips them."""
    found = frame.copy()
    for name in frame.select_dtypes("number"):
        found[name] = frame[name].clip(*np.quantile(frame[name], [0.05, 0.95]))
    return found


@given(st.integers(0, 2**31))
def test_distances_of_the_matrix_are_gowers(seed):
    frame = table(seed, n=40)
    space = space_of(frame)
    scaler = space.pipeline.named_steps["scale"]
    expected = gower_distances(clipped(frame), weights=scaler.weights_)
    found = squareform(pdist(space.matrix, "cityblock"))
    np.testing.assert_allclose(found, expected, atol=1e-12, rtol=0)
    assert space.metric is Metric.MANHATTAN
    assert found.max() <= 1 + 1e-12


def test_every_variable_has_the_same_share():
    shares = distance_shares(space_of(table()))
    assert list(shares) == ["age", "money", "gender", "city", "plan"]
    assert list(shares.values()) == pytest.approx([0.2] * 5)


def test_gender_does_not_dominate():
    frame = table().drop(columns=["city", "plan"])
    assert distance_shares(space_of(frame))["gender"] == pytest.approx(1 / 3)
    plain = gower_distances(frame)
    alone = gower_distances(frame[["gender"]]) / 3
    assert alone.sum() / plain.sum() > 0.5  # what equal weights would give it


def test_a_rare_level_is_not_further_away_than_anything_else():
    frame = table(n=200)
    frame["complained"] = np.where(np.arange(200) < 3, "yes", "no")
    space = space_of(frame)
    weights = space.pipeline.named_steps["scale"].weights_
    shares = distance_shares(space)
    assert weights["complained"] == pytest.approx(
        shares["age"] / SMALLEST_MEAN * _mean_distance(space)
    )
    assert shares["complained"] < 0.5 * shares["age"]


def _mean_distance(space):
    return pdist(space.matrix, "cityblock").mean()


def test_a_fortune_does_not_press_the_others_together():
    money = space_of(table()).matrix[:, 1]
    assert np.unique(money[1:].round(6)).size > 40
    assert money[0] == money.max()
    assert np.isclose(money, money[0]).sum() > 1  # the richest 5 % are alike


def test_missing_quantities_are_filled_and_missing_categories_are_a_level():
    frame = table()
    frame.loc[:9, "age"] = np.nan
    frame.loc[:9, "city"] = None
    space = space_of(frame)
    assert np.isfinite(space.matrix).all()
    (city,) = (one for one in space.blocks if one.variable == "city")
    assert len(city.columns) == 4
    assert city.categorical


def test_preparation_is_learned_anew_on_a_resample():
    frame = table()
    frame.loc[5, "plan"] = "rare"
    space, rows = space_of(frame), np.arange(10, 60)
    (again,) = refit_matrices(space, [rows])
    alone = space_of(frame.iloc[rows])
    gone = space.names.index("plan=rare")
    assert not again[:, gone].any()
    assert np.delete(again, gone, axis=1) == pytest.approx(alone.matrix)


def test_constant_columns_of_a_resample_count_nothing():
    space = space_of(table())
    (block,) = (one for one in space.blocks if one.variable == "gender")
    X = space.encoded[space.encoded[:, block.columns[0]] == 1]
    found = GowerScaler(space.blocks).fit_transform(X)
    assert not found[:, list(block.columns)].any()
    assert not GowerScaler(space.blocks).fit_transform(X[:1]).any()


def test_scalers_are_left_out():
    frame = table()
    plain, scaled = space_of(frame), space_of(frame, scaler=STANDARD)
    assert plain.key == scaled.key
    assert str(plain.key) == "d / mixed / gower"
    np.testing.assert_array_equal(plain.matrix, scaled.matrix)


def test_famd_is_princes():
    prince = pytest.importorskip("prince")
    frame = table()
    space = space_of(frame, FeatureSet("famd", famd=4))
    model = prince.FAMD(n_components=4, engine="scipy").fit(frame)
    expected = model.row_coordinates(frame).to_numpy()
    assert np.abs(space.matrix) == pytest.approx(np.abs(expected), abs=1e-8)
    assert space.metric is Metric.EUCLIDEAN
    assert space.names == ("PC1", "PC2", "PC3", "PC4")


def test_famd_keeps_the_axes_of_80_percent_and_is_refitted():
    space = space_of(table(), FAMD)
    inertia = space.pipeline.named_steps["pca"].explained_variance_ratio_
    assert inertia.sum() >= 0.8 > inertia[:-1].sum()
    (again,) = refit_matrices(space, [np.arange(30)])
    assert len(again) == 30
    assert np.isfinite(again).all()


def test_shares_of_euclidean_spaces_are_of_squared_distances():
    frame = table()[["age", "money", "city"]]
    shares = distance_shares(space_of(frame, FeatureSet("all"), STANDARD))
    # three columns of levels, each of variance 1
    assert shares == pytest.approx({"age": 0.2, "money": 0.2, "city": 0.6})
    raw = distance_shares(space_of(frame, FeatureSet("all"), NONE))
    assert raw["money"] > 0.999


@pytest.mark.parametrize(
    "more", [{"pca": 2, "famd": 2}, {"pca": 0.5, "distance": "gower"}]
)
def test_only_one_of_them(more):
    with pytest.raises(ConfigError, match="one of pca, famd and distance=gower"):
        FeatureSet("x", **more)


def test_unknown_distance():
    with pytest.raises(UnknownNameError, match="gower"):
        FeatureSet("x", distance="gowr")
