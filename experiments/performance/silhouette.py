"""Exact silhouettes of one and of many labelings against scikit-learn's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import silhouette_samples as peer_samples
from sklearn.metrics import silhouette_score as peer_score
from threadpoolctl import threadpool_limits
from timing import Row, blobs, compare, kmeans_labels, parse, report

from segbench.scoring.silhouette import silhouette_samples, silhouette_score

D = 4


@dataclass(frozen=True)
class Case:
    """Labelings to score, and what is expected."""

    name: str
    X: Any
    labels: Any  # shape (L, n)
    peer_labelings: int  # scored by the peer; its times are multiplied up to L
    target: float | None = None  # CPU seconds of the peer over ours, at least


def cases(*, quick: bool) -> list[Case]:
    """Make the data and their labelings."""
    shrink = 10 if quick else 1
    sizes = (2_000, 1_000, 200) if quick else (20_000, 2_000, 200)
    large, medium, small = (blobs(n, D, 6)[0] for n in sizes)
    many = 400 // shrink
    return [
        Case("1 k-means labeling, k = 6", large, kmeans_labels(large, [(6, 0)]), 1, 15),
        Case("20 k-means labelings", large, kmeans_labels(large, grid(20)), 3, 60),
        Case("20 random labelings", large, random_labels(len(large), 20), 3, 9),
        Case(f"{many} k-means labelings", medium, kmeans_labels(medium, grid(many)), 8),
        Case(f"{many} k-means labelings", small, kmeans_labels(small, grid(many)), 40),
    ]


def grid(n_labelings: int) -> list[tuple[int, int]]:
    """Return k = 2..11 in turn, a new seed each time round."""
    return [(2 + i % 10, i // 10) for i in range(n_labelings)]


def random_labels(n: int, n_labelings: int) -> Any:
    """Draw labels by lot, k = 2..11 in turn."""
    rng = np.random.default_rng(0)
    return np.array([rng.integers(2 + i % 10, size=n) for i in range(n_labelings)])


def measure_case(case: Case, repeats: int) -> Row:
    """Compare on one thread and on all cores; the peer's quicker way counts there."""
    X, labels = case.X, case.labels
    chosen = np.linspace(0, len(labels) - 1, case.peer_labelings).astype(int)
    few = labels[chosen]
    scale = len(labels) / len(chosen)
    with threadpool_limits(limits=1):
        one = compare(
            lambda: silhouette_score(X, labels),
            lambda: score_each(X, few, None),
            repeats,
            scale,
        )
    every = [
        compare(
            lambda: silhouette_score(X, labels, n_jobs=-1),
            lambda n_jobs=n_jobs: score_each(X, few, n_jobs),
            repeats,
            scale,
        )
        for n_jobs in (None, -1)
    ]
    return {
        "labelings": case.name,
        "points": f"{len(X):,}",
        "scored by scikit-learn": len(chosen),
        "CPU ratio": one.cpu_ratio,
        "target": case.target,
        "met": None if case.target is None else one.cpu_ratio >= case.target,
        "wall ratio": one.wall_ratio,
        "wall ratio, all cores": min(found.wall_ratio for found in every),
        "segbench CPU s": one.ours.cpu,
        "scikit-learn CPU s": one.peer.cpu,
        "largest difference": largest_difference(X, labels, chosen),
    }


def score_each(X: Any, labels: Sequence[Any], n_jobs: int | None) -> list[float]:
    """Score labelings one by one, as scikit-learn does."""
    return [peer_score(X, row, n_jobs=n_jobs) for row in labels]


def largest_difference(X: Any, labels: Any, chosen: Any) -> float:
    """Return the largest difference of a point's silhouette in the chosen labelings."""
    samples = silhouette_samples(X, labels, n_jobs=-1)[chosen]
    peer = np.array([peer_samples(X, row) for row in labels[chosen]])
    return float(np.abs(samples - peer).max())


def main() -> None:
    """Measure every case."""
    args = parse(__doc__)
    silhouette_score(np.eye(3), [0, 0, 1])  # loads the compiled loops
    rows = [measure_case(case, args.repeats) for case in cases(quick=args.quick)]
    report("silhouette", rows, quick=args.quick)


if __name__ == "__main__":
    main()
