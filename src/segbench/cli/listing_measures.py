"""The table of measures."""

from __future__ import annotations

from rich.markup import escape

from segbench.cli.console import console
from segbench.cli.listing import print_table
from segbench.plugins import MEASURES, offers
from segbench.scoring.measure import Direction, Measure
from segbench.scoring.measures import registered_measures

HINT = """
Every labeling is scored by all of them; python -m segbench ranks by silhouette,
Davies-Bouldin index and stability, which scoring.weights changes. Nothing that is good
`neither` way is ranked by."""

NOT_IMPORTED = "A measure with ? is of a package that is imported when a run scores."

_HEADINGS = ("measure", "good when", "range", "needs", "from", "reference")
_WAYS = {
    Direction.LARGE: "large",
    Direction.SMALL: "small",
    Direction.NEITHER: "neither",
}


def print_measures() -> None:
    """Print what labelings are scored by; packages are named, none is imported."""
    known = registered_measures()
    rows = [_cells(one) for one in known.values()]
    strange = {
        name: " and ".join(one.origin for one in several)
        for name, several in offers(MEASURES).items()
        if name not in known
    }
    rows += [(name, *("?" * 3), where, "?") for name, where in strange.items()]
    out = console()
    print_table(out, _HEADINGS, rows)
    out.print(escape(HINT))
    if strange:
        out.print(NOT_IMPORTED)


def _cells(one: Measure) -> tuple[str, ...]:
    return (
        one.name,
        _WAYS[one.direction],
        f"{one.low:g} to {one.high:g}",
        "known segments" if one.needs_truth else "the features",
        one.origin,
        one.reference,
    )
