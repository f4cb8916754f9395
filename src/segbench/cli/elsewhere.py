"""A setting that exists, but not in what was chosen: where it belongs."""

from __future__ import annotations

from typing import Any

import yaml

from segbench.cli.words import RunWords
from segbench.conf_files import conf_dir, options

_KINDS = ("csv", "orders", "openml", "mall_simulated", "generated", "wine")
"""Data sets by the kind of their source; the others are of one of these kinds."""

_DEFAULT = "mall_simulated"


def setting_elsewhere(setting: str, words: RunWords) -> str:
    """Say in one sentence what a setting belongs to, and what there is instead."""
    group, name = (*setting.split("."), "")[:2]
    chosen = words.value("dataset") or _DEFAULT
    if group == "dataset" and isinstance(chosen, str) and chosen in options("dataset"):
        having = [f"dataset={kind}" for kind in _KINDS if name in _settings(kind)]
        own = ", ".join(one for one in _settings(chosen) if one != "source")
        where = f"belongs to {' and '.join(having)}" if having else "is no setting"
        return f"{setting} {where}; dataset={chosen} has {own}"
    missing = (
        f"not every job has a setting {setting!r}"
        if words.multirun
        else f"what was chosen has no setting {setting!r}"
    )
    if group == "algo" and ".params." in setting and not words.multirun:
        return f"{missing}; +{setting}=... gives the algorithm a parameter of its own"
    return (
        f"{missing}; python -m segbench --cfg job shows all, and '+algo=[a,b]' has the "
        "settings of both"
    )


def _settings(dataset: str) -> list[str]:
    """Names of the settings of a shipped data set."""
    path = conf_dir() / "dataset" / f"{dataset}.yaml"
    values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return list(values)
