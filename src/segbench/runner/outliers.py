"""Every setting fitted again without the customers that are far from the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import Job
from segbench.core import Dataset, Labeling, Matrix
from segbench.executors import Lost
from segbench.exploration import outlying_customers
from segbench.features import refit_matrices
from segbench.runner.foreign import any_foreign
from segbench.runner.null_data import scaled
from segbench.runner.refits import Refits, mean_agreement
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work

UP_TO = 2_000
"""Customers up to which everything is fitted once more."""


def agreement_without_outliers(
    dataset: Dataset,
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    spec: RunSpec,
    runtime: Runtime,
) -> list[Matrix]:
    """Adjusted Rand index with a fit of everybody but the outliers, on those.

    The preparation is learned without them, too.

    Returns
    -------
    list of ndarray of shape (settings,)
        By work; NaN where nobody is an outlier, for labelings without scores and for
        large data sets.
    """
    found = [np.full(len(labelings), np.nan) for labelings in fits]
    if not spec.effort.outliers or dataset.n_customers > UP_TO:
        return found
    far = outlying_customers(dataset, random_state=spec.seed)
    if not far.any():
        return found
    kept = np.flatnonzero(~far)
    arguments = [
        (one, of_work, kept, spec.refits)
        for one, of_work in zip(work, fits, strict=True)
    ]
    foreign = any_foreign(work)
    answers = runtime.run("without outliers", _refit, arguments, foreign=foreign)
    return [
        nothing if isinstance(answer, Lost) else answer
        for nothing, answer in zip(found, answers, strict=True)
    ]


def _refit(
    work: Work, labelings: Sequence[Labeling], kept: NDArray[np.int64], refits: Refits
) -> Matrix:
    if not work.settings:
        return np.full(len(labelings), np.nan)
    (matrix,) = refit_matrices(work.space, [kept])
    job = Job(matrix, scaled(work, len(kept)), work.seed("without outliers"))
    return mean_agreement(work.spec, labelings, [job], [kept], refits.sharing)
