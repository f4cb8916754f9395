"""One record per job: how it ended, what it was told, how long it took."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segbench.store.atomic import write_text
from segbench.store.text import reading, to_json

GROUPS = ("algo", "features", "scaler", "dataset", "executor", "scoring")
"""Settings that are several; members of the first ones have names of their own."""

MEMBERS = 3


@dataclass(frozen=True)
class JobRecord:
    """A run, or one job of a sweep."""

    number: int  # turn in the sweep, 0-based
    overrides: tuple[str, ...]  # as typed
    told: tuple[str, ...]  # those that make a difference to the numbers
    choices: Mapping[str, str]  # the option taken of every configuration group
    config: Mapping[str, Any]  # resolved
    error: str  # one sentence; "" when the job ended well
    details: str  # traceback of an unexpected error
    seconds: float  # wall time
    processes: int  # that shared the work; the libraries in them keep to one thread
    threads: int  # of the compiled loops in a process
    losses: tuple[str, ...]  # pieces of work that were given up, and why
    versions: Mapping[str, str]  # of Python and of the libraries that decide a result

    def save(self, records: Path) -> None:
        """Write the record into a run's records."""
        text = to_json(vars(self), indent=2, sort_keys=True)
        write_text(records / f"job-{self.number:04d}.json", text + "\n")


def load_jobs(records: Path) -> list[JobRecord]:
    """Read the jobs of a run in their turn.

    Raises
    ------
    OutputError
        When a record is damaged or foreign.
    """
    return [_load(path) for path in sorted(records.glob("job-*.json"))]


def _load(path: Path) -> JobRecord:
    with reading(path):
        stored = json.loads(path.read_text(encoding="utf-8"))
        stored |= {
            name: tuple(stored[name]) for name in ("overrides", "told", "losses")
        }
        record = JobRecord(**stored)
        _check_shape(record)
        return record


def _check_shape(record: JobRecord) -> None:
    """Refuse settings that are none, before somebody looks something up in them."""
    config = record.config
    groups = [config.get(name) or {} for name in GROUPS]
    nodes = [one or {} for group in groups[:MEMBERS] for one in group.values()]
    maps = [config, record.choices, record.versions, *groups, *nodes]
    if not all(isinstance(one, dict) for one in maps):
        raise TypeError("settings of a group are no settings")
    if "executor" in config:
        int(config["executor"]["n_jobs"])
    texts = [*record.overrides, *record.told, *record.losses, record.error]
    if not all(isinstance(one, str) for one in (*texts, *record.versions.values())):
        raise TypeError("words or versions are no texts")
