"""HDBSCAN of many customers: the tree of a sample, and who is within its reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import hdbscan as plain
from segbench.algorithms.large.estimator import Answer, Large, scaled_count
from segbench.algorithms.large.neighbours import ROWS, Near, neighbours_of
from segbench.core import NOISE, Labels, Matrix

COUNTS = ("min_cluster_size", "min_samples")
"""Parameters that count customers."""


class HDBSCAN(Large):
    """A sample is clustered, and others join where they are within a segment's reach.

    Counts are of all customers, and are scaled to the sample. Somebody joins the
    segment of the sampled customer of smallest mutual reachability (Campello, Moulavi
    & Sander 2013, doi:10.1007/978-3-642-37456-2_14), unless it is larger than any by
    which the segment's own customers joined.
    """

    exact = plain.HDBSCAN

    def _label(
        self,
        X: Matrix,
        drawn: NDArray[np.int64],
        chosen: Sequence[dict[str, Any]],
        seed: int,  # noqa: ARG002 nothing more is drawn
    ) -> list[Answer]:
        sample = X[drawn]
        settings = [_scaled(one, len(drawn), len(X)) for one in chosen]
        answers = self.exact_estimator().sweep(sample, settings)
        ranks = {one["min_samples"] for one in settings}
        joins = {
            rank: _joins(X, sample, drawn, rank, str(self.metric)) for rank in ranks
        }
        return [
            labels
            if isinstance(labels, Exception)
            else _extend(labels, drawn, joins[one["min_samples"]])
            for labels, one in zip(answers, settings, strict=True)
        ]


def _scaled(params: dict[str, Any], part: int, whole: int) -> dict[str, int]:
    counts = {name: params[name] for name in COUNTS}
    if counts["min_samples"] is None:
        counts["min_samples"] = counts["min_cluster_size"]
    return {name: scaled_count(n, part, whole) for name, n in counts.items()}


def _joins(
    X: Matrix, sample: Matrix, drawn: NDArray[np.int64], rank: int, metric: str
) -> Near:
    """Find how near everybody is to their neighbours by mutual reachability.

    The sampled customers are neighbours of their own at 0, which is moved behind.
    """
    near = neighbours_of(X, sample, rank + 1, metric)
    cores = near.distances[drawn, -1]
    distances, rows = near.distances, near.rows
    for low in range(0, len(X), ROWS):  # in place: there are many
        part = slice(low, low + ROWS)
        # Of somebody who was not drawn, the neighbour of that rank is one before.
        own = distances[part, -2][:, None]
        np.maximum(
            distances[part], np.maximum(own, cores[rows[part]]), out=distances[part]
        )
    is_self = rows[drawn] == np.arange(len(drawn))[:, None]
    distances[drawn] = np.where(
        is_self, np.inf, np.maximum(distances[drawn], cores[:, None])
    )
    return Near(distances, rows)


def _extend(labels: Labels, drawn: NDArray[np.int64], joins: Near) -> Labels:
    """Give those who were not drawn the segment that reaches them; -1 = nobody's."""
    k = int(labels.max(initial=NOISE)) + 1
    reach = np.zeros(k + 1)  # the last one is that of noise: nobody
    best = joins.distances.argmin(axis=1)
    everybody = np.arange(len(best))
    nearest = joins.distances[everybody, best]
    found = labels[joins.rows[everybody, best]]
    inside = (labels != NOISE) & (found[drawn] == labels)
    np.maximum.at(reach, labels[inside], nearest[drawn[inside]])
    extended: Labels = np.where(nearest <= reach[found], found, NOISE)
    extended[drawn] = labels
    return extended
