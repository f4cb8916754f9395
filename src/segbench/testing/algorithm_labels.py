"""Checks of the labels that an algorithm gives."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import adjusted_rand_score

from segbench.algorithms import AlgorithmSpec, Sharing, fit_sweep
from segbench.algorithms.labels import checked_labels
from segbench.core import NOISE, Labeling, Setting, Status
from segbench.testing.customers import (
    KS,
    TRUE_K,
    alone,
    awkward,
    fit,
    same_partition,
    settings,
    three_groups,
    told_of,
)
from segbench.testing.saying import ContractError, require

FOUND = 0.95
"""Adjusted Rand index with three groups far apart that counts as found."""

BROKEN_CONTRACT = ("ValueError: expected ", "ValueError: got the noise label")


def check_one_whole_number_for_every_customer(spec: AlgorithmSpec) -> None:
    """Labels have shape (n_customers,), are whole numbers, and -1 only if declared."""
    X, _ = three_groups()
    require(settings(spec, X), f"{spec.name}: its grid gives no setting to run")
    for params in settings(spec, X):
        labels = fit(spec, params, X)
        try:
            checked_labels(labels, len(X), assigns_noise=spec.assigns_noise)
        except ValueError as error:
            told = f"{spec.name}{told_of(params)}: {error}"
            advice = "fit_predict gives one whole number for every row of X"
            raise ContractError(f"{told}; {advice}") from error


def check_no_more_segments_than_asked(spec: AlgorithmSpec) -> None:
    """With k asked for, no more than k segments come out."""
    if spec.k_param is None:
        return
    X, _ = three_groups()
    for params in settings(spec, X):
        found = set(np.asarray(fit(spec, params, X)).tolist()) - {NOISE}
        k = spec.k_asked(params)
        require(
            len(found) <= (k or 0),
            f"{spec.name} gave {len(found)} segments where {spec.k_param}={k} asked "
            f"for {k}; is {spec.k_param!r} the parameter that says how many?",
        )


def check_finds_separated_groups(spec: AlgorithmSpec) -> None:
    """One setting at least finds three groups that nobody could miss."""
    X, truth = three_groups()
    scores = [
        adjusted_rand_score(truth, alone(np.asarray(fit(spec, params, X))))
        for params in settings(spec, X, (TRUE_K,))
    ]
    require(
        max(scores, default=0.0) >= FOUND,
        f"{spec.name} does not find three groups far apart: the best of its "
        f"{len(scores)} settings has an adjusted Rand index of "
        f"{max(scores, default=0.0):.2f}; do the labels follow the order of the rows?",
    )


def check_row_order_does_not_matter(spec: AlgorithmSpec) -> None:
    """Shuffled customers get the same segments, where groups are far apart."""
    X, _ = three_groups()
    order = np.random.default_rng(2).permutation(len(X))
    for params in settings(spec, X, (TRUE_K,)):
        straight = np.asarray(fit(spec, params, X))
        require(
            same_partition(straight[order], fit(spec, params, X[order])),
            f"{spec.name}{told_of(params)} groups the customers otherwise when their "
            "rows come in another order",
        )


def check_shared_work_gives_the_same_segments(spec: AlgorithmSpec) -> None:
    """``sweep`` and ``refit``, where there are any, give what single fits give."""
    X, _ = three_groups()
    asked = {Sharing.GRID: KS, Sharing.SAMPLES: (TRUE_K,)}
    methods = {Sharing.GRID: "sweep", Sharing.SAMPLES: "refit"}
    for sharing, method in methods.items():
        if not hasattr(spec.estimator({}, 0), method):
            continue
        wanted = [Setting(spec.name, one) for one in settings(spec, X, asked[sharing])]
        shared = fit_sweep(spec, wanted, X, 0, sharing)
        plain = fit_sweep(spec, wanted, X, 0, Sharing.NOTHING)
        for one, other in zip(shared, plain, strict=True):
            require(
                _outcome(one) == _outcome(other),
                f"{spec.name}{told_of(one.setting.params)}: {method} does not give the "
                f"segments of a single fit ({one.reason or 'other labels'})",
            )


def _outcome(one: Labeling) -> tuple[Status, list[int]]:
    return one.status, [] if one.labels is None else one.labels.tolist()


def check_predict_agrees_with_fit(spec: AlgorithmSpec) -> None:
    """``predict``, where there is one, gives the customers it was fitted on theirs."""
    X, _ = three_groups()
    estimator = spec.estimator(settings(spec, X, (TRUE_K,))[0], 0)
    labels = estimator.fit_predict(X)
    if hasattr(estimator, "predict"):
        require(
            np.array_equal(estimator.predict(X), labels),
            f"{spec.name}: predict(X) differs from what fit_predict(X) gave",
        )


def check_awkward_customers(spec: AlgorithmSpec) -> None:
    """One feature, a constant column and copies are no reason to fail.

    Six customers, and customers who are all equal, may be refused with a reason.
    """
    for what, X, possible in awkward():
        ks = (2,) if possible else (2, 5, 7)
        wanted = [Setting(spec.name, params) for params in settings(spec, X, ks)]
        for labeling in fit_sweep(spec, wanted, X, 0):
            told = f"{spec.name}{told_of(labeling.setting.params)} on {what}"
            failed = labeling.status is Status.FAILED
            broken = labeling.reason.startswith(BROKEN_CONTRACT)
            require(
                not failed or not (possible or broken),
                f"{told}: {labeling.reason}",
            )
            require(
                labeling.status is Status.OK or labeling.reason,
                f"{told} gave no segments and no reason",
            )
