"""Where the results come from: enough to make the same run again."""

from __future__ import annotations

import pandas as pd

from segbench.core import Dataset
from segbench.report.html.parts import Chapter, grid
from segbench.report.results import Results
from segbench.store.text import to_json


def provenance(results: Results) -> Chapter:
    """Say what was read, what was done to it, and what ran."""
    datasets = list(results.datasets.values())
    steps = [
        {
            "data set": dataset.title,
            "column": step.column,
            "what was done": step.action,
            "count": step.count,
        }
        for dataset in datasets
        for step in dataset.log
    ]
    versions = [
        {"job": job.number, "library": name, "version": version}
        for job in results.jobs[:1]
        for name, version in job.versions.items()
    ]
    tables = {
        "cleaning": ("What was done to the tables before", steps),
        "versions": ("Versions", versions),
    }
    return Chapter(
        "provenance",
        "Where this comes from",
        (
            *(_described(one) for one in datasets),
            *(f"Settings of a job: {to_json(one.config)}" for one in results.jobs[:1]),
            "manifest.json in the folder of the run has everything.",
        ),
        tuple(
            grid(name, title, pd.DataFrame(rows))
            for name, (title, rows) in tables.items()
            if rows
        ),
    )


def _described(dataset: Dataset) -> str:
    return (
        f"{dataset.title}: {dataset.n_customers:,} customers, SHA-256 of the cleaned "
        f"content {dataset.fingerprint}."
    )
