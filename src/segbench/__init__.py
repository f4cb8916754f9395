"""segbench: compare customer segmentations, and see which one to trust.

``segbench.compare(frame)`` is the same engine as ``python -m segbench``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segbench.version import __version__

if TYPE_CHECKING:
    from segbench.api import Comparison, compare

__all__ = ["Comparison", "__version__", "compare"]


def __getattr__(name: str) -> Any:
    """Import the interface on first use: ``--help`` must not wait for scikit-learn."""
    if name in ("Comparison", "compare"):
        from segbench import api

        return getattr(api, name)
    raise AttributeError(f"module 'segbench' has no attribute {name!r}")
