"""`plan=true`: what a run will need, without running it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from segbench.cli.console import console
from segbench.core import Dataset
from segbench.runner import (
    Estimate,
    RunSpec,
    SpaceEstimate,
    Work,
    estimate,
    estimate_space,
    memory_limit,
)
from segbench.runner.work import by_space

GIB = 2**30


def print_plan(dataset: Dataset, spec: RunSpec, work: Sequence[Work]) -> None:
    """Print memory and time of every algorithm in every space.

    Times come from a trial on a few customers, scaled up by the declared growth: they
    are good to about a factor of two.
    """
    limit = memory_limit(spec, dataset.n_customers)
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("space")
    table.add_column("algorithm")
    for heading in ("settings", "memory GiB", "fits s", "refits s", "nulls s"):
        table.add_column(heading, justify="right")
    table.add_column("note")
    estimates = [estimate(one, spec) for one in work]
    for one in estimates:
        table.add_row(*map(escape, _cells(one, limit)))
    spaces = [
        estimate_space(work[i[0]].space, sum(len(work[j].settings) for j in i), spec)
        for i in by_space(work)
    ]
    for once in spaces:
        table.add_row(*map(escape, _cells_of_space(once)))
    out = console()
    out.print(table)
    runs = [one.seconds for one in estimates if one.memory_bytes <= limit]
    seconds = sum(runs) + sum(one.seconds for one in spaces)
    out.print(escape(_total(seconds, dataset, spec, limit)))


def _cells(one: Estimate, limit: float) -> tuple[str, ...]:
    key = one.work.space.key
    return (
        f"{key.features} / {key.scaler}",
        one.work.spec.name,
        str(len(one.work.settings)),
        f"{one.memory_bytes / GIB:.2f}",
        f"{one.fit_seconds:.1f}",
        f"{one.refit_seconds:.1f}",
        f"{one.null_seconds:.1f}",
        "over the limit: a row will say so" if one.memory_bytes > limit else "",
    )


def _cells_of_space(one: SpaceEstimate) -> tuple[str, ...]:
    key = one.space.key
    parts = f"scores {one.score_seconds:.1f} s, structure {one.structure_seconds:.1f} s"
    return (f"{key.features} / {key.scaler}", "measures", *[""] * 5, parts)


def _total(seconds: float, dataset: Dataset, spec: RunSpec, limit: float) -> str:
    n = dataset.n_customers
    workers = spec.workers(n).processes
    return (
        f"\n{dataset.title}: {n:,} customers, B = {spec.resamples_of(n)} resamples. "
        f"About {seconds / workers:.0f} s on {workers} processes, to a factor of two; "
        f"a fit may hold {limit / GIB:.1f} GiB. Nothing was run."
    )
