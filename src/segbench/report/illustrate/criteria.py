"""The criteria for the number of segments, laid out as panels."""

from __future__ import annotations

import numpy as np

from segbench.ranking.choice_of_k import KChoice
from segbench.report.figures.choice_of_k import CriterionCurve
from segbench.scoring.findings import Curves


def criterion_curves(curves: Curves, choice: KChoice) -> list[CriterionCurve]:
    """Lay the criteria out as panels, each with the number it names."""
    named = {(one.criterion, one.counts): one.k for one in choice.votes}
    ks, gain = curves.ks, curves.stability_gain
    from_one = tuple(range(1, len(curves.gap) + 1))
    strength, error = curves.prediction_strength, curves.prediction_error
    forms = list(curves.bic.values())
    best_bic = np.fmin.reduce(forms) if forms else np.full(len(ks), np.nan)
    return [
        CriterionCurve(
            "silhouette", ks, curves.silhouette, chosen=named["separation", True]
        ),
        CriterionCurve(
            "gap",
            from_one,
            curves.gap,
            low=curves.gap - curves.gap_error,
            high=curves.gap + curves.gap_error,
            chosen=named["reference", True],
        ),
        CriterionCurve("BIC", ks, best_bic, chosen=named["likelihood", True]),
        CriterionCurve(
            "gain in stability",
            ks,
            gain,
            low=gain - curves.gain_error,
            high=gain + curves.gain_error,
            chosen=named["reproducibility", True],
        ),
        CriterionCurve(
            "inertia", ks, curves.inertia, chosen=named["elbow", False], counts=False
        ),
        CriterionCurve(
            "prediction strength",
            ks,
            strength,
            low=strength - error,
            high=strength + error,
            chosen=named["prediction strength", False],
            counts=False,
        ),
    ]
