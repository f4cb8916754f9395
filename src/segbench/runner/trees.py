"""How faithful the trees are that segmentations were cut from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from segbench.core import Labeling, Matrix, Status
from segbench.runner.work import Work
from segbench.scoring.cophenetic import LARGEST_TREE, cophenetic_correlation


def tree_scores(
    work: Sequence[Work], fits: Sequence[Sequence[Labeling]]
) -> list[Matrix]:
    """Cophenetic correlation of the tree of every setting, shape (settings,), by work.

    NaN where there is no tree, no score, or more customers than all distances fit.
    """
    pairs = zip(work, fits, strict=True)
    return [_of_work(one, labelings) for one, labelings in pairs]


def _of_work(work: Work, labelings: Sequence[Labeling]) -> Matrix:
    values = np.full(len(labelings), np.nan)
    scored = [i for i, one in enumerate(labelings) if one.status is Status.OK]
    matrix = work.space.matrix
    if not scored or len(matrix) > LARGEST_TREE:
        return values
    estimator: Any = work.spec.estimator({}, seed=0)
    if not hasattr(estimator, "trees"):
        return values
    trees = estimator.trees(matrix, [labelings[i].setting.params for i in scored])
    if trees is NotImplemented:
        return values
    found = {
        method: cophenetic_correlation(matrix, tree, work.space.metric)
        for method, tree in trees.items()
    }
    for i in scored:
        method = labelings[i].setting.params.get("linkage", estimator.linkage)
        values[i] = found[method]
    return values
