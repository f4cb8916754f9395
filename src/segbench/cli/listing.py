"""The table of algorithms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from segbench.algorithms.registry import DEFAULT_ALGORITHMS, available
from segbench.algorithms.spec import AlgorithmSpec
from segbench.cli.console import console

HINT = """
* compared when none is named; choose others with '+algo=[kmeans,gmm]'.
k is the parameter that holds the number of segments."""


def print_algorithms() -> None:
    """Print what can be compared and what each algorithm declares."""
    headings = ("algorithm", "k", "noise", "memory", "grid", "from", "reference")
    table = Table(*headings, box=None, header_style="dim", pad_edge=False)
    for name, spec in available().items():
        table.add_row(*(escape(cell) for cell in _cells(name, spec)))
    out = console()
    out.print(table)
    out.print(escape(HINT))


def _cells(name: str, spec: AlgorithmSpec) -> tuple[str, ...]:
    star = "*" if name in DEFAULT_ALGORITHMS else ""
    baseline = " (baseline)" if spec.baseline else ""
    return (
        f"{name}{star}{baseline}",
        spec.k_param or "finds its own",
        "yes" if spec.assigns_noise else "no",
        f"{spec.memory} in n",
        ", ".join(_grid(parameter, values) for parameter, values in spec.grid.items()),
        spec.origin,
        spec.cite,
    )


def _grid(parameter: str, values: Any) -> str:
    if isinstance(values, Mapping):
        return f"{parameter} by {', '.join(values)}"
    return f"{parameter} {', '.join(map(str, values))}"
