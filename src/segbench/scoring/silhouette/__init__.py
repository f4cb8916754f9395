"""Silhouettes of many labelings of the same customers, from one pass."""

from segbench.scoring.silhouette.centroid import (
    silhouette_sqeuclidean_score,
    simplified_silhouette_score,
)
from segbench.scoring.silhouette.exact import (
    silhouette_by_segment,
    silhouette_samples,
    silhouette_score,
)
from segbench.scoring.silhouette.sampled import SampledSilhouette, sampled_silhouette

__all__ = [
    "SampledSilhouette",
    "sampled_silhouette",
    "silhouette_by_segment",
    "silhouette_samples",
    "silhouette_score",
    "silhouette_sqeuclidean_score",
    "simplified_silhouette_score",
]
