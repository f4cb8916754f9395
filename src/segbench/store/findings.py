"""The findings on a space as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from segbench.core import SpaceKey
from segbench.errors import OutputError
from segbench.scoring.findings import Curves, Findings
from segbench.scoring.structure import StructureTest
from segbench.store.arrays import SCHEMA, content_hash
from segbench.store.atomic import write_text
from segbench.store.text import reading, to_json


def save_findings(folder: Path, findings: Findings) -> Path:
    """Write what was found out about a space; space and k decide the file's name."""
    ks = None if findings.curves is None else findings.curves.ks
    path = folder / f"space-{content_hash([vars(findings.space), ks])}.json"
    text = to_json({"schema": SCHEMA, **asdict(findings)}, indent=1, sort_keys=True)
    write_text(path, text + "\n")
    return path


def load_findings(path: Path) -> Findings:
    """Read what `save_findings` wrote.

    Raises
    ------
    OutputError
        When the file is damaged, foreign, or of another layout.
    """
    with reading(path):
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["schema"] != SCHEMA:
            raise OutputError(f"{path} has layout {stored['schema']}, not {SCHEMA}")
        test, curves = stored["structure"], stored["curves"]
        return Findings(
            space=SpaceKey(**stored["space"]),
            structure=None if test is None else StructureTest.from_plain(test),
            curves=None if curves is None else _curves(curves),
            shares=stored["shares"],
            hopkins=stored["hopkins"],
        )


def _curves(stored: dict[str, Any]) -> Curves:
    by_form = ("bic", "icl")
    arrays = {
        name: np.array(values, dtype=np.float64)
        for name, values in stored.items()
        if name not in ("ks", *by_form)
    }
    bic, icl = (
        {form: np.array(values) for form, values in stored[name].items()}
        for name in by_form
    )
    return Curves(ks=tuple(stored["ks"]), bic=bic, icl=icl, **arrays)
