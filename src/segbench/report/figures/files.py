"""Write the figures of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from segbench.ranking.choice_of_k import KChoice
from segbench.report.datasets import dataset_comparison
from segbench.report.figures.choice_of_k import CriterionCurve, choice_of_k_figure
from segbench.report.figures.critical_difference import critical_difference_diagram
from segbench.report.results import Results
from segbench.scoring.findings import Curves
from segbench.store.atomic import replacing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")

MOST_SPACES = 12
"""Spaces that get a figure each; of more, the first ones in the order of names."""

NO_DATE = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
"""Metadata that would differ from run to run."""


def write_figures(results: Results, folder: Path) -> list[Path]:
    """Write every figure in every format.

    Returns
    -------
    list of Path
        The files; empty where there is nothing to draw.
    """
    written = []
    for name, figure in _figures(results):
        folder.mkdir(exist_ok=True)
        for form in FORMATS:
            path = folder / f"{name}.{form}"
            with replacing(path) as temporary:
                figure.savefig(temporary, format=form, metadata=NO_DATE[form])
            written.append(path)
    return written


def _figures(results: Results) -> Iterator[tuple[str, Figure]]:
    comparison = dataset_comparison(results)
    if comparison is not None:
        yield "critical_difference", critical_difference_diagram(comparison)
    for ranking in results.rankings[:MOST_SPACES]:
        found = results.findings.get(ranking.space)
        choice = results.choice_of_k(ranking.space)
        if found is not None and found.curves is not None and choice is not None:
            name = results.space_name(ranking.space)
            curves = criterion_curves(found.curves, choice)
            yield f"choice_of_k_{_safe(name)}", choice_of_k_figure(curves)


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "_", name).strip("_")[:80]


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
