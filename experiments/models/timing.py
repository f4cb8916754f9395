"""Time and memory of assigning a million new customers, by every kind of rule.

    python experiments/models/timing.py [folder for the files] [customers]

Each rule runs in a process of its own; peak memory is that of the process.
"""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import segbench
from segbench.features import FeatureSet
from segbench.models import load_model, model_of
from segbench.models.assign_file import assign_file

N = 1_000_000
FIRST = 5_000
COLUMNS = [f"x{i}" for i in range(8)]
CASES = {
    "kmeans": ("nearest centroid", "euclidean"),
    "gmm": ("mixture", "euclidean"),
    "dbscan": ("nearest core customer", "euclidean"),
    "hdbscan": ("membership by reach", "euclidean"),
    "agglomerative": ("nearest customers", "euclidean"),
    "agglomerative gower": ("nearest customers", "gower"),
}
RESULT = Path(__file__).parents[2] / "results/reference/models/timing.csv"


def customers(n, seed):
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0, 100, (6, 8))
    X = centres[rng.integers(0, 6, n)] + rng.normal(0, 12, (n, 8))
    frame = pd.DataFrame(X.round(2), columns=COLUMNS)
    frame.insert(0, "id", [f"c{i}" for i in range(n)])
    return frame


def make(case, folder):
    algorithm = case.split()[0]
    features = FeatureSet("all", tuple(COLUMNS), distance=CASES[case][1])
    found = segbench.compare(
        customers(FIRST, 1),
        features={"all": features},
        algorithms=[algorithm],
        k=[6],
        scoring="quick",
        resamples=0,
    )
    ranking = found.results.rankings[0]
    specs = (features, found.spec.scalers[0])
    model = model_of(
        found.results, found.dataset, ranking, ranking.rows[0], specs=specs
    )
    return model.save(folder / f"{case.replace(' ', '_')}.skops")


def assign(model, new, out):
    """In a process of its own: the seconds from the first import to the file."""
    started = time.perf_counter()
    loaded = load_model(model)
    found = assign_file(loaded, new, out)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024**2
    rule, n = loaded.rule.kind.name, found.counts.customers
    print(f"{rule},{n},{seconds:.1f},{cpu:.1f},{peak:.2f}")


def main(folder, n):
    new = folder / "new.csv"
    if not new.exists():
        customers(n, 2).to_csv(new, index=False)
    rows = []
    for case in CASES:
        model = make(case, folder)
        words = [sys.executable, __file__, "--one", model, new, folder / "out.csv"]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        rows.append([case, *done.stdout.strip().split(",")])
        print(*rows[-1], flush=True)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    with RESULT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        columns = [
            "algorithm",
            "rule",
            "customers",
            "seconds",
            "cpu_seconds",
            "peak_gib",
        ]
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        assign(*sys.argv[2:])
    else:
        place = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()
        main(Path(place), int(sys.argv[2]) if len(sys.argv) > 2 else N)
