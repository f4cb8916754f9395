"""The table of algorithms, and all that one declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from segbench.algorithms.registry import (
    DEFAULT_ALGORITHMS,
    available,
    get,
    origins,
)
from segbench.algorithms.spec import AlgorithmSpec
from segbench.cli.console import console

HINT = """
* compared when none is named; choose others with '+algo=[kmeans,gmm]'.
k is the parameter that holds the number of segments; memory grows with n customers or
with n squared. python -m segbench algorithms NAME shows all of one, its grid too."""

NOT_IMPORTED = "An algorithm with ? is of a package that is imported when it is named."

_HEADINGS = ("algorithm", "k", "noise", "memory", "needs", "from", "reference")


def print_algorithms() -> None:
    """Print what can be compared and what each algorithm declares.

    Packages that offer one are named; none is imported.
    """
    known = available()
    rows = [_cells(name, spec) for name, spec in known.items()]
    strange = {name: where for name, where in origins().items() if name not in known}
    rows += [(name, *("?" * 4), where, "?") for name, where in strange.items()]
    out = console()
    print_table(out, _HEADINGS, rows)
    out.print(escape(HINT))
    if strange:
        out.print(NOT_IMPORTED)


def print_algorithm(name: str) -> None:
    """Print everything that an algorithm declares; its package is imported."""
    spec = get(name)
    grid = _listed(spec.grid)
    rows = [
        ("algorithm", spec.name + (" (a baseline)" if spec.baseline else "")),
        ("number of segments", spec.k_param or "finds its own"),
        ("grid", grid or ("the run's k" if spec.k_param else "one setting")),
        ("fixed", _listed(spec.params) or "nothing"),
        ("noise", "may assign it" if spec.assigns_noise else "none"),
        ("distances", ", ".join(spec.metrics)),
        ("counts customers", ", ".join(spec.scales_with_n) or "nothing does"),
        ("memory", f"{spec.memory} in n"),
        ("time", f"{spec.time} in n"),
        ("needs", spec.needs or "nothing more"),
        ("class", spec.target),
        ("from", spec.origin),
        ("reference", spec.cite or "none"),
    ]
    out = console()
    table = Table(box=None, show_header=False, pad_edge=False)
    for heading, text in rows:
        table.add_row(f"[dim]{heading}[/dim]", escape(text))
    out.print(table)


def print_table(
    out: Console, headings: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    """Print rows of text; names and origins are never broken."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, no_wrap=place == 0 or heading == "from")
    for row in rows:
        table.add_row(*map(escape, row))
    out.print(table)


def _cells(name: str, spec: AlgorithmSpec) -> tuple[str, ...]:
    star = "*" if name in DEFAULT_ALGORITHMS else ""
    baseline = " (baseline)" if spec.baseline else ""
    return (
        f"{name}{star}{baseline}",
        spec.k_param or "finds its own",
        "yes" if spec.assigns_noise else "no",
        str(spec.memory),
        spec.needs,
        spec.origin,
        spec.cite,
    )


def _listed(values: Mapping[str, Any]) -> str:
    return "; ".join(f"{name} {_values(value)}" for name, value in values.items())


def _values(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"by {rule} {_values(one)}" for rule, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
