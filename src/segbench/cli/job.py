"""One job: a configuration in, records on disk out."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from segbench.cache import FolderCache, NoCache
from segbench.cli.hydra_app import Job
from segbench.cli.interrupt import discarded_after
from segbench.cli.plan import print_plan
from segbench.cli.progress import progress_shown
from segbench.cli.warn import say
from segbench.config.validate import Config, validate
from segbench.core import Dataset
from segbench.data import load
from segbench.errors import SegbenchError
from segbench.report.preload import TO_DRAW
from segbench.runner import Work, opened_runtime, prepare, run, spaces_of, warm
from segbench.store import (
    JobRecord,
    Records,
    RunFolder,
    create_run_folder,
    points_of,
    save_records,
)
from segbench.store.manifest import versions

CACHE = ".cache"
"""Folder of what was computed, among the folders of the runs that did it."""


def work_through(job: Job, folder: RunFolder | None = None) -> RunFolder | None:
    """Validate, load, prepare, then fit and score into records.

    Parameters
    ----------
    job : Job
        What Hydra made.
    folder : RunFolder or None
        Where the records go; None makes the folder, once nothing can be refused.

    Returns
    -------
    RunFolder or None
        The folder that was written to; None when the run was only planned.
    """
    config = validate(job.values)
    dataset = load(config.source)
    if not config.plan:
        warm(config.run, dataset.n_customers, TO_DRAW if config.figures else ())
    work = prepare(dataset, config.run)
    if config.plan:
        print_plan(dataset, config.run, work)
        return None
    if folder is not None:
        _fill(folder, job, dataset, config, work)
        return folder
    folder = create_run_folder(config.results_dir, config.output_dir)
    with discarded_after(folder, Exception):
        _fill(folder, job, dataset, config, work)
    return folder


def work_through_safely(job: Job, folder: RunFolder) -> None:
    """Do a sweep's job; its error becomes a record, so that the others go on."""
    started = time.perf_counter()
    try:
        work_through(job, folder)
    except Exception as error:  # noqa: BLE001 one job must not end the sweep
        expected = isinstance(error, SegbenchError)
        text = str(error) if expected else f"unexpected {type(error).__name__}: {error}"
        details = "" if expected else traceback.format_exc()
        _record(job, started, text, details).save(folder.records)


def _fill(
    folder: RunFolder, job: Job, dataset: Dataset, config: Config, work: Sequence[Work]
) -> None:
    """Do the work and leave its records in the folder."""
    started = time.perf_counter()
    with progress_shown() as progress:
        cache = _cache(config)
        runtime = opened_runtime(config.run, dataset.n_customers, progress, cache)
        found = run(dataset, config.run, work, runtime)
    _tell(cache)
    workers = vars(runtime.workers)
    job_record = replace(_record(job, started), losses=found.losses, **workers)
    points = [points_of(space) for space in spaces_of(work)]
    save_records(
        folder.records,
        Records([dataset], found.cells, found.findings, points, [job_record]),
    )


def _cache(config: Config) -> FolderCache | NoCache:
    """Return what runs into the same folder have computed before."""
    if not config.cache:
        return NoCache()
    return FolderCache(Path(config.results_dir) / CACHE, fresh=config.fresh)


def _tell(cache: FolderCache | NoCache) -> None:
    """Say what was not computed again."""
    if isinstance(cache, FolderCache) and cache.found:
        total = cache.found + cache.stored
        say(
            f"{cache.found} of {total} pieces of work were there from earlier runs "
            f"({cache.folder}); --fresh computes them again"
        )


def _record(job: Job, started: float, error: str = "", details: str = "") -> JobRecord:
    return JobRecord(
        number=job.number,
        overrides=job.overrides,
        told=job.told,
        choices=job.choices,
        config=job.values,
        error=error,
        details=details,
        seconds=time.perf_counter() - started,
        processes=0,
        threads=0,
        losses=(),
        versions=versions(),
    )
