"""What a run leaves on disk, written so that no file is ever half there."""

from segbench.store.findings import load_findings, save_findings
from segbench.store.folder import RunFolder, create_run_folder, open_run_folder
from segbench.store.jobs import JobRecord
from segbench.store.records import load_cell, load_dataset, save_cell, save_dataset

__all__ = [
    "JobRecord",
    "RunFolder",
    "create_run_folder",
    "load_cell",
    "load_dataset",
    "load_findings",
    "open_run_folder",
    "save_cell",
    "save_dataset",
    "save_findings",
]
