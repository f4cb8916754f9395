"""Where the configuration files are: packaged in a wheel, at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "conf"
_CHECKOUT = Path(__file__).parents[2] / "conf"


def conf_dir() -> Path:
    """Folder of the configuration groups that ship with segbench."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def options(group: str) -> list[str]:
    """Names of the shipped files of a configuration group, sorted."""
    return sorted(path.stem for path in (conf_dir() / group).glob("*.yaml"))
