"""Which rules come into question for the segments of an algorithm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from segbench.core import NOISE, Labels, Matrix, Metric, Params
from segbench.models.rules.centroid import learn_centroids
from segbench.models.rules.core_points import learn_core_points
from segbench.models.rules.mixture import learn_mixture
from segbench.models.rules.neighbours import ONE, SEVERAL, learn_neighbours
from segbench.models.rules.reach import learn_reach
from segbench.models.rules.rule import Rule

SMALLEST_COUNT = 2
"""``min_samples`` never shrinks below this on some of the customers."""

TYPICAL = 0.95
"""Share of its customers that a segment reaches in the stricter of two rules."""

USUAL_SAMPLES = 5

_OF_CENTROIDS = ("KMeans", "MiniBatchKMeans")
_OF_MIXTURES = ("GaussianMixture", "BayesianGaussianMixture")


@dataclass(frozen=True)
class Learning:
    """What is known of how the labels were made."""

    target: str  # import path of the algorithm's class
    params: Params  # varied and fixed
    metric: Metric
    customers: int  # who were clustered; counts shrink with those at hand

    @property
    def estimator(self) -> str:
        """Name of the algorithm's class."""
        return self.target.rpartition(".")[2]

    def count(self, n: int) -> int:
        """``min_samples`` for n of the customers."""
        asked = self.params.get("min_samples") or self.params.get("min_cluster_size")
        whole = int(asked or USUAL_SAMPLES)
        return max(min(SMALLEST_COUNT, whole), round(whole * n / self.customers))


Learn = Callable[[Matrix, Labels], Rule | None]


def rules_for(learning: Learning, labels: Labels) -> tuple[Mapping[str, Learn], str]:
    """Name the rules that come into question.

    Returns
    -------
    rules : mapping of str to function
        Each learns from customers and labels; None where these do not allow it.
    own : str
        The one that is the algorithm's own; "" where it has none for new customers.
    """
    metric = learning.metric
    rules: dict[str, Learn] = {}
    own = ""
    if learning.estimator in _OF_MIXTURES and metric is Metric.EUCLIDEAN:
        shape = str(learning.params.get("covariance_type", "full"))
        rules["mixture"] = partial(learn_mixture, metric=metric, shape=shape)
        own = "mixture" if learning.estimator == _OF_MIXTURES[0] else ""
    if learning.estimator == "DBSCAN" and "eps" in learning.params:
        rules["nearest core customer"] = partial(_core_points, learning)
    if (labels == NOISE).any():
        rules["membership by reach"] = partial(_reach, learning, 1.0)
        rules["membership by typical reach"] = partial(_reach, learning, TYPICAL)
    rules["nearest centroid"] = partial(learn_centroids, metric=metric)
    if learning.estimator in _OF_CENTROIDS:
        own = "nearest centroid"
    for kind in (ONE, SEVERAL):
        rules[kind.name] = partial(learn_neighbours, metric=metric, kind=kind)
    return rules, own


def learn_rule(rules: Mapping[str, Learn], name: str, X: Matrix, labels: Any) -> Rule:
    """Learn one of the rules, or the nearest customer where it cannot be."""
    found = rules[name](X, labels)
    return rules[ONE.name](X, labels) if found is None else found  # type: ignore[return-value]


def learner_of(
    rule: str, learning: Learning, labels: Labels
) -> Callable[[Matrix, Labels], Callable[[Matrix], Labels]]:
    """Learn a rule again from other customers: how those beside them are assigned.

    Parameters
    ----------
    rule : str
        One of `rules_for` these labels.
    """
    rules, _ = rules_for(learning, labels)

    def learn(X: Matrix, labels: Labels) -> Callable[[Matrix], Labels]:
        learnt = learn_rule(rules, rule, X, labels)
        return lambda others: learnt.assign(others).labels

    return learn


def _core_points(learning: Learning, X: Matrix, labels: Labels) -> Rule | None:
    count = learning.count(len(X))
    eps = float(learning.params["eps"])
    return learn_core_points(X, labels, learning.metric, eps, count)


def _reach(learning: Learning, share: float, X: Matrix, labels: Labels) -> Rule:
    return learn_reach(X, labels, learning.metric, learning.count(len(X)), share)
