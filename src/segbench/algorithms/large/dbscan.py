"""DBSCAN of many customers: the dense ones of a sample, and who is within reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from segbench.algorithms import dbscan as plain
from segbench.algorithms.large.estimator import Answer, Large, scaled_count
from segbench.algorithms.large.neighbours import Near, neighbours_of, power_of
from segbench.core import NOISE, Labels, Matrix

LOOKED_AT = 5
"""Neighbours among whom a core is looked for before all cores are."""


class DBSCAN(Large):
    """A sample is clustered, and others join the nearest of its cores within eps.

    ``min_samples`` counts among all customers, and is scaled to the sample; ``eps`` is
    kept: the same density (Ester et al. 1996, KDD-96, 226-231).
    """

    exact = plain.DBSCAN

    def _label(
        self,
        X: Matrix,
        drawn: NDArray[np.int64],
        chosen: Sequence[dict[str, Any]],
        seed: int,  # noqa: ARG002 nothing more is drawn
    ) -> list[Answer]:
        sample = X[drawn]
        settings = [
            {
                "eps": one["eps"],
                "min_samples": scaled_count(one["min_samples"], len(drawn), len(X)),
            }
            for one in chosen
        ]
        metric = str(self.metric)
        near = neighbours_of(X, sample, LOOKED_AT, metric)
        radii = {
            count: neighbours_of(sample, sample, count, metric).distances[:, -1]
            for count in {one["min_samples"] for one in settings}
        }  # within which somebody has that many, themselves included
        found = self.exact_estimator().sweep(sample, settings)
        return [
            labels
            if isinstance(labels, Exception)
            else _nearest_core(
                X,
                _Cores(sample, labels, radii[one["min_samples"]] <= one["eps"]),
                near,
                one["eps"],
                metric,
            )
            for labels, one in zip(found, settings, strict=True)
        ]


@dataclass(frozen=True)
class _Cores:
    """A clustered sample, and who of it is a core."""

    sample: Matrix
    labels: Labels
    mask: NDArray[np.bool_]


def _nearest_core(
    X: Matrix, cores: _Cores, near: Near, eps: float, metric: str
) -> Labels:
    """Give everybody the segment of the nearest core within eps; -1 = nobody's."""
    found = np.full(len(X), NOISE, dtype=np.int64)
    if not cores.mask.any():
        return found
    is_core = cores.mask[near.rows]
    first = is_core.argmax(axis=1)[:, None]
    has_core = is_core.any(axis=1)
    distances = np.take_along_axis(near.distances, first, axis=1)[:, 0]
    joins = np.flatnonzero(has_core & (distances <= eps))
    found[joins] = cores.labels[near.rows[joins, first[joins, 0]]]
    # Where none of the neighbours is a core, one beyond them may be within eps.
    open_ = np.flatnonzero(~has_core & (near.distances[:, -1] <= eps))
    bound = float(np.nextafter(eps, np.inf))
    answer = KDTree(cores.sample[cores.mask]).query(
        X[open_], distance_upper_bound=bound, p=power_of(metric)
    )
    away, rows = np.asarray(answer[0]), np.asarray(answer[1])
    inside = np.isfinite(away)
    found[open_[inside]] = cores.labels[cores.mask][rows[inside]]
    return found
