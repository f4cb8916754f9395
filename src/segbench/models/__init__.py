"""Segmentations to be used: models that give new customers a segment."""

from segbench.models.fidelity import Fidelity
from segbench.models.files import load_model, other_versions, save_model
from segbench.models.model import SegmentModel
from segbench.models.of_run import model_of, write_models
from segbench.models.origin import Origin

__all__ = [
    "Fidelity",
    "Origin",
    "SegmentModel",
    "load_model",
    "model_of",
    "other_versions",
    "save_model",
    "write_models",
]
