"""segbench: compare customer segmentations, and see which one to trust.

``segbench.compare(frame)`` is the same engine as ``python -m segbench``;
``segbench.structure_test(X)`` tells whether there is anything to segment.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from segbench.version import __version__

if TYPE_CHECKING:
    from segbench.api import Comparison, compare
    from segbench.scoring.structure import StructureTest, structure_test

__all__ = ["Comparison", "StructureTest", "__version__", "compare", "structure_test"]

_HOMES = {
    "Comparison": "segbench.api",
    "compare": "segbench.api",
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
