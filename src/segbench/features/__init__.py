"""From a data set to spaces: a feature set, encoded and scaled."""

from segbench.features.scalers import ScalerSpec
from segbench.features.sets import FeatureSet
from segbench.features.space import build_space, refit_matrices

__all__ = ["FeatureSet", "ScalerSpec", "build_space", "refit_matrices"]
