"""segbench: compare customer segmentations, and see which one to trust.

``segbench.compare(frame)`` is the same engine as ``python -m segbench``;
``segbench.explore(frame)`` looks at the customers before, ``segbench.profile(frame,
labels)`` says who is in any segments;
``segbench.Segmenter`` is the comparison as an estimator of scikit-learn, and
``segbench.load_model(path)`` reads a model that gives new customers their segments;
``segbench.structure_test(X)`` tells whether there is anything to segment.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from segbench.version import __version__

if TYPE_CHECKING:
    from segbench.algorithms.declare import algorithm
    from segbench.api import (
        Best,
        Comparison,
        Holding,
        Segmenter,
        compare,
        explore,
        profile,
    )
    from segbench.cleaning_plan import CleaningPlan
    from segbench.data import DeclaredRoles
    from segbench.exploration import Exploration
    from segbench.features.scaler_registry import scaler
    from segbench.models import SegmentModel, load_model
    from segbench.scoring.declare import measure
    from segbench.scoring.structure import StructureTest, structure_test
    from segbench.segments import Profile

__all__ = [
    "Best",
    "CleaningPlan",
    "Comparison",
    "DeclaredRoles",
    "Exploration",
    "Holding",
    "Profile",
    "SegmentModel",
    "Segmenter",
    "StructureTest",
    "__version__",
    "algorithm",
    "compare",
    "explore",
    "load_model",
    "measure",
    "profile",
    "scaler",
    "structure_test",
]

_HOMES = {
    "Best": "segbench.api",
    "CleaningPlan": "segbench.cleaning_plan",
    "DeclaredRoles": "segbench.data",
    "Comparison": "segbench.api",
    "Exploration": "segbench.exploration",
    "Holding": "segbench.api",
    "Profile": "segbench.segments",
    "SegmentModel": "segbench.models",
    "Segmenter": "segbench.api",
    "algorithm": "segbench.algorithms.declare",
    "compare": "segbench.api",
    "explore": "segbench.api",
    "load_model": "segbench.models",
    "measure": "segbench.scoring.declare",
    "profile": "segbench.api",
    "scaler": "segbench.features.scaler_registry",
    "StructureTest": "segbench.scoring.structure",
    "structure_test": "segbench.scoring.structure",
}


def __getattr__(name: str) -> Any:
    """Import the interface on first use: ``--help`` must not wait for scikit-learn."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'segbench' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List what there is before it is imported, for those who press Tab."""
    return sorted({*globals(), *__all__})
