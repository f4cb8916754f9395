"""The own rule of mixtures of Gaussians: the component most likely to have made it."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from scipy.special import logsumexp

from segbench.core import NOISE, Labels, Matrix, Metric
from segbench.models.rules.rule import Given, Rule, kind_of_rule

_ROWS = 65_536


@kind_of_rule(
    "mixture",
    "the segment whose Gaussian distribution is most likely to have made them",
    measure="membership",
)
def MIXTURE(rule: Rule, X: Matrix) -> Given:  # noqa: N802 it becomes a constant
    """Membership and confidence are the posterior probability."""
    parts = [_assign(rule, X[i : i + _ROWS]) for i in range(0, len(X), _ROWS)]
    columns = zip(*parts, strict=True)
    return Given(*(np.concatenate(column) for column in columns))


def _assign(rule: Rule, X: Matrix) -> Given:
    arrays = rule.arrays
    logs = np.empty((len(X), len(arrays["means"])))
    for i, (mean, root) in enumerate(
        zip(arrays["means"], arrays["roots"], strict=True)
    ):
        offsets = (X - mean) @ root
        logs[:, i] = arrays["heights"][i] - 0.5 * np.einsum(
            "ij,ij->i", offsets, offsets
        )
    best = logs.argmax(axis=1)
    top = logs[np.arange(len(X)), best]
    posterior = np.exp(top - logsumexp(logs, axis=1))
    return Given(arrays["segments"][best], posterior, posterior)


def learn_mixture(X: Matrix, labels: Labels, metric: Metric, shape: str) -> Rule | None:
    """Let expectation-maximisation start from the segments and settle.

    Parameters
    ----------
    X, labels, metric
        The customers, their segments, their distances.
    shape : str
        The ``covariance_type``.

    Returns
    -------
    Rule or None
        None where a segment is too small for a distribution of its own.
    """
    from sklearn.mixture import GaussianMixture

    segments, sizes = np.unique(labels[labels != NOISE], return_counts=True)
    if sizes.min(initial=2) < 2 or len(segments) < 2:
        return None
    groups = [X[labels == one] for one in segments]
    spread = np.mean([group.var(axis=0).mean() for group in groups]) or 1.0
    found = GaussianMixture(
        len(segments),
        covariance_type=shape,
        weights_init=sizes / sizes.sum(),
        means_init=np.array([group.mean(axis=0) for group in groups]),
        precisions_init=_precisions(groups, sizes, shape, 1e-6 * max(spread, 1e-12)),
        max_iter=100,
        random_state=0,
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not settled: it is a start
            found.fit(X)
    except (ValueError, np.linalg.LinAlgError):  # a distribution without a width
        return None
    return Rule(MIXTURE, metric, {"segments": segments, **_arrays(found, X.shape[1])})


def _precisions(groups: list[Matrix], sizes: Any, shape: str, floor: float) -> Matrix:
    d = groups[0].shape[1]
    wide = floor * np.eye(d)
    full = np.array([np.atleast_2d(np.cov(g.T, bias=True)) + wide for g in groups])
    if shape == "full":
        return np.linalg.inv(full)
    if shape == "tied":
        return np.linalg.inv(np.average(full, axis=0, weights=sizes))
    diagonals: Matrix = np.array([np.diag(one) for one in full])
    return 1 / diagonals if shape == "diag" else 1 / diagonals.mean(axis=1)


def _arrays(found: Any, d: int) -> dict[str, Matrix]:
    """Keep every shape as one: roots of precisions, and the height at the mean."""
    roots = np.asarray(found.precisions_cholesky_)
    means = np.asarray(found.means_)
    weights = np.asarray(found.weights_)
    k = len(means)
    if found.covariance_type == "tied":
        roots = np.repeat(roots[None], k, axis=0)
    elif roots.ndim < 3:
        roots = np.array([np.eye(d) * one for one in roots])
    volumes = np.array([np.log(np.abs(np.diag(one))).sum() for one in roots])
    return {"roots": roots, "means": means, "heights": np.log(weights) + volumes}
