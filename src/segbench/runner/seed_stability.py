"""Agreement of fits of the same customers that differ in their seed alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segbench.algorithms import Job
from segbench.core import Labeling, Matrix
from segbench.executors import Lost
from segbench.runner.foreign import any_foreign
from segbench.runner.refits import Refits, mean_agreement
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work

UP_TO = 1_000
"""Customers up to which fits are repeated; it asks for as many fits of all of them."""


def seed_stability(
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    spec: RunSpec,
    runtime: Runtime,
) -> list[Matrix]:
    """Mean adjusted Rand index with fits of all customers under other seeds.

    It is the algorithm's own doing and says nothing of other customers: a large value
    is a precondition of stability, not a part of it (Dolnicar & Leisch 2010,
    doi:10.1007/s11002-009-9083-4).

    Returns
    -------
    list of ndarray of shape (settings,)
        By work; NaN for algorithms without a seed, for labelings without scores and
        for large data sets.
    """
    n_seeds = spec.effort.seeds
    found = [np.full(len(labelings), np.nan) for labelings in fits]
    if not n_seeds or work[0].space.n_customers > UP_TO:
        return found
    random = [i for i, one in enumerate(work) if one.spec.takes_seed]
    arguments = [(work[i], fits[i], n_seeds, spec.refits) for i in random]
    foreign = any_foreign(work)
    answers = runtime.run("other seeds", _repeat, arguments, foreign=foreign)
    for i, values in zip(random, answers, strict=True):
        if not isinstance(values, Lost):
            found[i] = values
    return found


def _repeat(
    work: Work, labelings: Sequence[Labeling], n_seeds: int, refits: Refits
) -> Matrix:
    matrix, everybody = work.space.matrix, np.arange(work.space.n_customers)
    settings = tuple(one.setting.params for one in labelings)
    jobs = [
        Job(matrix, settings, work.seed(f"other seed {number}"))
        for number in range(n_seeds)
    ]
    rows = [everybody] * n_seeds
    return mean_agreement(work.spec, labelings, jobs, rows, refits.sharing)
