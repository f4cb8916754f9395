"""Measures of a labeling against known segments."""

from __future__ import annotations

from segbench.scoring import external
from segbench.scoring import measure_functions as functions
from segbench.scoring.measure import Direction, Measure

_NO_TRUTH = "too few known segments to agree with"
_ROSENBERG = "Rosenberg & Hirschberg 2007, EMNLP-CoNLL, 410-420"

EXTERNAL = (
    Measure(
        "ari",
        functions.against_truth(external.adjusted_rand_with),
        Direction.LARGE,
        -0.5,
        1.0,
        needs_truth=True,
        undefined=_NO_TRUTH,
        reference="Hubert & Arabie 1985, doi:10.1007/BF01908075",
    ),
    Measure(
        "ami",
        functions.against_truth(external.adjusted_mutual_information_with),
        Direction.LARGE,
        -1.0,
        1.0,
        needs_truth=True,
        undefined=_NO_TRUTH,
        reference="Vinh, Epps & Bailey 2010, JMLR 11, 2837-2854",
    ),
    Measure(
        "v_measure",
        functions.against_truth(external.v_measure_with),
        Direction.LARGE,
        0.0,
        1.0,
        needs_truth=True,
        undefined=_NO_TRUTH,
        reference=_ROSENBERG,
    ),
    Measure(
        "homogeneity",
        functions.against_truth(external.homogeneity_with),
        Direction.LARGE,
        0.0,
        1.0,
        needs_truth=True,
        undefined=_NO_TRUTH,
        reference=_ROSENBERG,
    ),
    Measure(
        "completeness",
        functions.against_truth(external.completeness_with),
        Direction.LARGE,
        0.0,
        1.0,
        needs_truth=True,
        undefined=_NO_TRUTH,
        reference=_ROSENBERG,
    ),
    Measure(
        "fowlkes_mallows",
        functions.against_truth(external.fowlkes_mallows_with),
        Direction.LARGE,
        0.0,
        1.0,
        needs_truth=True,
        undefined=_NO_TRUTH,
        reference="Fowlkes & Mallows 1983, doi:10.1080/01621459.1983.10478008",
    ),
)
"""In the order of the columns."""
