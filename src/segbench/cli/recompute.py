"""Compute again what a reference's manifest says, whatever was kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from segbench.checks import mapping
from segbench.cli.progress import progress_shown
from segbench.conf_files import conf_dir
from segbench.config.scoring import ranking_rule
from segbench.config.validate import Config, validate
from segbench.core import Cell, Dataset
from segbench.data import load
from segbench.errors import UserError
from segbench.report.reference.manifest import WHERE, Reference, is_file
from segbench.report.results import Results, collect_results
from segbench.runner import opened_runtime, prepare, run, spaces_of
from segbench.scoring.findings import Findings
from segbench.store import Points, Records, points_of


def recompute(reference: Reference, file: str | None) -> Results:
    """Run every job of a manifest again, in this process and into no folder.

    Parameters
    ----------
    reference : Reference
    file : str or None
        The customers' file, which no reference has in it.

    Raises
    ------
    UserError
        When a file is wanted, or a setting is no longer one.
    """
    configs = [config_of(job["settings"], file) for job in reference.jobs]
    datasets: list[Dataset] = []
    cells: list[Cell] = []
    findings: list[Findings] = []
    points: list[Points] = []
    for config in configs:
        dataset = load(config.source)
        work = prepare(dataset, config.run)
        with progress_shown() as progress:
            runtime = opened_runtime(config.run, dataset.n_customers, progress)
            found = run(dataset, config.run, work, runtime)
        datasets.append(dataset)
        cells += found.cells
        findings += found.findings
        points += [points_of(space) for space in spaces_of(work)]
    records = Records(datasets, cells, findings, points)
    return collect_results(
        records, ranking_rule(reference.jobs[0]["settings"]["scoring"])
    )


def config_of(settings: Mapping[str, Any], file: str | None) -> Config:
    """Take the settings of a job; what is not kept is as it is shipped."""
    told = {name: one for name, one in settings.items() if name not in WHERE}
    values = {**_shipped(), **told, "modules": []}  # as written, whoever altered it
    source = mapping("dataset", values.get("dataset"))
    if source.get("query"):
        raise UserError("a query has no place in a reference; its table is a file")
    if is_file(source.get("path")):
        if file is None:
            raise UserError(
                f"these tables are of {source['path']}, which is not kept beside them; "
                f"say where it is: dataset.path=FOLDER/{source['path']}"
            )
        source = {**source, "path": file}
    values["dataset"] = source
    return validate(values)


def _shipped() -> dict[str, Any]:
    """Defaults of the settings that make no difference to the numbers."""
    values: dict[str, Any] = _read("config")
    known = {name: v for name, v in values.items() if name not in ("defaults", "hydra")}
    return {**known, "executor": _read("executor/local")}


def _read(name: str) -> dict[str, Any]:
    text = (conf_dir() / f"{name}.yaml").read_text(encoding="utf-8")
    values: dict[str, Any] = yaml.safe_load(text)
    return values
