"""Every setting is checked before any work."""

import copy

import pytest
import yaml

from segbench.conf_files import conf_dir
from segbench.config.scoring import ranking_rule
from segbench.config.validate import validate
from segbench.data import SimulatedMall, TableSource
from segbench.errors import ConfigError, UnknownNameError
from segbench.ranking import Gates, NoisePolicy, RankingRule


def shipped(name):
    text = (conf_dir() / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def plain_values():
    """The shipped configuration with its groups filled in, as Hydra would."""
    values = shipped("config")
    del values["defaults"], values["hydra"]
    return values | {
        "dataset": shipped("dataset/mall_simulated"),
        "features": shipped("features/all"),
        "scaler": shipped("scaler/standard"),
        "algo": shipped("algo/kmeans"),
        "scoring": shipped("scoring/default"),
        "executor": shipped("executor/local"),
    }


VALUES = plain_values()
SCORING = VALUES["scoring"]
NAN, INF = float("nan"), float("inf")


def changed(path, value):
    values = copy.deepcopy(VALUES)
    *groups, last = path.split(".")
    node = values
    for name in groups:
        node = node[name]
    node[last] = value
    return values


def test_values_become_specifications():
    config = validate(VALUES)
    assert config.source == SimulatedMall(0)
    assert config.run.ks == tuple(range(2, 11))
    assert config.run.resamples is None  # as suits the size of the data
    assert not config.run.plain
    assert [one.name for one in config.run.algorithms] == ["kmeans"]
    assert config.run.rule == RankingRule(
        weights=SCORING["weights"], noise=NoisePolicy.PENALIZE, gates=Gates()
    )


def test_scoring_by_default_is_the_rule_by_default():
    rule, default = ranking_rule(SCORING), RankingRule()
    assert dict(rule.weights) == dict(default.weights)
    assert (rule.noise, rule.gates) == (default.noise, default.gates)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("sed", 0, "Did you mean 'seed'"),
        ("seed", -1, "seed is a whole number of at least 0, not -1"),
        ("seed", 1.5, "seed is a whole number"),
        ("seed", True, "seed is a whole number"),
        ("k", [1], "at least 2"),
        ("k", [], "k is empty"),
        ("k", 2.0, "at least 2"),
        ("debug", "yes", "debug is true or false, not 'yes'"),
        ("executor.n_jobs", 0, "n_jobs is a number of workers"),
        ("executor.n_jobs", -2, "at least -1"),
        ("executor.jobs", 1, "Did you mean 'n_jobs'"),
        ("scoring.resamples", -1, "at least 0"),
        ("scoring.resamples", "many", "resamples is a whole number"),
        ("scoring.refit", "plan", "Did you mean 'plain'"),
        ("limits.memory", -1, "at least 0"),
        ("limits.time", NAN, "limits.time is a number"),
        ("plan", "yes", "plan is true or false"),
        ("scoring.noise", "penalise", "Did you mean 'penalize'"),
        ("scoring.weights.stabilty", 1, "Did you mean 'stability'"),
        ("scoring.weights.stability", -1, "at least 0"),
        ("scoring.weights.stability", NAN, "stability is a number"),
        ("scoring.weights.stability", INF, "stability is a number"),
        ("scoring.weights", dict.fromkeys(SCORING["weights"], 0), "all 0"),
        ("scoring.weights", {"silhouette": 1}, "davies_bouldin"),
        ("scoring.gates.min_coverage", 70, "between 0 and 1, not 70"),
        ("scoring.gates.min_share", NAN, "min_share"),
        ("scoring.gates.min_size", 0, "at least 1"),
        ("dataset.source", "cvs", "Did you mean 'csv'"),
        ("dataset.sed", 1, "Did you mean 'seed'"),
        ("dataset", {"source": "csv", "path": None}, "add dataset.path=FILE"),
        ("features.all.column", ["a"], "Did you mean 'columns'"),
        ("features.all.pca", 0, "share of the variance"),
        ("features.all.pca", 1.5, "share of the variance"),
        ("features.all.pca", True, "pca is a number"),
        ("features", {}, "no features chosen"),
        ("scaler", {}, "no scaler chosen"),
        ("algo", {}, "no algo chosen"),
        ("algo.kmeans.k_parm", "k", "Did you mean 'k_param'"),
        ("algo", {"k-means": None}, "Did you mean 'kmeans'"),
        ("algo", "kmeans", "takes settings by name"),
    ],
)
def test_mistakes(path, value, told):
    with pytest.raises(ConfigError) as caught:
        validate(changed(path, value))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_columns_replace_the_feature_sets():
    (features,) = validate(changed("columns", ["Age", 2024])).run.features
    assert features.columns == ("Age", "2024")
    assert features.name == "Age+2024"


def test_names_are_never_interpolated():
    name = "cost ${oc.env:HOME}"
    (features,) = validate(changed("columns", [name])).run.features
    assert features.columns == (name,)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("in/customers.csv", "customers"),
        ("customers.csv.gz", "customers"),
        (".hidden", ".hidden"),
    ],
)
def test_data_sets_are_named_after_their_file(path, name):
    source = validate(changed("dataset", {"source": "csv", "path": path})).source
    assert isinstance(source, TableSource)
    assert source.name == name


def test_empty_node_is_the_registered_algorithm():
    (algorithm,) = validate(changed("algo", {"gmm": None})).run.algorithms
    assert algorithm.k_param == "n_components"


def test_refused_names_are_user_errors():
    with pytest.raises(UnknownNameError):
        validate(changed("algo", {"nothing": {}}))
