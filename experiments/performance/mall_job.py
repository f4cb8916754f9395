"""Five algorithms, 270 settings and bootstrap stability, against plain scikit-learn.

Both sides run in processes of their own, in turn. The plain side gets the settings and
the resamples of segbench, and fits each setting of each resample by itself.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from mall_agreement import agreement_rows, pair_up, setting_row
from mall_peer import Task, run_tasks
from timing import Row, Seconds, measure, parser, report, run_child, summarise

from segbench.algorithms import DEFAULT_ALGORITHMS, AlgorithmSpec, get
from segbench.core import Dataset
from segbench.data import DeclaredRoles, SimulatedMall, TableSource, load
from segbench.features import FeatureSet, ScalerSpec
from segbench.ranking import RankingRule
from segbench.runner import NOTHING, RunSpec, Work, opened_runtime, prepare, run
from segbench.scoring import draw_resamples
from segbench.seeds import seed_for

WORKERS = 2
INCOME_SPENDING = ("Annual Income (k$)", "Spending Score (1-100)")
FEATURES = (
    FeatureSet("income_spending", INCOME_SPENDING),
    FeatureSet("age_income_spending", ("Age", *INCOME_SPENDING)),
)
SCALERS = tuple(
    ScalerSpec(name, f"sklearn.preprocessing.{target}")
    for name, target in [
        ("standard", "StandardScaler"),
        ("minmax", "MinMaxScaler"),
        ("robust", "RobustScaler"),
    ]
)
GRIDS = {
    "gmm": {"covariance_type": ["full"]},
    "hdbscan": {"min_cluster_size": [5, 6, 8, 10, 12, 15, 20, 30, 40]},
}


def load_mall(path: str | None) -> Dataset:
    """Load the simulated customers, or the file of the real ones.

    Without the known segments: the peer does not score against them either.
    """
    if path is None:
        return replace(load(SimulatedMall()), truth=None)
    numeric = ("Age", *INCOME_SPENDING)
    roles = DeclaredRoles(id="CustomerID", numeric=numeric)
    return load(TableSource(path, "mall", roles, rename=(("Genre", "Gender"),)))


def plan(dataset: Dataset, resamples: int) -> tuple[RunSpec, list[Work]]:
    """Build the spaces and the settings."""
    algorithms = tuple(_algorithm(name) for name in DEFAULT_ALGORITHMS)
    raw = {"effort": NOTHING, "rule": RankingRule(method="ranks")}
    spec = RunSpec(FEATURES, SCALERS, algorithms, resamples=resamples, **raw)
    return spec, prepare(dataset, spec)


def _algorithm(name: str) -> AlgorithmSpec:
    spec = get(name)
    return replace(spec, grid=GRIDS.get(name, spec.grid))


def tasks_of(work: Sequence[Work]) -> list[Task]:
    """Say in plain words what segbench is going to fit, setting by setting."""
    return [
        Task(
            one.space.encoded,
            one.space.key.scaler,
            one.spec.name,
            {**one.spec.params, **setting.params},
            one.seed("fit"),
        )
        for one in work
        for setting in one.settings
    ]


def run_side(side: str, path: str | None, folder: Path, resamples: int) -> None:
    """Do the job in this process, keep what came out, print the times as JSON."""
    found: list[Any] = []

    def ours() -> None:
        dataset = load_mall(path)
        spec, work = plan(dataset, resamples)
        runtime = opened_runtime(spec, dataset.n_customers)
        found.extend(run(dataset, spec, work, runtime).cells)

    def peer() -> None:
        found.extend(run_tasks(*joblib.load(folder / "tasks"), WORKERS))

    load_libraries(side, path, resamples)
    took = measure({"segbench": ours, "peer": peer}[side])
    joblib.dump(found, folder / side)
    print(json.dumps({"cpu": took.cpu, "wall": took.wall}))


def load_libraries(side: str, path: str | None, resamples: int) -> None:
    """Start the workers and import outside the clock; `cold_start.py` times it.

    The job of one space imports all that the whole job needs.
    """
    dataset = load_mall(path)
    spec, work = plan(dataset, resamples)
    if side == "peer":
        run_tasks(tasks_of(work)[:1] * WORKERS, [np.arange(10)], WORKERS)
    else:
        runtime = opened_runtime(spec, dataset.n_customers)
        run(dataset, spec, work[: len(DEFAULT_ALGORITHMS)], runtime)


def measure_sides(
    args: argparse.Namespace, folder: Path
) -> list[tuple[Seconds, Seconds]]:
    """Run both sides in turn, each in a new process."""
    words = ["--folder", str(folder), "--resamples", str(args.resamples)]
    words += ["--path", args.path] if args.path else []
    # compiles the loops where no cache has them
    run_child(__file__, "--side", "segbench", *words, "--resamples", "2")
    return [
        (
            Seconds(**run_child(__file__, "--side", "segbench", *words)),
            Seconds(**run_child(__file__, "--side", "peer", *words)),
        )
        for _ in range(args.repeats)
    ]


def write_tasks(dataset: Dataset, work: Sequence[Work], args: Any, folder: Path) -> int:
    """Write the peer's tasks; return how many there are."""
    seed = seed_for(0, dataset.name, "resamples")
    resamples = draw_resamples(dataset.n_customers, args.resamples, seed)
    tasks = tasks_of(work)
    joblib.dump((tasks, resamples), folder / "tasks")
    return len(tasks)


def time_rows(
    pairs: Sequence[tuple[Seconds, Seconds]], shown: dict[str, Any]
) -> list[Row]:
    """Write both times with their ratio."""
    found = summarise(pairs)
    ratios = {"wall": found.wall_ratio, "cpu": found.cpu_ratio}
    return [
        {
            "time": {"wall": "wall", "cpu": "CPU"}[name],
            **shown,
            "ratio": ratio,
            "segbench s": getattr(found.ours, name),
            "scikit-learn s": getattr(found.peer, name),
        }
        for name, ratio in ratios.items()
    ]


def arguments() -> argparse.Namespace:
    """Read the words; the last three are for the processes that are measured."""
    made = parser(__doc__, repeats=3)
    made.add_argument("--resamples", type=int, default=100)
    made.add_argument("--path", help="Mall_Customers.csv, instead of simulated people")
    made.add_argument("--side", choices=("segbench", "peer"), help=argparse.SUPPRESS)
    made.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return made.parse_args()


def compare_sides(args: argparse.Namespace, folder: Path) -> None:
    """Measure, hold the answers against each other, write the tables."""
    dataset = load_mall(args.path)
    _, work = plan(dataset, args.resamples)
    n_tasks = write_tasks(dataset, work, args, folder)
    times = measure_sides(args, folder)
    cells = joblib.load(folder / "segbench")
    pairs = pair_up(cells, joblib.load(folder / "peer"))
    shown = {"data": dataset.title, "settings": n_tasks, "resamples": args.resamples}
    report("mall_job", time_rows(times, shown), quick=args.quick)
    report("mall_job_agreement", agreement_rows(pairs, cells), quick=args.quick)
    rows = [setting_row(p) for p in pairs if p.scored]
    report("mall_job_settings", rows, quick=args.quick, show=False)


def main() -> None:
    """Measure both sides, or be one of them."""
    args = arguments()
    if args.side:
        run_side(args.side, args.path, args.folder, args.resamples)
        return
    args.path = args.path and str(Path(args.path).resolve())
    args.repeats = 1 if args.quick else args.repeats
    with tempfile.TemporaryDirectory() as folder:
        compare_sides(args, Path(folder))


if __name__ == "__main__":
    main()
