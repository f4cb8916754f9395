"""Give new customers the segments of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from segbench.cli.console import console
from segbench.cli.stored import results_of
from segbench.cli.warn import warn
from segbench.data.values.contradictions import WORDS
from segbench.errors import DataError, UnknownNameError, UserError
from segbench.models import SegmentModel, load_model, model_of, other_versions
from segbench.models.assign_file import Assignment, assign_file
from segbench.models.of_run import MODELS, SUFFIX
from segbench.ranking import RankedRow, Ranking
from segbench.report.results import Results
from segbench.report.story import Tale, tell
from segbench.store import open_run_folder

USAGE = "python -m segbench assign results/RUN new.csv -o labelled.csv"
SETTINGS = ("output", "rank", "dataset", "decimal", "trust", "run_code", "debug")
MOST_NAMED = 5
"""Extra columns, and new levels of a column, that are named."""


@dataclass(frozen=True)
class Asked:
    """What was typed."""

    run: str
    customers: str
    output: str
    rank: int | None = None
    dataset: str | None = None
    decimal: str | None = None  # "." or ","
    trusted: tuple[str, ...] = ()
    run_code: bool = False


def assign_command(words: Sequence[str]) -> int:
    """Label the customers of a file; print what came of it."""
    asked = _asked(words)
    model = _model(asked)
    differ = other_versions(model)
    if differ:
        warn(f"{differ}; some first customers were tried and keep their segments")
    found = assign_file(model, asked.customers, asked.output, decimal=asked.decimal)
    _print(console(), model, found)
    return 0


def _asked(words: Sequence[str]) -> Asked:
    files, told = _sorted(words)
    if len(files) != 2:
        raise UserError(f"assign takes a run and a file of new customers: {USAGE}")
    if "output" not in told:
        raise UserError(f"say where to write, such as -o labelled.csv: {USAGE}")
    rank = told.get("rank")
    if rank is not None and not (rank.isdecimal() and int(rank) > 0):
        raise UserError(f"rank is a number from 1 on, not {rank!r}")
    run_code = told.get("run_code", "false").lower()
    if run_code not in {"true", "false"}:
        raise UserError(f"run_code is true or false, not {run_code!r}")
    run, customers = files
    return Asked(
        run,
        customers,
        output=told["output"],
        rank=None if rank is None else int(rank),
        dataset=told.get("dataset"),
        decimal=_decimal(told.get("decimal")),
        trusted=tuple(filter(None, told.get("trust", "").split(","))),
        run_code=run_code == "true",
    )


def _decimal(said: str | None) -> str | None:
    marks = {word: mark for mark, word in WORDS.items()}
    if said is None or said in WORDS:
        return said
    if said not in marks:
        raise UnknownNameError("decimal", said, marks)
    return marks[said]


def _sorted(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Tell files from settings; a file's name may have an equals sign in it."""
    files: list[str] = []
    told: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word in {"-o", "--output"}:
            told["output"] = next(rest, "")
        elif name == "--output" and equals:
            told["output"] = value
        elif equals and name in SETTINGS:
            told[name] = value
        elif word.startswith("-") or (equals and name.isidentifier()):
            raise UnknownNameError("setting of assign", name, ["-o", *SETTINGS[1:-1]])
        else:
            files.append(word)
    return files, {name: value for name, value in told.items() if value}


def _model(asked: Asked) -> SegmentModel:
    if Path(asked.run).is_dir():
        folder = open_run_folder(asked.run)
        stored = sorted((folder.path / MODELS).glob(f"*{SUFFIX}"))
        if asked.rank is None and asked.dataset is None and len(stored) == 1:
            return load_model(stored[0], trusted=asked.trusted)
        return _made(results_of(folder), asked)
    if asked.rank is not None or asked.dataset is not None:
        what = "rank" if asked.rank is not None else "dataset"
        raise UserError(
            f"{what} chooses within the folder of a run, not in a model's file"
        )
    if not Path(asked.run).exists():
        raise DataError(f"no run and no model at {asked.run}; give a folder of results")
    return load_model(asked.run, trusted=asked.trusted, run_code=asked.run_code)


def _made(results: Results, asked: Asked) -> SegmentModel:
    """Make the model that was asked for from the records."""
    tale = _tale(results, asked.dataset)
    if tale.lead is None:
        raise DataError(f"nothing is ranked in {asked.run}, so there are no segments")
    ranking, row = tale.rankings[0], tale.lead.row
    if asked.rank is not None:
        row = _row(ranking, asked.rank)
    return model_of(results, tale.dataset, ranking, row)


def _tale(results: Results, name: str | None) -> Tale:
    by_name = {one.dataset.name: one for one in tell(results).tales}
    if name is not None and name not in by_name:
        raise UnknownNameError("dataset", name, by_name)
    if name is None and len(by_name) > 1:
        known = ", ".join(by_name)
        raise UserError(f"the run has several data sets; say dataset= one of {known}")
    return by_name[name or next(iter(by_name))]


def _row(ranking: Ranking, rank: int) -> RankedRow:
    found = next((row for row in ranking.ranked if row.rank == rank), None)
    if found is None:
        ranks = sorted({row.rank for row in ranking.ranked if row.rank is not None})
        known = ", ".join(map(str, ranks[:20])) + (", ..." if len(ranks) > 20 else "")
        raise UserError(f"no segmentation has rank {rank} (equal ones share): {known}")
    return found


def _print(out: Console, model: SegmentModel, found: Assignment) -> None:
    counts = found.counts
    one = model.origin
    algo = escape(one.algo)
    out.print(f"[bold]{counts.customers:,} customers[/bold] in the segments of {algo}")
    out.print(f"made from {one.customers:,} customers of {escape(one.dataset)}\n")
    out.print(_segments(model, found))
    for line in (*_said(model, found), *model.words):
        out.print(escape(line))
    for tried in model.fidelity:
        mark = "*" if tried.taken else " "
        out.print(
            escape(f"  {mark} {tried.text}{' (its own rule)' if tried.own else ''}")
        )
    out.print(f"\n{escape(str(found.output))}", soft_wrap=True)


def _segments(model: SegmentModel, found: Assignment) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for heading in ("segment", "customers", "share", "at first"):
        table.add_column(heading, justify="right")
    table.add_column("name")
    total = max(found.counts.customers, 1)
    rows = zip(found.counts.sizes, model.shares, model.names, strict=True)
    for i, (size, share, name) in enumerate(rows):
        cells = (str(i), f"{size:,}", f"{size / total:.1%}", f"{share:.1%}", name)
        table.add_row(*map(escape, cells))
    first = 1 - sum(model.shares)
    if found.counts.noise or first > 1e-9:
        size = found.counts.noise
        shares = (f"{size / total:.1%}", f"{max(first, 0):.1%}")
        table.add_row("-1", f"{size:,}", *shares, "no segment (noise)")
    return table


def _said(model: SegmentModel, found: Assignment) -> Iterator[str]:
    """What a person should know of these customers."""
    yield from found.said
    if found.counts.refused:
        left = f"{found.counts.refused:,} customers have no segment"
        yield f"{left}: a value is missing, and the plan leaves such out"
    if found.extra:
        more = len(found.extra) - MOST_NAMED
        named = ", ".join(found.extra[:MOST_NAMED]) + (
            f" and {more} more" if more > 0 else ""
        )
        yield f"columns that were not looked at: {named}"
    for column, levels in found.counts.unknown.items():
        ordered = sorted(levels.items(), key=lambda pair: -pair[1])
        named = ", ".join(f"{level} ({n:,})" for level, n in ordered[:MOST_NAMED])
        n_more = len(ordered) - MOST_NAMED
        rest = f" and {n_more} more" if n_more > 0 else ""
        yield f"levels of {column} that no first customer had: {named}{rest}"
    if model.schema.id is None:
        yield "no column named the customers, so the ids are their row numbers"
