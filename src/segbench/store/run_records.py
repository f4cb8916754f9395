"""All records of a run, written and read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from segbench.core import Cell, Dataset
from segbench.errors import OutputError
from segbench.scoring.findings import Findings
from segbench.store.findings import load_findings, save_findings
from segbench.store.jobs import JobRecord, load_jobs
from segbench.store.points import Points, load_points, save_points
from segbench.store.records import load_cell, load_dataset, save_cell, save_dataset


@dataclass(frozen=True)
class Records:
    """What runs left, read again or fresh."""

    datasets: Sequence[Dataset]
    cells: Sequence[Cell]
    findings: Sequence[Findings] = ()
    points: Sequence[Points] = ()
    jobs: Sequence[JobRecord] = ()


def save_records(folder: Path, records: Records) -> None:
    """Write every record; equal ones of several jobs share a file."""
    for dataset in records.datasets:
        save_dataset(folder, dataset)
    for points in records.points:
        save_points(folder, points)
    for cell in records.cells:
        save_cell(folder, cell)
    for findings in records.findings:
        save_findings(folder, findings)
    for job in records.jobs:
        job.save(folder)


def load_records(folder: Path) -> Records:
    """Read every record of a folder.

    Raises
    ------
    OutputError
        When one is damaged, or no setting was finished.
    """
    records = Records(
        datasets=[load_dataset(path) for path in sorted(folder.glob("dataset-*.npz"))],
        cells=[load_cell(path) for path in sorted(folder.glob("cell-*.npz"))],
        findings=[load_findings(path) for path in sorted(folder.glob("space-*.json"))],
        points=[load_points(path) for path in sorted(folder.glob("points-*.npz"))],
        jobs=load_jobs(folder),
    )
    if not records.cells:
        raise OutputError(f"{folder} holds no finished records")
    return records
