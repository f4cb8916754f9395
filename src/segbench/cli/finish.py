"""From records to tables, files and the terminal: the end of a run and `report`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from segbench.cli.console import console
from segbench.cli.interrupt import discarded_after
from segbench.cli.stored import flag_of, read_results, results_of, tell_apart
from segbench.cli.warn import say
from segbench.errors import UserError
from segbench.executors import close_shared
from segbench.report.figures.files import Drawing
from segbench.report.files import write_story, write_tables
from segbench.report.results import Results
from segbench.report.story import Story, tell
from segbench.report.terminal import print_files, print_results
from segbench.report.verdict import lacks_structure, verdicts
from segbench.runner import n_workers
from segbench.store import RunFolder
from segbench.store.manifest import write_manifest

if TYPE_CHECKING:
    from pathlib import Path

USAGE = "report takes one folder: python -m segbench report results/RUN figures=false"

COULD_NOT_RUN = 1
"""Exit code when a job or a setting failed or was impossible."""


BESIDE_UP_TO = 50_000
"""Customers up to which the model is stored while the figures are drawn."""

NO_STRUCTURE = 3
"""Exit code with ``strict=true`` when no space has cluster structure."""


def finish(folder: RunFolder, command: Sequence[str]) -> int:
    """Make the tables of a run that has just ended, and its manifest."""
    with discarded_after(folder):
        results = results_of(folder)
        datasets = list(results.datasets.values())
        write_manifest(folder, command, datasets, results.jobs, verdicts(results))
        model = _told(results, "models")
        files = _write(results, folder, _drawing(results), model=model)
        folder.finished()
    return _show(results, folder, files)


def _drawing(results: Results) -> Drawing:
    """Draw as the jobs were told to: figures, and how many may be drawn at once."""
    told = [job.config for job in results.jobs if not job.error]
    jobs = {int(one["executor"]["n_jobs"]) for one in told} or {1}
    return Drawing(_told(results, "figures"), n_workers(min(jobs)))


def _told(results: Results, setting: str) -> bool:
    """Whether no job was told to leave something out."""
    return all(one.config.get(setting, True) for one in results.jobs if not one.error)


def report_command(words: Sequence[str]) -> int:
    """Make the report of a stored run again, from its records alone.

    It has figures unless the words leave them out, whatever the run was told: they are
    what one makes it again for. Files of figures that are there already stay.
    """
    (path,), options = tell_apart(words, ("figures",), 1, USAGE)
    wanted = flag_of(options, "figures", default=True)
    folder, results = read_results(path)
    drawing = replace(_drawing(results), wanted=wanted)
    return _show(results, folder, _write(results, folder, drawing, model=True))


def _write(
    results: Results, folder: RunFolder, drawing: Drawing, *, model: bool
) -> list[Path]:
    """Write the tables, the report and a model of what is shown first."""
    story, tables = write_tables(results, partial(tell, results), folder)
    with _writing_model(story, folder, wanted=model) as stored:
        shown = write_story(story, folder, drawing)
    close_shared()  # nothing is left for the workers, and a large model takes memory
    return [*shown, *tables, *stored()]


@contextmanager
def _writing_model(
    story: Story, folder: RunFolder, *, wanted: bool
) -> Iterator[Callable[[], list[Path]]]:
    """Store the model beside the figures, which others draw, or when it is asked for.

    Of many customers both take memory: then it is one after the other.
    """

    def store() -> list[Path]:
        return _write_model(story, folder) if wanted else []

    sizes = [one.n_customers for one in story.results.datasets.values()]
    if not wanted or max(sizes) > BESIDE_UP_TO:
        yield store
        return
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(store).result


def _write_model(story: Story, folder: RunFolder) -> list[Path]:
    from segbench.models import write_models

    try:
        return write_models(story, folder)
    except UserError as error:
        _complain(f"no model was stored: {error}")
        return []


def _show(results: Results, folder: RunFolder, files: Sequence[Path]) -> int:
    out = console()
    print_results(out, results)
    print_files(out, folder.path, files)
    failed = results.failed_jobs
    if failed:
        _complain(f"{len(failed)} of {len(results.jobs)} jobs failed, as said above")
    losses = [loss for job in results.jobs for loss in job.losses]
    if losses:
        _complain(_lost(losses))
    unrun = results.why_not_run
    if unrun:
        total = sum(len(cell.rows) for cell in results.cells)
        _complain(
            f"{len(unrun)} of {total} settings could not run, such as: {unrun[0]}; "
            "ranking.csv has the reason of each"
        )
    if failed or losses or unrun:
        return COULD_NOT_RUN
    return NO_STRUCTURE if _is_strict(results) and lacks_structure(results) else 0


def _lost(losses: Sequence[str]) -> str:
    if len(losses) == 1:
        return f"a piece of work was lost: {losses[0]}"
    return f"{len(losses)} pieces of work were lost, such as {losses[0]}"


def _is_strict(results: Results) -> bool:
    return any(job.config.get("strict", False) for job in results.jobs)


def _complain(text: str) -> None:
    say(text)
