"""A run or a sweep: Hydra makes the configurations, a job works through each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from segbench.cli.hydra_app import Job, call_hydra
from segbench.cli.interrupt import discarded_after
from segbench.cli.warn import say
from segbench.cli.words import RunWords, sort_words
from segbench.errors import SegbenchError, UserError

if TYPE_CHECKING:
    from segbench.store import RunFolder

DEFAULT_RESULTS = "results"
"""Parent of the folders of sweeps, as in ``conf/config.yaml``."""


def run_command(words: Sequence[str]) -> int:
    """Run what was typed and report it.

    Returns
    -------
    int
        0, or 1 when a job or a setting could not run.
    """
    sorted_words = sort_words(words)
    if sorted_words.only_shows:
        call_hydra(sorted_words, lambda _: None)
        return 0
    folder = _sweep(sorted_words) if sorted_words.multirun else _single(sorted_words)
    if folder is None:  # only planned
        return 0
    from segbench.cli.finish import finish

    return finish(folder, ["segbench", *sorted_words.flags, *sorted_words.overrides])


def _single(words: RunWords) -> RunFolder | None:
    made: list[RunFolder | None] = []

    def work(job: Job) -> None:
        from segbench.cli.job import work_through

        made.append(work_through(job))

    call_hydra(words, work)
    return made[0]


def _sweep(words: RunWords) -> RunFolder:
    """Work through every job into one folder; when all fail, leave none behind."""
    if words.value("plan"):
        raise UserError("plan=true shows one run at a time; leave out -m")
    from segbench.cli.job import work_through_safely
    from segbench.store import create_run_folder

    results = words.value("results_dir") or DEFAULT_RESULTS
    folder = create_run_folder(str(results), words.value("output_dir"))

    def work(job: Job) -> None:
        shown = " ".join(job.told)
        say(f"job {job.number}: {shown}")
        work_through_safely(job, folder)

    with discarded_after(folder, SegbenchError):
        call_hydra(words, work)
        _refuse_if_all_failed(folder)
    return folder


def _refuse_if_all_failed(folder: RunFolder) -> None:
    from segbench.store.jobs import load_jobs

    jobs = load_jobs(folder.records)
    if all(job.error for job in jobs):
        reasons = dict.fromkeys(job.error for job in jobs)
        expected = not any(job.details for job in jobs)
        raise (UserError if expected else SegbenchError)("; ".join(reasons))
