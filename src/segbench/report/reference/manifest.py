"""The manifest of reference tables: what makes them again, and no machine in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from segbench.core import Dataset
from segbench.errors import OutputError, UserError
from segbench.store.atomic import write_text
from segbench.store.jobs import JobRecord
from segbench.store.text import reading, to_json

LAYOUT = 1
"""Version of the manifest's layout; another one is refused."""

MANIFEST = "manifest.json"

WHERE = (
    *("executor", "results_dir", "output_dir", "debug", "plan", "strict"),
    *("figures", "models", "hydra", "cache", "fresh"),
)
"""Settings that make no difference to the numbers: they are not kept."""

_BUILT_IN = "segbench:"
_SUM = "sha256"
_TABLE = re.compile(r"[A-Za-z0-9_-]+\.csv")


@dataclass(frozen=True)
class Reference:
    """What a manifest says."""

    jobs: tuple[Mapping[str, Any], ...]  # words as typed, and all settings
    datasets: tuple[Mapping[str, Any], ...]  # name, customers, left_out, fingerprint
    versions: Mapping[str, str]  # of Python and of the libraries that decide a result
    tables: Mapping[str, str]  # SHA-256 by file name
    altered: bool = False  # the manifest is not as it was written

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the customer files that whoever computes again has to give."""
        paths = [one["settings"]["dataset"].get("path") for one in self.jobs]
        return tuple(dict.fromkeys(one for one in paths if is_file(one)))


def is_file(path: Any) -> bool:
    """Tell a file of the user from data that ship with segbench."""
    return isinstance(path, str) and not path.startswith(_BUILT_IN)


def reference_of(
    datasets: Sequence[Dataset],
    jobs: Sequence[JobRecord],
    tables: Mapping[str, str],
) -> Reference:
    """Describe a run so that others can make it again.

    Parameters
    ----------
    datasets : sequence of Dataset
    jobs : sequence of JobRecord
        All of the run; none may have failed.
    tables : mapping
        Texts by file name.

    Raises
    ------
    UserError
        When a job failed, or its settings would not mean the same elsewhere.
    """
    failed = [job for job in jobs if job.error]
    if failed or not jobs:
        raise UserError("a reference is made of a run whose jobs all ended well")
    return Reference(
        jobs=tuple(_job(job) for job in jobs),
        datasets=described(datasets),
        versions=dict(jobs[0].versions),
        tables={name: sum_of(text) for name, text in tables.items()},
    )


def described(datasets: Sequence[Dataset]) -> tuple[dict[str, Any], ...]:
    """Say which customers these are, in an order that no turn of jobs decides."""
    ordered = sorted(datasets, key=lambda one: (one.name, one.fingerprint))
    return tuple(_described(one) for one in ordered)


def _described(dataset: Dataset) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "simulated": dataset.simulated,
        "customers": dataset.n_customers,
        "left_out": len(dataset.left_out),
        "fingerprint": dataset.fingerprint,
    }


def _job(job: JobRecord) -> dict[str, Any]:
    settings = {name: one for name, one in job.config.items() if name not in WHERE}
    source = dict(settings["dataset"])
    if settings.get("modules"):
        raise UserError("a reference needs nothing but segbench; leave out modules=")
    if source.get("query"):
        raise UserError("a query has no place in a reference; give its table as a file")
    if is_file(source.get("path")):
        source["path"] = PurePath(source["path"]).name
    settings["dataset"] = source
    told = [word for word in job.told if "dataset.path=" not in word]
    return {"told": told, "settings": settings}


def sum_of(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def write_reference(
    folder: Path, reference: Reference, texts: Mapping[str, str]
) -> list[Path]:
    """Write the tables and the manifest; tables that are no longer made go away."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / MANIFEST).is_file():
        for name in read_reference(folder).tables.keys() - texts.keys():
            (folder / name).unlink(missing_ok=True)
    for name, text in texts.items():
        write_text(folder / name, text)
    plain = _plain(reference)
    shown = {**plain, **_packed(plain["jobs"]), _SUM: _sum(plain)}
    text = to_json(shown, indent=1, sort_keys=True)
    write_text(folder / MANIFEST, text + "\n")
    return [folder / name for name in (*texts, MANIFEST)]


def read_reference(folder: Path) -> Reference:
    """Read a manifest.

    Raises
    ------
    OutputError
        When there is none, or it is damaged or of another layout.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise OutputError(
            f"{folder} is no reference: it has no {MANIFEST}; write one by "
            "python -m segbench reproduce results/RUN write=FOLDER"
        )
    with reading(path):
        stored = json.loads(path.read_text(encoding="utf-8"))
        if "layout" not in stored or "tables" not in stored:
            raise OutputError(
                f"{folder} holds a run, not a reference; write one by python -m "
                f"segbench reproduce {folder} write=results/reference/NAME"
            )
        if stored.pop("layout") != LAYOUT:
            raise OutputError(
                f"{path} has another layout, this segbench reads {LAYOUT}"
            )
        said = stored.pop(_SUM, "")
        found = Reference(
            jobs=tuple(_unpacked(stored["jobs"], stored["common"])),
            datasets=tuple(stored["datasets"]),
            versions=stored["versions"],
            tables=stored["tables"],
        )
        _check_shape(found)
        altered = said != _sum(_plain(found))
        return Reference(**{**vars(found), "altered": altered})


def _check_shape(found: Reference) -> None:
    """Refuse what no run can have written, such as a table outside of the folder.

    Tables that are no longer made are removed by their names.
    """
    settings = [job["settings"] for job in found.jobs]
    maps = [*settings, *found.datasets, found.versions, found.tables]
    if not settings or not all(isinstance(one, dict) for one in maps):
        raise ValueError("not laid out as a reference")
    foreign = [name for name in found.tables if not _TABLE.fullmatch(name)]
    texts = [*found.versions.values(), *found.tables.values()]
    if foreign or not all(isinstance(one, str) for one in texts):
        raise ValueError(f"{foreign or texts} are no tables or versions")


def _packed(jobs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Put what all jobs were told in one place."""
    first = jobs[0]["settings"]
    common = {
        name: value
        for name, value in first.items()
        if all(name in job["settings"] for job in jobs)
        and all(job["settings"][name] == value for job in jobs)
    }
    own = [
        {
            **job,
            "settings": {k: v for k, v in job["settings"].items() if k not in common},
        }
        for job in jobs
    ]
    return {"common": common, "jobs": own}


def _unpacked(
    jobs: Sequence[Mapping[str, Any]], common: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    return [{**job, "settings": {**common, **job["settings"]}} for job in jobs]


def _plain(reference: Reference) -> dict[str, Any]:
    known = {name: one for name, one in vars(reference).items() if name != "altered"}
    plain: dict[str, Any] = json.loads(to_json({"layout": LAYOUT, **known}))
    return plain


def _sum(plain: Mapping[str, Any]) -> str:
    return sum_of(to_json(plain, sort_keys=True))
