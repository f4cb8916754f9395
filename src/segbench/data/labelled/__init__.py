"""Data sets of known segments: drawn from a seed, or shipped with scikit-learn."""

from segbench.data.labelled.generate import SHAPES, UNSTRUCTURED, generate_customers
from segbench.data.labelled.shipped import TABLES, shipped_table
from segbench.data.labelled.truth import TRUTH

__all__ = [
    "SHAPES",
    "TABLES",
    "TRUTH",
    "UNSTRUCTURED",
    "generate_customers",
    "shipped_table",
]
