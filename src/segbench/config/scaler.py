"""Scalers by name: the shipped files, and whatever else was registered."""

from __future__ import annotations

from segbench.conf_files import options
from segbench.config.shipped import shipped
from segbench.features import ScalerSpec
from segbench.features.scaler_registry import get_scaler
from segbench.plugins import SCALERS, warn_of_rivals


def scaler_named(name: str) -> ScalerSpec:
    """Look a scaler up as the command line does.

    Raises
    ------
    ConfigError
        When there is none of this name, or the package that offers it cannot be used.
    """
    names = options("scaler")
    if name not in names:
        return get_scaler(name)
    warn_of_rivals(SCALERS, name)
    node = shipped("scaler", name)[name]
    return ScalerSpec(name, node["target"], node.get("params", {}))
