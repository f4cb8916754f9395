"""The scalers that ship with segbench, by name."""

from __future__ import annotations

from segbench.config.shipped import shipped
from segbench.features import ScalerSpec


def shipped_scaler(name: str) -> ScalerSpec:
    """Read a scaler's file as the command line does.

    Raises
    ------
    UnknownNameError
        When there is no such file.
    """
    node = shipped("scaler", name)[name]
    return ScalerSpec(name, node["target"], node.get("params", {}))
