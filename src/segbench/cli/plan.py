"""`plan=true`: what a run will need, without running it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from segbench.cli.console import console
from segbench.core import Dataset
from segbench.runner import Estimate, RunSpec, Work, estimate, memory_limit

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
    for heading in ("settings", "memory GiB", "fits s", "refits s"):
        table.add_column(heading, justify="right")
    table.add_column("note")
    estimates = [estimate(one, spec) for one in work]
    for one in estimates:
        table.add_row(*map(escape, _cells(one, limit)))
    out = console()
    out.print(table)
    out.print(escape(_total(estimates, dataset, spec, limit)))


def _cells(one: Estimate, limit: float) -> tuple[str, ...]:
    key = one.work.space.key
    return (
        f"{key.features} / {key.scaler}",
        one.work.spec.name,
        str(len(one.work.settings)),
        f"{one.memory_bytes / GIB:.2f}",
        f"{one.fit_seconds:.1f}",
        f"{one.refit_seconds:.1f}",
        "over the limit: a row will say so" if one.memory_bytes > limit else "",
    )


def _total(
    estimates: Sequence[Estimate], dataset: Dataset, spec: RunSpec, limit: float
) -> str:
    n = dataset.n_customers
    workers = spec.workers(n).processes
    runs = [one for one in estimates if one.memory_bytes <= limit]
    seconds = sum(one.fit_seconds + one.refit_seconds for one in runs)
    return (
        f"\n{dataset.title}: {n:,} customers, B = {spec.resamples_of(n)} resamples. "
        f"About {seconds / workers:.0f} s on {workers} processes, to a factor of two; "
        f"a fit may hold {limit / GIB:.1f} GiB. Nothing was run."
    )
