"""Do with a data set what a plan says, and keep who is left out."""

from segbench.cleaning_plan import CHOICES, CleaningPlan, LeftOut
from segbench.data.cleaning.clean import clean

__all__ = ["CHOICES", "CleaningPlan", "LeftOut", "clean"]
