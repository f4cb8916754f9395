"""The manifest: everything somebody needs to make the same run again."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
from collections.abc import Mapping, Sequence
from typing import Any

from segbench.core import Dataset
from segbench.store.arrays import SCHEMA
from segbench.store.atomic import write_text
from segbench.store.folder import RunFolder
from segbench.store.jobs import JobRecord
from segbench.store.text import to_json, without_nan
from segbench.version import __version__

_LIBRARIES = (
    "numpy",
    "scipy",
    "scikit-learn",
    "hdbscan",
    "pandas",
    "joblib",
    "hydra-core",
)


def write_manifest(
    folder: RunFolder,
    command: Sequence[str],
    datasets: Sequence[Dataset],
    jobs: Sequence[JobRecord],
    verdicts: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write ``manifest.json`` into the folder of a run; a verdict for each space."""
    manifest = {
        "schema": SCHEMA,
        "created": dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        "command": list(command),
        "versions": versions(),
        "machine": {
            "system": platform.system(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
        },
        "verdict": list(verdicts),
        "datasets": [_described(dataset) for dataset in datasets],
        "jobs": [_job(job) for job in jobs],
    }
    text = to_json(without_nan(manifest), indent=2, allow_nan=False)
    write_text(folder.path / "manifest.json", text + "\n")


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that decide a result."""
    found = {"python": platform.python_version(), "segbench": __version__}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _described(dataset: Dataset) -> Mapping[str, Any]:
    return {
        "name": dataset.name,
        "simulated": dataset.simulated,
        "customers": dataset.n_customers,
        "left_out": len(dataset.left_out),
        "fingerprint": dataset.fingerprint,
        "roles": {name: str(role) for name, role in dataset.roles.items()},
        "plan": vars(dataset.cleaning),
        "cleaning": [vars(step) for step in dataset.log],
    }


def _job(job: JobRecord) -> Mapping[str, Any]:
    return {name: value for name, value in vars(job).items() if name != "details"}
