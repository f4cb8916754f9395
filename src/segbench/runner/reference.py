"""Scores of every segmentation in one declared space, the same for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from segbench.core import Dataset, Labeling
from segbench.features import build_space
from segbench.runner.spec import RunSpec
from segbench.scoring import score_labelings

KEPT = ("silhouette", "davies_bouldin")


def reference_scores(
    dataset: Dataset, fits: Sequence[Sequence[Labeling]], spec: RunSpec
) -> list[list[Mapping[str, float]]]:
    """Score all labelings of the same customers in the declared space.

    It answers which segmentation of these customers is the more compact one where the
    declared variables are what matters, and favours candidates that were fitted there.

    Returns
    -------
    list of list of dict
        By work, then by setting; ``reference_silhouette`` and
        ``reference_davies_bouldin``, empty without a declared space.
    """
    if spec.reference is None:
        return [[{} for _ in labelings] for labelings in fits]
    space = build_space(dataset, *spec.reference, spec.seed)
    scored = (
        score_labelings(
            space.matrix, labelings, truth=None, measures=KEPT, metric=space.metric
        )
        for labelings in fits
    )
    return [
        [{f"reference_{name}": one.values[name] for name in KEPT} for one in of_work]
        for of_work in scored
    ]
