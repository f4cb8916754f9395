"""A space: encoded, imputed, scaled, projected, and refitted on resamples."""

import numpy as np
import pandas as pd
import pytest
from sklearn import preprocessing
from sklearn.decomposition import PCA

from segbench.conf_files import options
from segbench.data import build_dataset
from segbench.errors import ConfigError, DataError, UserError
from segbench.features import FeatureSet, ScalerSpec, build_space, refit_matrices

NONE = ScalerSpec("none")
STANDARD = ScalerSpec("standard", "sklearn.preprocessing.StandardScaler")
PAIR = FeatureSet("pair", ("income", "visits"))


def shipped(name):
    import yaml

    from segbench.conf_files import conf_dir

    text = (conf_dir() / "scaler" / f"{name}.yaml").read_text(encoding="utf-8")
    node = yaml.safe_load(text)
    assert list(node) == [name]
    return ScalerSpec(name, node[name]["target"], node[name].get("params", {}))


@pytest.fixture
def dataset(customers):
    return build_dataset(customers, "d")


REFERENCE = {
    "none": preprocessing.FunctionTransformer(),
    "standard": preprocessing.StandardScaler(),
    "minmax": preprocessing.MinMaxScaler(),
    "robust": preprocessing.RobustScaler(),
    "power": preprocessing.PowerTransformer(),
    "quantile": preprocessing.QuantileTransformer(
        n_quantiles=80, output_distribution="normal"
    ),
}


def test_every_scaler_has_a_reference():
    assert set(options("scaler")) == set(REFERENCE)


@pytest.mark.parametrize("name", REFERENCE)
def test_scaler(name, dataset, customers):
    space = build_space(dataset, PAIR, shipped(name), seed=0)
    raw = customers[["income", "visits"]].to_numpy()
    assert space.matrix == pytest.approx(REFERENCE[name].fit_transform(raw))
    assert space.names == ("income", "visits")
    assert space.matrix.flags["C_CONTIGUOUS"]


@pytest.mark.parametrize("name", REFERENCE)
def test_refit_learns_from_the_resample_alone(name, dataset, customers):
    space = build_space(dataset, PAIR, shipped(name), seed=0)
    rows = np.arange(0, 80, 3)
    raw = customers[["income", "visits"]].to_numpy()[rows]
    reference = REFERENCE[name]
    if name == "quantile":
        reference = reference.set_params(n_quantiles=len(rows))
    assert refit_matrices(space, [rows])[0] == pytest.approx(
        reference.fit_transform(raw)
    )


def test_refit_on_everybody_is_the_space(dataset):
    space = build_space(dataset, PAIR, STANDARD, seed=0)
    assert np.array_equal(refit_matrices(space, [np.arange(80)])[0], space.matrix)


def test_refit_leaves_the_space_alone(dataset):
    space = build_space(dataset, PAIR, STANDARD, seed=0)
    before = space.matrix.copy(), space.pipeline["scale"].mean_.copy()
    refit_matrices(space, [np.arange(40)])
    assert np.array_equal(space.matrix, before[0])
    assert np.array_equal(space.pipeline["scale"].mean_, before[1])


def test_missing_values_become_the_median_of_the_resample():
    table = pd.DataFrame({"age": [1.0, 2, 3, None, 100, 101, 102, 103], "n": range(8)})
    space = build_space(build_dataset(table, "d"), FeatureSet("f", ("age",)), NONE, 0)
    assert space.matrix[3, 0] == 100.0
    assert refit_matrices(space, [np.array([0, 1, 2, 3])])[0][3, 0] == 2.0


def test_resample_with_nobody_known():
    table = pd.DataFrame({"age": [1.0, 2, None, None], "b": [1.0, 3, 4, 8]})
    space = build_space(build_dataset(table, "d"), FeatureSet("all"), NONE, 0)
    refitted = refit_matrices(space, [np.array([2, 3])])[0]
    assert refitted.shape == (2, 2)
    assert np.isfinite(refitted).all()


@pytest.mark.parametrize("name", REFERENCE)
def test_resample_without_any_difference(name, dataset):
    space = build_space(dataset, PAIR, shipped(name), seed=0)
    assert np.isfinite(refit_matrices(space, [np.array([4, 4, 4])])[0]).all()


@pytest.mark.parametrize(("pca", "axes"), [(1, 1), (2, 2), (0.999999, 2), (0.3, 1)])
def test_principal_axes(dataset, customers, pca, axes):
    features = FeatureSet("pca", ("income", "visits"), pca=pca)
    space = build_space(dataset, features, STANDARD, seed=0)
    scaled = preprocessing.scale(customers[["income", "visits"]].to_numpy())
    expected = PCA(axes, svd_solver="full").fit_transform(scaled)
    assert np.abs(space.matrix) == pytest.approx(np.abs(expected))
    assert space.names == tuple(f"PC{i + 1}" for i in range(axes))


def test_more_axes_than_columns_are_refused(dataset):
    features = FeatureSet("pca", ("income", "visits"), pca=5)
    with pytest.raises(UserError, match="5"):
        build_space(dataset, features, STANDARD, seed=0)


def test_infinite_values_are_refused():
    table = pd.DataFrame({"age": [0.0, 1, 2, 5]})
    log = ScalerSpec(
        "log", "sklearn.preprocessing.FunctionTransformer", {"func": np.log}
    )
    with pytest.raises(DataError, match="'log' gives infinite values on 'all'"):
        build_space(build_dataset(table, "d"), FeatureSet("all"), log, 0)


def test_keys_tell_spaces_apart(dataset):
    keys = {
        build_space(dataset, features, scaler, seed).key
        for features in (PAIR, FeatureSet("pair", ("visits",)))
        for scaler in (NONE, STANDARD)
        for seed in (0, 1)
    }
    assert len(keys) == 8


@pytest.mark.parametrize(
    ("target", "params", "told"),
    [
        ("sklearn.preprocessing.NoScaler", {}, "cannot make"),
        ("no.such.module", {}, "cannot make"),
        ("StandardScaler", {}, "cannot make"),
        ("sklearn.preprocessing.StandardScaler", {"with_men": True}, "cannot make"),
        ("collections.OrderedDict", {}, "is no transformer"),
    ],
)
def test_scalers_that_are_none(dataset, target, params, told):
    with pytest.raises(ConfigError, match=told):
        build_space(dataset, PAIR, ScalerSpec("mine", target, params), seed=0)
