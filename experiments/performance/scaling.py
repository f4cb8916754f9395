"""How time and memory of silhouettes grow with n, and whether the estimate covers."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from timing import (
    MIB,
    Row,
    blobs,
    kmeans_labels,
    measure,
    median,
    parser,
    peak_bytes,
    report,
    run_child,
    yardstick,
)

from segbench.scoring.silhouette import sampled_silhouette, silhouette_score

D = 4
KS = range(2, 12)
HEADLINE = KS.index(6)  # the labeling whose coverage is held against the target
SIZES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
SLOPE_FROM = 5_000  # below, fixed costs count
SAMPLE_SIZE = 3_500
MEMORY_TARGET_MIB = 1024
COVERAGE_TARGET = 0.93


def labelings(n: int) -> tuple[Any, Any]:
    """Make n points and ten k-means labelings of them."""
    X, _ = blobs(n, D, 6)
    return X, kmeans_labels(X, [(k, 0) for k in KS])


def measure_size(n: int, repeats: int) -> None:
    """Time the exact scores and the estimate in this process; print JSON."""
    X, labels = labelings(n)
    silhouette_score(np.eye(3), [0, 0, 1])  # loads the compiled loops
    before = peak_bytes()
    pairs = [
        (
            measure(lambda: silhouette_score(X, labels)),
            measure(lambda: _estimate(X, labels, 0)),
        )
        for _ in range(repeats)
    ]
    exact, sampled = (median(runs) for runs in zip(*pairs, strict=True))
    memory = {"before": before / MIB, "peak": peak_bytes() / MIB}
    print(json.dumps({"exact": exact.cpu, "sampled": sampled.cpu, **memory}))


def _estimate(X: Any, labels: Any, seed: int) -> Any:
    return sampled_silhouette(X, labels, sample_size=SAMPLE_SIZE, random_state=seed)


def size_row(n: int, repeats: int, unit: float) -> Row:
    """Measure one size in a process of its own."""
    found = run_child(__file__, "--size", str(n), "--repeats", str(repeats))
    return {
        "points": n,
        "exact, yardsticks": found["exact"] / unit,
        "sampled, yardsticks": found["sampled"] / unit,
        "exact / sampled": found["exact"] / found["sampled"],
        "exact CPU s": found["exact"],
        "peak MiB": found["peak"],
        "of these, data and labels": found["before"],
        "below 1 GiB": found["peak"] < MEMORY_TARGET_MIB,
    }


def slope(rows: list[Row]) -> float:
    """Return the slope of log time over log n where fixed costs no longer count."""
    large = [row for row in rows if row["points"] >= SLOPE_FROM]
    n, seconds = (
        [row[name] for row in large] for name in ("points", "exact, yardsticks")
    )
    return float(np.polyfit(np.log(n), np.log(seconds), 1)[0])


def coverage_row(n: int, seeds: int) -> Row:
    """Count the seeds whose 95 % interval holds the exact score."""
    X, labels = labelings(n)
    exact = silhouette_score(X, labels, n_jobs=-1)
    covered = np.array([covers(X, labels, exact, seed) for seed in range(seeds)])
    headline = int(covered[:, HEADLINE].sum())
    return {
        "points": f"{n:,}",
        "seeds": seeds,
        f"covered, k = {KS[HEADLINE]}": headline,
        "target": f"{COVERAGE_TARGET:.0%}",
        "met": headline >= COVERAGE_TARGET * seeds,
        "covered, mean of k = 2..11": f"{covered.mean():.1%}",
    }


def covers(X: Any, labels: Any, exact: Any, seed: int) -> list[bool]:
    """Tell for each labeling whether the interval of a seed holds the exact score."""
    found = sampled_silhouette(
        X, labels, sample_size=SAMPLE_SIZE, random_state=seed, n_jobs=-1
    )
    return [
        bool(one.low <= value <= one.high)
        for one, value in zip(found, exact, strict=True)
    ]


def main() -> None:
    """Measure every size, then the coverage."""
    arguments = parser(__doc__)
    arguments.add_argument("--size", type=int, help="measure one size and print JSON")
    args = arguments.parse_args()
    if args.size:
        measure_size(args.size, args.repeats)
        return
    sizes = [n for n in SIZES if not args.quick or n <= 10_000]
    unit = yardstick().cpu
    rows = [size_row(n, args.repeats, unit) for n in sizes]
    report("scaling", rows, quick=args.quick)
    fitted = {"points from": SLOPE_FROM, "slope of log time": slope(rows), "target": 2}
    report("scaling_slope", [fitted], quick=args.quick)
    large, seeds = ((5_000,), 20) if args.quick else ((20_000, 100_000), 100)
    covered = [coverage_row(n, seeds) for n in large]
    report("scaling_coverage", covered, quick=args.quick)


if __name__ == "__main__":
    main()
