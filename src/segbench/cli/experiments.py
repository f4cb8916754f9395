"""Experiments by name: a file that says how a study differs from the defaults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from hydra.core.override_parser.types import Override

from segbench.conf_files import conf_dir, options
from segbench.errors import ConfigError, UnknownNameError

GROUP = "experiment"

_CONFIG_DIR = ("--config-dir", "-cd")
_EXAMPLE = "+experiment=mall"


@dataclass(frozen=True)
class Experiment:
    """What the words of a run have to know of the experiment they name."""

    name: str = ""  # "" when none is named
    has_algorithms: bool = False  # it chooses them, so that no default is added
    swept: tuple[str, ...] = ()  # settings that it makes jobs of


def named_experiment(parsed: Sequence[Override], flags: Sequence[str]) -> Experiment:
    """Find the experiment among the words and read what it chooses.

    Raises
    ------
    ConfigError
        When there is no such file, or several are named: each is a run of its own.
    """
    given = [one for one in parsed if one.key_or_group == GROUP]
    if not given:
        return Experiment()
    if len(given) > 1 or given[0].is_sweep_override():
        raise ConfigError(f"an experiment is a run of its own; name one: {_EXAMPLE}")
    name = given[0].value()
    if not isinstance(name, str) or not name:
        raise ConfigError(f"name one experiment, such as {_EXAMPLE}")
    values = _read(name, flags)
    swept = ((values.get("hydra") or {}).get("sweeper") or {}).get("params") or {}
    found = Experiment(
        name,
        has_algorithms=_names_algorithms(values),
        swept=tuple(re.sub(r"^\+*", "", one) for one in swept),
    )
    _refuse_twice(found, parsed)
    return found


def _read(name: str, flags: Sequence[str]) -> dict[str, Any]:
    folders = [conf_dir(), *_own_folders(flags)]
    for folder in folders:
        file = folder / GROUP / f"{name}.yaml"
        if file.is_file():
            try:
                return yaml.safe_load(file.read_text(encoding="utf-8")) or {}
            except yaml.YAMLError as error:
                raise ConfigError(f"{file} is no YAML; mend it") from error
    mine = [p.stem for f in folders[1:] for p in sorted((f / GROUP).glob("*.yaml"))]
    raise UnknownNameError(GROUP, name, [*options(GROUP), *mine])


def _own_folders(flags: Sequence[str]) -> list[Path]:
    """Folders of the user's own files."""
    found = []
    for place, flag in enumerate(flags):
        name, _, value = flag.partition("=")
        if name in _CONFIG_DIR:
            found.append(Path(value or flags[place + 1]))
    return found


def _names_algorithms(values: dict[str, Any]) -> bool:
    """Whether a file's defaults list has the group of the algorithms."""
    listed = values.get("defaults") or []
    keys = [key for one in listed if isinstance(one, dict) for key in one]
    return any(key.split()[-1].lstrip("/") == "algo" for key in keys)


def _refuse_twice(found: Experiment, parsed: Sequence[Override]) -> None:
    """Refuse a setting that the experiment makes jobs of: each would run twice."""
    for one in parsed:
        if one.key_or_group in found.swept:
            raise ConfigError(
                f"{GROUP} {found.name} makes a job of every {one.key_or_group}; leave "
                "it out, or name the settings without the experiment"
            )
