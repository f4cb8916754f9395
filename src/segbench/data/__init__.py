"""From a file or a frame to a `Dataset`: read, infer roles, clean, keep a log."""

from segbench.data.build import build_dataset
from segbench.data.load import load
from segbench.data.roles import DeclaredRoles
from segbench.data.source import CsvSource, DataSource, SimulatedMall

__all__ = [
    "CsvSource",
    "DataSource",
    "DeclaredRoles",
    "SimulatedMall",
    "build_dataset",
    "load",
]
