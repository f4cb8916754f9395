"""From a data set to spaces: a feature set, encoded and scaled."""

from segbench.features.scaler_spec import ScalerSpec
from segbench.features.sets import Distance, FeatureSet
from segbench.features.shares import distance_shares
from segbench.features.space import build_space, refit_matrices

__all__ = [
    "Distance",
    "FeatureSet",
    "ScalerSpec",
    "build_space",
    "distance_shares",
    "refit_matrices",
]
