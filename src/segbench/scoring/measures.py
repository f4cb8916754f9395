"""Measures as records: what they compute, which way is good, where they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from segbench.scoring import external, indices
from segbench.scoring import measure_functions as functions
from segbench.scoring.given import EXACT_UP_TO, SAMPLED_CUSTOMERS, Given, Values
from segbench.scoring.noise import NoiseVariants

__all__ = [
    "EXACT_UP_TO",
    "MEASURES",
    "SAMPLED_CUSTOMERS",
    "Direction",
    "Given",
    "Measure",
    "Values",
]


class Direction(IntEnum):
    """Which way a measure is good."""

    LARGE = 1
    SMALL = -1
    NEITHER = 0  # shown, never ranked


@dataclass(frozen=True)
class Measure:
    """A measure of labelings in a space."""

    name: str
    function: Callable[[Given], Values]
    direction: Direction
    low: float  # smallest value there can be
    high: float  # largest value there can be
    needs_truth: bool
    undefined: str  # when a labeling with two segments still has no value
    reference: str


_SAME_CENTRE = "two segments have the same centre"
_NO_SPREAD = "nobody differs from the centre of their segment"
_NO_TRUTH = "too few known segments to agree with"
_ROUSSEEUW = "Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7"
_DAVIES_BOULDIN = "Davies & Bouldin 1979, doi:10.1109/TPAMI.1979.4766909"

MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure(
            "silhouette",
            functions.silhouette_of(NoiseVariants.of_plain),
            Direction.LARGE,
            -1.0,
            1.0,
            needs_truth=False,
            undefined="",
            reference=_ROUSSEEUW,
        ),
        Measure(
            "davies_bouldin",
            functions.davies_bouldin_of(NoiseVariants.of_plain),
            Direction.SMALL,
            0.0,
            np.inf,
            needs_truth=False,
            undefined=_SAME_CENTRE,
            reference=_DAVIES_BOULDIN,
        ),
        Measure(
            "calinski_harabasz",
            functions.of_segments(indices.calinski_harabasz),
            Direction.LARGE,
            0.0,
            np.inf,
            needs_truth=False,
            undefined=_NO_SPREAD,
            reference="Calinski & Harabasz 1974, doi:10.1080/03610927408827101",
        ),
        Measure(
            "inertia",
            functions.of_segments(indices.inertia),
            Direction.NEITHER,
            0.0,
            np.inf,
            needs_truth=False,
            undefined="",
            reference="MacQueen 1967, Proc. 5th Berkeley Symposium 1, 281-297",
        ),
        Measure(
            "silhouette_macro",
            functions.macro_silhouette,
            Direction.LARGE,
            -1.0,
            1.0,
            needs_truth=False,
            undefined="",
            reference="Pavlopoulos et al. 2024, doi:10.1007/978-3-031-78977-9_23",
        ),
        Measure(
            "silhouette_completed",
            functions.silhouette_of(NoiseVariants.of_completed),
            Direction.LARGE,
            -1.0,
            1.0,
            needs_truth=False,
            undefined="",
            reference=_ROUSSEEUW,
        ),
        Measure(
            "davies_bouldin_completed",
            functions.davies_bouldin_of(NoiseVariants.of_completed),
            Direction.SMALL,
            0.0,
            np.inf,
            needs_truth=False,
            undefined=_SAME_CENTRE,
            reference=_DAVIES_BOULDIN,
        ),
        Measure(
            "silhouette_as_cluster",
            functions.silhouette_of(NoiseVariants.of_clusters),
            Direction.LARGE,
            -1.0,
            1.0,
            needs_truth=False,
            undefined="",
            reference=_ROUSSEEUW,
        ),
        Measure(
            "davies_bouldin_as_cluster",
            functions.davies_bouldin_of(NoiseVariants.of_clusters),
            Direction.SMALL,
            0.0,
            np.inf,
            needs_truth=False,
            undefined=_SAME_CENTRE,
            reference=_DAVIES_BOULDIN,
        ),
        Measure(
            "dbcv",
            functions.dbcv,
            Direction.LARGE,
            -1.0,
            1.0,
            needs_truth=False,
            undefined=functions.NO_DENSITY,
            reference="Moulavi et al. 2014, doi:10.1137/1.9781611973440.96",
        ),
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
            reference="Rosenberg & Hirschberg 2007, EMNLP-CoNLL, 410-420",
        ),
    )
}
"""The built-in measures by name."""
