"""What a run would read and do with it, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from segbench.cleaning_plan import CHOICES
from segbench.cli.console import console
from segbench.cli.hydra_app import Job, call_hydra
from segbench.cli.words import sort_words
from segbench.config.validate import validate
from segbench.core import Dataset, Role, Space
from segbench.data import MISSING_LEVEL, DataSource, load
from segbench.data.rows import EQUAL
from segbench.errors import DataError, UserError
from segbench.features import FeatureSet, ScalerSpec, build_space, distance_shares
from segbench.runner import RunSpec

MOST_SHOWN = 4
"""Levels of a category, and variables of a space, that are named."""

MUCH = 0.5
"""Share of the distances from which on one variable decides the segments."""


def check_command(words: Sequence[str]) -> int:
    """Print what the data set of the words is made of; nothing is written."""
    sorted_words = sort_words(words)
    if sorted_words.multirun:
        raise UserError("check looks at one data set at a time; leave out -m")
    call_hydra(sorted_words, _work)
    return 0


def _work(job: Job) -> None:
    config = validate(job.values)
    dataset = load(config.source)
    out = console()
    _print_customers(out, dataset, config.source)
    out.print(_columns(dataset))
    _print_plan(out, dataset)
    out.print(_feature_sets(dataset, config.run))
    out.print("\nNothing was run.")


def _print_customers(out: Console, dataset: Dataset, source: DataSource) -> None:
    left_out = len(dataset.left_out)
    more = f", {left_out:,} left out" if left_out else ""
    title = f"{dataset.title}: {dataset.n_customers:,} customers{more}"
    out.print(f"[bold]{escape(title)}[/bold]")
    origin = source.published.origin if hasattr(source, "published") else ""
    for line in (origin, *_said_of(dataset, "")):
        if line:
            out.print(f"  {escape(line)}")
    out.print()


def _said_of(dataset: Dataset, column: str) -> Iterator[str]:
    """Everything that was done to a column, or to the whole table."""
    for step in dataset.log:
        if step.column == column or (not column and step.column not in dataset.roles):
            about = f"{step.column}: " if step.column and not column else ""
            # A whole column's step has no cells to count.
            count = f" ({step.count:,})" if step.count != 1 or not column else ""
            yield f"{about}{step.action}{count}"


def _columns(dataset: Dataset) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for heading in ("column", "role", "values", "missing", "what is said of it"):
        table.add_column(heading, justify="right" if heading == "missing" else "left")
    for name, role in dataset.roles.items():
        missing = _missing(dataset, name)
        cells = (
            name,
            str(role),
            _values(dataset, name),
            f"{missing:,}" if missing else "",
            "; ".join(_said_of(dataset, name)),
        )
        table.add_row(*map(escape, cells))
    return table


def _missing(dataset: Dataset, name: str) -> int:
    if name not in dataset.frame:
        return 0
    column = dataset.frame[name]
    if dataset.roles[name] is Role.NUMERIC:
        return int(column.isna().sum())
    return int((column == MISSING_LEVEL).sum())


def _values(dataset: Dataset, name: str) -> str:
    """Show the range of a quantity, or the most frequent levels of a category."""
    if dataset.roles[name] is Role.ID:
        return f"{dataset.n_customers:,} different"
    if name not in dataset.frame:
        return ""
    column = dataset.frame[name]
    if dataset.roles[name] is Role.NUMERIC:
        known = column.dropna()
        low, middle, high = known.min(), known.median(), known.max()
        return f"{_figure(low)} to {_figure(high)}, median {_figure(middle)}"
    counts = column[column != MISSING_LEVEL].value_counts()
    named = ", ".join(f"{level} {n:,}" for level, n in counts[:MOST_SHOWN].items())
    more = len(counts) - MOST_SHOWN
    return f"{named} and {more} more" if more > 0 else named


def _figure(number: float) -> str:
    """Write a quantity as people do; an exponent where it has very many digits."""
    whole = 1e5 <= abs(number) < 1e15
    return f"{number:,.0f}" if whole else f"{number:,.6g}"


def _print_plan(out: Console, dataset: Dataset) -> None:
    """Print what the plan touches, and what somebody has chosen."""
    out.print("\n[bold]Cleaning[/bold]")
    plan, touched = vars(dataset.cleaning), _touched(dataset)
    lines = [
        f"{CHOICES[name][choice]}{f' ({touched[name]:,})' if touched.get(name) else ''}"
        for name, choice in plan.items()
        if touched.get(name) or choice != next(iter(CHOICES[name]))
    ]
    for line in lines or ["nothing to do"]:
        out.print(f"  {escape(line)}")
    out.print()


def _touched(dataset: Dataset) -> dict[str, int]:
    """Count by setting of the plan what it is about, as far as that is still there."""
    kinds = {"missing": Role.NUMERIC, "missing_levels": Role.CATEGORICAL}
    counts = {
        setting: sum(_missing(dataset, name) for name in dataset.columns(role))
        for setting, role in kinds.items()
    }
    equal = (one.count for one in dataset.log if one.action.startswith(EQUAL))
    return {**counts, "duplicates": sum(equal)}


def _feature_sets(dataset: Dataset, spec: RunSpec) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for heading in ("feature set", "scaler", "columns", "features", "in the distances"):
        table.add_column(heading, justify="right" if heading == "features" else "left")
    seen = set()
    for features in spec.features:
        for scaler in spec.scalers:
            cells = _cells(dataset, features, scaler, spec.seed)
            if cells not in seen:  # a set with a scale of its own takes no scaler
                table.add_row(*map(escape, cells))
            seen.add(cells)
    return table


def _cells(
    dataset: Dataset, features: FeatureSet, scaler: ScalerSpec, seed: int
) -> tuple[str, ...]:
    try:
        space = build_space(dataset, features, scaler, seed)
    except DataError as error:
        return (features.name, scaler.name, "", "", f"cannot be used: {error}")
    return (
        features.name,
        space.key.scaler,
        _some(space.columns),
        str(space.matrix.shape[1]),
        _weighty(space),
    )


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_SHOWN
    return ", ".join(names[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _weighty(space: Space) -> str:
    """Name the variables that have most to say in the distances."""
    shares = sorted(distance_shares(space).items(), key=lambda one: -one[1])
    named = ", ".join(f"{name} {share:.0%}" for name, share in shares[:MOST_SHOWN])
    first, second = (*(round(share, 2) for _, share in shares), 0.0, 0.0)[:2]
    decides = len(shares) > 1 and first >= MUCH and first > second
    return f"{named} (the first decides)" if decides else named
