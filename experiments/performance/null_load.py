"""The load of a test for structure: trees and silhouettes of many null data sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import silhouette_score as peer_score
from threadpoolctl import threadpool_limits
from timing import Row, compare, parse, report

from segbench.algorithms.agglomerative import Agglomerative
from segbench.scoring.silhouette import silhouette_score

N = 200
KS = range(2, 9)


def null_data(count: int, d: int) -> list[Any]:
    """Draw data sets of one Gaussian each."""
    rng = np.random.default_rng(d)
    return [rng.normal(size=(N, d)) for _ in range(count)]


def ours(data: Sequence[Any]) -> Any:
    """Build one tree a data set, cut it at every k, score all cuts at once."""
    ward = Agglomerative(linkage="ward")
    settings = [{"n_clusters": k} for k in KS]
    return np.array([silhouette_score(X, ward.sweep(X, settings)) for X in data])


def peer(data: Sequence[Any]) -> Any:
    """Fit and score every k of every data set by itself."""
    return np.array([[_fit_and_score(X, k) for k in KS] for X in data])


def _fit_and_score(X: Any, k: int) -> float:
    return float(peer_score(X, AgglomerativeClustering(k).fit_predict(X)))


def measure_dimension(d: int, count: int, repeats: int) -> Row:
    """Compare on data of d features."""
    data = null_data(count, d)
    with threadpool_limits(limits=1):
        found = compare(lambda: ours(data), lambda: peer(data), repeats)
        difference = float(np.abs(ours(data) - peer(data)).max())
    return {
        "data sets": count,
        "points x features": f"{N} x {d}",
        "CPU ratio": found.cpu_ratio,
        "wall ratio": found.wall_ratio,
        "segbench CPU s": found.ours.cpu,
        "scikit-learn CPU s": found.peer.cpu,
        "largest difference": difference,
    }


def main() -> None:
    """Measure both dimensions."""
    args = parse(__doc__)
    count = 30 if args.quick else 300
    ours(null_data(1, 2))  # loads the compiled loops
    rows = [measure_dimension(d, count, args.repeats) for d in (2, 4)]
    report("null_load", rows, quick=args.quick)


if __name__ == "__main__":
    main()
