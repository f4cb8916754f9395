"""The default comparison of a million customers, and what its short cuts cost.

Three tables: the whole run of the command line; a fit of every algorithm over its grid
by itself; and, of 50,000 customers, how far the short cuts agree with the algorithms as
they are, on the same settings.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from datasets import GIB, MemoryWatch, run_command
from timing import Row, environment, parser, report

CUSTOMERS = 1_000_000
COMPARED = 50_000  # as many as all algorithms but Ward's tree can take
COMPARED_TREE = 20_000  # a tree of more needs 9 GiB
MOST_SETTINGS = {"dbscan": 6}  # neighbours in larger radii are more than memory holds
QUICK = 60_000
SHARES = (0.3, 0.22, 0.18, 0.14, 0.1, 0.06)
FEATURES = 8
KS = range(2, 11)
SECONDS, MEMORY_GIB = 240, 3  # what the whole run may take


def customers(n: int) -> pd.DataFrame:
    """Draw six overlapping groups of unequal sizes, as amounts in columns."""
    rng = np.random.default_rng(7)
    centres = rng.normal(0, 3, (len(SHARES), FEATURES))
    spreads = rng.uniform(0.7, 1.5, (len(SHARES), FEATURES))
    groups = rng.choice(len(SHARES), n, p=SHARES)
    values = centres[groups] + rng.normal(size=(n, FEATURES)) * spreads[groups]
    names = [f"spend_{letter}" for letter in "abcdefgh"]
    table = pd.DataFrame(np.round(values * 10 + 100, 2), columns=names)
    table.insert(0, "customer_id", [f"C{i:07d}" for i in range(n)])
    return table


def matrix(n: int) -> np.ndarray:
    """Return the customers as a run standardises them."""
    values = customers(n).iloc[:, 1:].to_numpy()
    return (values - values.mean(axis=0)) / values.std(axis=0)


def whole(n: int) -> Row:
    """Run the command as a user does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "customers.csv")
        customers(n).to_csv(path, index=False)
        taken = run_command(["dataset=csv", f"dataset.path={path}"])
    return {
        "customers": n,
        "wall s": taken.wall,
        "CPU s": taken.cpu,
        "peak GiB": taken.peak / GIB,
        "target": f"{SECONDS} s, {MEMORY_GIB} GiB",
        "met": taken.wall < SECONDS and taken.peak < MEMORY_GIB * GIB,
        "exit code": taken.exit_code,
    }


def alone(name: str, n: int) -> Row:
    """Fit one algorithm over its grid in a process of its own, on one thread."""
    words = [sys.executable, __file__, "--fit", name, str(n)]
    process = subprocess.Popen(
        words, env=environment(), stdout=subprocess.PIPE, text=True
    )
    watch = MemoryWatch(process.pid)
    answer = json.loads(process.communicate()[0])
    return {
        "algorithm": name,
        "customers": n,
        "settings": answer["settings"],
        "CPU s": answer["cpu"],
        "peak GiB": watch.stop() / GIB,
        "remark": answer["remark"],
    }


def fit(name: str, n: int) -> dict[str, Any]:
    """Fit the form for very many customers; print what it took."""
    from timing import measure

    from segbench.algorithms import Sharing, expand_grid, fit_sweep

    X, found = matrix(n), []
    spec = _form(name, CUSTOMERS)

    def work() -> None:
        found.extend(fit_sweep(spec, expand_grid(spec, X, KS), X, 1, Sharing.GRID))

    seconds = measure(work)
    return {"cpu": seconds.cpu, "settings": len(found), "remark": found[0].reason}


def agreement(name: str, n: int) -> Row:
    """Compare both forms of an algorithm, setting by setting."""
    from sklearn.metrics import adjusted_rand_score

    from segbench.algorithms import Sharing, expand_grid, fit_sweep, get
    from segbench.core import Status

    X = matrix(n)
    form = _form(name, n)
    settings = expand_grid(form, X, KS)[: MOST_SETTINGS.get(name)]
    exact = fit_sweep(get(name), settings, X, 1, Sharing.GRID)
    seeded = get(name).takes_seed
    again = fit_sweep(get(name), settings, X, 2, Sharing.GRID) if seeded else exact
    short = fit_sweep(form, settings, X, 1, Sharing.GRID)
    found = [
        (a.labels, b.labels, c.labels)
        for a, b, c in zip(exact, short, again, strict=True)
        if a.status is b.status is Status.OK
    ]
    values = [adjusted_rand_score(a, b) for a, b, _ in found]
    inside = [(a, b, (a >= 0) & (b >= 0)) for a, b, _ in found]
    assigned = [adjusted_rand_score(a[both], b[both]) for a, b, both in inside]
    seeds = [adjusted_rand_score(a, c) for a, _, c in found]
    return {
        "algorithm": name,
        "customers": n,
        "settings compared": len(found),
        "ARI, median": float(np.median(values)),
        "ARI, lowest": min(values),
        "ARI of whom both assign, median": float(np.median(assigned)),
        "ARI of two seeds of the exact one": float(np.median(seeds))
        if seeded
        else None,
        "lowest": min(seeds) if seeded else None,
        "BIC above the exact one's, median %": _percent_above(exact, short),
        "remark": short[0].reason,
    }


def _percent_above(exact: Sequence[Any], short: Sequence[Any]) -> float | None:
    """Tell what the short cut costs in likelihood: another optimum may be as good."""
    pairs = [(a.criteria, b.criteria) for a, b in zip(exact, short, strict=True)]
    above = [100 * (b["bic"] / a["bic"] - 1) for a, b in pairs if "bic" in a]
    return float(np.median(above)) if above else None


def _form(name: str, n: int) -> Any:
    """Return the form for very many customers, whose sample is less than half."""
    from segbench.algorithms import for_size, get
    from segbench.core import Metric

    space = SimpleNamespace(n_customers=n, metric=Metric.EUCLIDEAN)
    spec = for_size(get(name), space, too_large=True)
    size = min(spec.params["sample_size"], 2 * n // 5)
    words = f"{spec.approximation.partition(' of ')[0]} of {n:,} customers"
    if size < spec.params["sample_size"]:
        words = f"approximate: sample of {size:,} of {n:,} customers"
    return replace(
        spec, params={**spec.params, "sample_size": size}, approximation=words
    )


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and write the three tables."""
    from segbench.algorithms.registry import DEFAULT_ALGORITHMS

    arguments = parser(__doc__ or "", repeats=1)
    arguments.add_argument("--fit", nargs=2, help="used by the script itself")
    args = arguments.parse_args(words)
    if args.fit:
        print(json.dumps(fit(args.fit[0], int(args.fit[1]))))
        return
    n = QUICK if args.quick else CUSTOMERS
    rows = [agreement(one, _compared(one, args.quick)) for one in DEFAULT_ALGORITHMS]
    report("million_agreement", rows, quick=args.quick)
    report("million_fits", [alone(x, n) for x in DEFAULT_ALGORITHMS], quick=args.quick)
    report("million", [whole(n)], quick=args.quick)


def _compared(name: str, quick: bool) -> int:
    if quick:
        return 3_000
    return COMPARED_TREE if name == "agglomerative" else COMPARED


if __name__ == "__main__":
    main()
