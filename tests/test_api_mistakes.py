"""Mistakes in a call are refused in one sentence before anything is fitted."""

import pytest

import segbench
from segbench.algorithms import AlgorithmSpec
from segbench.api import engine
from segbench.data import DeclaredRoles
from segbench.errors import ConfigError, DataError, UserError
from segbench.ranking import Gates, RankingRule

QUICK = {"algorithms": ["kmeans", "agglomerative"], "k": [2], "resamples": 2}


def compare(frame, **changes):
    return segbench.compare(
        frame, **{"n_jobs": 1, "scoring": "quick", **QUICK, **changes}
    )


@pytest.mark.parametrize(
    ("changes", "kind", "told"),
    [
        ({"algorithms": ["k-means"]}, ConfigError, "Did you mean 'kmeans'"),
        ({"algorithms": []}, ConfigError, "algorithm"),
        ({"scalers": ["standrad"]}, ConfigError, "Did you mean 'standard'"),
        ({"scalers": []}, ConfigError, "scaler"),
        ({"features": ["incone"]}, ConfigError, "Did you mean 'income'"),
        ({"features": []}, ConfigError, "no columns"),
        ({"features": {}}, ConfigError, "feature"),
        ({"features": ["customer_id"]}, DataError, "not a feature"),
        ({"k": [1, 2]}, ConfigError, "at least 2"),
        ({"k": []}, ConfigError, "k is empty"),
        ({"resamples": -1}, ConfigError, "resamples"),
        ({"resamples": 2.5}, ConfigError, "resamples"),
        ({"n_jobs": 0}, ConfigError, "n_jobs"),
        ({"roles": DeclaredRoles(id="custmer_id")}, UserError, "'customer_id'"),
    ],
)
def test_mistakes_are_refused_before_the_first_fit(
    customers, monkeypatch, changes, kind, told
):
    def fit(*_):
        pytest.fail("something was fitted")

    monkeypatch.setattr(engine, "run", fit)
    with pytest.raises(kind, match=told) as caught:
        compare(customers, **changes)
    assert "\n" not in str(caught.value)


def test_unknown_hyperparameters_are_refused_before_the_first_fit(customers):
    mine = AlgorithmSpec("mine", "sklearn.cluster.KMeans", "n_clusters", {"n_ini": [1]})
    with pytest.raises(ConfigError, match="no parameter 'n_ini'"):
        compare(customers, algorithms=["kmeans", mine])


@pytest.mark.parametrize(
    ("record", "values", "told"),
    [
        (RankingRule, {"weights": {"silhuette": 1.0}}, "Did you mean 'silhouette'"),
        (RankingRule, {"weights": {"silhouette": 0.0}}, "weights"),
        (RankingRule, {"weights": {"silhouette": -1.0}}, "silhouette"),
        (RankingRule, {"weights": {"silhouette": float("nan")}}, "silhouette"),
        (RankingRule, {"noise": "penalise"}, "Did you mean 'penalize'"),
        (Gates, {"min_coverage": 1.5}, "min_coverage"),
        (Gates, {"min_share": float("nan")}, "min_share"),
        (Gates, {"min_size": 0}, "min_size"),
    ],
)
def test_rules_refuse_what_they_cannot_hold(customers, record, values, told):
    with pytest.raises(ConfigError, match=told):
        rule_of(customers, record(**values))


def rule_of(customers, made):
    """A rule, or gates in one, as a comparison is given it."""
    rule = (
        made
        if isinstance(made, RankingRule)
        else RankingRule(gates=made, method="ranks")
    )
    return compare(customers, rule=rule)
