"""What a refit is made on, and which of its labels count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import AlgorithmSpec, Job, Sharing, refit
from segbench.algorithms.outcome import Outcome
from segbench.core import Labeling, Labels, Matrix, Scheme, Space, Status
from segbench.scoring import compare_labels
from segbench.scoring.stability import mean_over_resamples, with_noise
from segbench.seeds import seed_for


@dataclass(frozen=True)
class Refits:
    """How resamples are refitted."""

    sharing: Sharing
    scheme: Scheme

    def matrix(self, kept: Matrix, space: Space, name: str) -> Matrix:
        """Return what is clustered: the customers kept, with noise for the others."""
        if self.scheme is not Scheme.NOISE:
            return kept
        return with_noise(kept, seed_for(space.key.seed, space.key, name, "noise"))


def mean_agreement(
    spec: AlgorithmSpec,
    labelings: Sequence[Labeling],
    jobs: Sequence[Job],
    rows: Sequence[NDArray[np.int64]],
    sharing: Sharing,
) -> Matrix:
    """Mean adjusted Rand index of labelings with refits of their settings.

    Parameters
    ----------
    spec : AlgorithmSpec
        The algorithm.
    labelings : sequence of Labeling
        Of all customers.
    jobs : sequence of Job
        What is refitted, with a setting per labeling.
    rows : sequence of ndarray
        Customers that each job holds, first of its rows.
    sharing : Sharing
        What the refits may share.

    Returns
    -------
    ndarray of shape (labelings,)
        NaN for labelings without scores, which are not refitted.
    """
    values = np.full(len(labelings), np.nan)
    fine = [i for i, one in enumerate(labelings) if one.status is Status.OK]
    if not fine:
        return values
    references = np.array([labelings[i].labels for i in fine])
    most = int(references.max()) + 1
    reduced = [
        replace(job, settings=tuple(job.settings[i] for i in fine)) for job in jobs
    ]
    agreements = [
        compare_labels(references[:, kept], labels_on(outcomes, len(kept)), most).ari
        for kept, outcomes in zip(rows, refit(spec, reduced, sharing), strict=True)
    ]
    values[fine] = mean_over_resamples(np.array(agreements).T)
    return values


def labels_on(outcomes: Sequence[Outcome], n_kept: int) -> list[Labels | None]:
    """Return the labels of the customers that were kept; noise comes after them."""
    return [None if one.labels is None else one.labels[:n_kept] for one in outcomes]
