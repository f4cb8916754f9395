"""Names of columns that hold a known segmentation."""

from __future__ import annotations

_NAMES = frozenset(
    [
        *["truth", "true_segment", "true_label", "segment", "segmentation", "cluster"],
        *["customer_segment", "segment_id", "cluster_id", "cluster_label"],
    ]
)


def is_segmentation_name(name: str) -> bool:
    """Tell whether a column is called as one that is compared with, never used."""
    return name.lower() in _NAMES
