"""The scalers that ship with segbench, by name."""

from __future__ import annotations

import yaml

from segbench.conf_files import conf_dir, options
from segbench.errors import UnknownNameError
from segbench.features import ScalerSpec


def shipped_scaler(name: str) -> ScalerSpec:
    """Read a scaler's file as the command line does.

    Raises
    ------
    UnknownNameError
        When there is no such file.
    """
    known = options("scaler")
    if name not in known:
        raise UnknownNameError("scaler", name, known)
    text = (conf_dir() / "scaler" / f"{name}.yaml").read_text(encoding="utf-8")
    node = yaml.safe_load(text)[name]
    return ScalerSpec(name, node["target"], node.get("params", {}))
