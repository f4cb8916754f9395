"""Measures of a labeling by the customers themselves, nothing else known."""

from __future__ import annotations

import numpy as np

from segbench.scoring import indices
from segbench.scoring import measure_functions as functions
from segbench.scoring.measure import Direction, Measure
from segbench.scoring.noise import NoiseVariants

_SAME_CENTRE = "two segments have the same centre"
_NO_SPREAD = "nobody differs from the centre of their segment"
_ROUSSEEUW = "Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7"
_DAVIES_BOULDIN = "Davies & Bouldin 1979, doi:10.1109/TPAMI.1979.4766909"

INTERNAL = (
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
        "dunn",
        functions.dunn,
        Direction.LARGE,
        0.0,
        np.inf,
        needs_truth=False,
        undefined=functions.NO_WIDTH,
        reference="Dunn 1974, doi:10.1080/01969727408546059",
    ),
    Measure(
        "xie_beni",
        functions.of_segments(indices.xie_beni),
        Direction.SMALL,
        0.0,
        np.inf,
        needs_truth=False,
        undefined=_SAME_CENTRE,
        reference="Xie & Beni 1991, doi:10.1109/34.85677",
    ),
)
"""In the order of the columns."""
