"""A reference beside what it is today: data, manifest, versions and every table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segbench.core import Dataset
from segbench.errors import OutputError
from segbench.report.reference.differences import (
    ColumnCheck,
    Difference,
    compare_tables,
)
from segbench.report.reference.manifest import Reference, described, sum_of

MISSING = "not installed"


@dataclass(frozen=True)
class Reproduction:
    """What came of computing a reference again."""

    columns: tuple[ColumnCheck, ...]
    differences: tuple[Difference, ...]  # beyond the tolerance, the data's first
    altered: tuple[str, ...]  # files that are not as they were written
    versions: tuple[tuple[str, str, str], ...]  # library, then, now: those that differ

    @property
    def holds(self) -> bool:
        """Whether nothing exceeds its tolerance and no file was altered."""
        return not self.differences and not self.altered


def altered_files(folder: Path, reference: Reference) -> list[str]:
    """Name the files of a reference that are not as they were written.

    Raises
    ------
    OutputError
        When one is missing or no text.
    """
    altered = ["manifest.json"] if reference.altered else []
    stored = stored_texts(folder, reference)
    sums = reference.tables
    return altered + [
        name for name, text in stored.items() if sum_of(text) != sums[name]
    ]


def stored_texts(folder: Path, reference: Reference) -> dict[str, str]:
    """Read the tables of a reference."""
    texts = {}
    for name in reference.tables:
        try:
            with (folder / name).open(encoding="utf-8", newline="") as file:
                texts[name] = file.read().replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            raise OutputError(f"{folder / name} of the manifest is no table") from error
    return texts


def compare(
    folder: Path,
    reference: Reference,
    datasets: Sequence[Dataset],
    now: Mapping[str, str],
    versions: Mapping[str, str],
) -> Reproduction:
    """Hold a reference against what was computed again.

    Parameters
    ----------
    folder : Path
        Of the reference.
    reference : Reference
        Its manifest.
    datasets : sequence of Dataset
        Those of today.
    now : mapping
        Texts of the tables of today, by file name.
    versions : mapping
        Those of today.
    """
    differences = _customers(reference.datasets, described(datasets))
    columns: list[ColumnCheck] = []
    for name, stored in stored_texts(folder, reference).items():
        found = compare_tables(name, stored, now.get(name, ""))
        columns += found.columns
        differences += found.differences
    return Reproduction(
        tuple(columns),
        tuple(differences),
        tuple(altered_files(folder, reference)),
        tuple(_versions(reference.versions, versions)),
    )


def _customers(
    stored: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> list[Difference]:
    """Say where the customers are others than they were."""
    found = []
    for number, old in enumerate(stored):
        new = now[number] if number < len(now) else {}
        found += [
            Difference(
                "manifest.json",
                str(old["name"]),
                name,
                str(value),
                str(new.get(name, "missing")),
                "exact",
            )
            for name, value in old.items()
            if value != new.get(name)
        ]
    return found


def _versions(
    stored: Mapping[str, str], now: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    names = dict.fromkeys([*stored, *now])
    pairs = [(one, stored.get(one, MISSING), now.get(one, MISSING)) for one in names]
    return [one for one in pairs if one[1] != one[2]]
