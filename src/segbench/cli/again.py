"""A stored run again on other customers: its settings, with another file."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from segbench.cli.progress import progress_shown
from segbench.config.scoring import ranking_rule
from segbench.config.validate import LOCAL, Config, validate
from segbench.core import Dataset, Role
from segbench.data import load
from segbench.errors import ConfigError
from segbench.models.held import with_columns_of
from segbench.report.results import Results, collect_results
from segbench.runner import opened_runtime, prepare, run, spaces_of
from segbench.store import JobRecord, Records, points_of

MERGED = ("algo", "features", "scaler")
"""Groups of which every job of a sweep has a part."""

_PUBLISHED = {"origin": "", "customers": None, "fingerprint": None}


def config_of(
    results: Results, dataset: Dataset, path: str, more: Mapping[str, str]
) -> Config:
    """Put the settings of all jobs together, and the new file in the old one's place.

    Parameters
    ----------
    results : Results
        Of the stored run.
    dataset : Dataset
        Its customers: columns keep the roles that they have there.
    path : str
        Of the new customers.
    more : mapping
        Settings of the data set that are other than they were, as
        ``{"dataset.snapshot": "2011-12-10"}``.

    Raises
    ------
    ConfigError
        When the run does not say how it was made.
    """
    jobs = [one for one in results.jobs if not one.error]
    if not jobs:
        raise ConfigError("no job of this run ended well; there is nothing to repeat")
    values: dict[str, Any] = deepcopy(dict(jobs[0].config))
    values.pop("hydra", None)
    for group in MERGED:
        values[group] = {k: v for job in jobs for k, v in _group(job, group).items()}
    # A record is data: it may not name what is imported, nor what is only told, nor a
    # cluster, whose answers run code here.
    values |= {"modules": [], "plan": False, "strict": False, "output_dir": None}
    values["executor"] = executor_here(values.get("executor"))
    if "dataset" not in values:
        raise ConfigError(
            "this run was made in Python and does not say how its customers were read; "
            "there, Comparison.reevaluate(frame) holds it against new ones"
        )
    values["dataset"] = _source(values["dataset"], dataset, path, more)
    return validate(values)


def executor_here(told: Any) -> dict[str, Any]:
    """Take the number of workers alone from where a run was made."""
    n_jobs = told.get("n_jobs") if isinstance(told, Mapping) else None
    return {"kind": LOCAL, "n_jobs": -1 if n_jobs is None else n_jobs, "address": None}


def _group(job: JobRecord, group: str) -> Mapping[str, Any]:
    found = job.config.get(group) or {}
    return found if isinstance(found, Mapping) else {}


def _source(
    node: Mapping[str, Any], dataset: Dataset, path: str, more: Mapping[str, str]
) -> dict[str, Any]:
    import yaml

    changed = {
        name.removeprefix("dataset."): yaml.safe_load(value)
        for name, value in more.items()
    }
    if node["source"] == "orders":
        return {**node, **_PUBLISHED, "path": path, **changed}
    kept = node if node["source"] == "csv" else {"source": "csv"}
    names = dataset.columns(Role.ID)
    return {
        **kept,
        **_PUBLISHED,
        "name": node.get("name") or dataset.name,
        "path": path,
        "query": None,
        "id": names[0] if names else None,
        "truth": None,
        "numeric": dataset.columns(Role.NUMERIC),
        "categorical": dataset.columns(Role.CATEGORICAL),
        "ignore": [],
        **changed,
    }


def load_again(config: Config, old: Dataset) -> Dataset:
    """Load the new customers, with the columns of the old ones and no others.

    Raises
    ------
    DataError
        When a column is missing or has another role.
    """
    return with_columns_of(old, load(config.source))


def run_again(dataset: Dataset, config: Config, results: Results) -> Results:
    """Compare on other customers as the run did."""
    work = prepare(dataset, config.run)
    with progress_shown() as progress:
        runtime = opened_runtime(config.run, dataset.n_customers, progress)
        found = run(dataset, config.run, work, runtime)
    points = [points_of(space) for space in spaces_of(work)]
    records = Records([dataset], found.cells, found.findings, points)
    jobs = [one for one in results.jobs if not one.error]
    return collect_results(records, ranking_rule(jobs[0].config["scoring"]))
