"""What a run leaves on disk, written so that no file is ever half there."""

from segbench.store.findings import load_findings, save_findings
from segbench.store.folder import (
    RunFolder,
    create_output_folder,
    create_run_folder,
    open_run_folder,
)
from segbench.store.jobs import JobRecord
from segbench.store.points import Points, load_points, points_of, save_points
from segbench.store.records import load_cell, load_dataset, save_cell, save_dataset
from segbench.store.run_records import Records, load_records, save_records

__all__ = [
    "JobRecord",
    "Points",
    "Records",
    "RunFolder",
    "create_output_folder",
    "create_run_folder",
    "load_cell",
    "load_dataset",
    "load_findings",
    "load_points",
    "load_records",
    "open_run_folder",
    "points_of",
    "save_cell",
    "save_dataset",
    "save_findings",
    "save_points",
    "save_records",
]
