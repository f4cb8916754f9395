"""The scores of every setting on null data sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segbench.algorithms import Sharing
from segbench.core import Labeling, Matrix, Space
from segbench.runner.chunks import Stage, over_chunks
from segbench.runner.null_data import Draw, draw_matrices, label
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work
from segbench.scoring import score_labelings
from segbench.scoring.nulls import FAMILIES

CHUNK = 10
"""Null data sets in one piece of work."""

KEPT = (
    "silhouette",
    "davies_bouldin",
    "silhouette_completed",
    "davies_bouldin_completed",
    "silhouette_as_cluster",
    "davies_bouldin_as_cluster",
)
"""What is kept of a null data set's scores, beside the coverage."""


def null_scores(
    work: Sequence[Work], spec: RunSpec, runtime: Runtime
) -> list[dict[str, Matrix]]:
    """Score every setting on null data sets of its space.

    Returns
    -------
    list of dict of ndarray of shape (settings, families, R)
        By work, then by measure; NaN where a labeling is degenerate.
    """
    n_draws = spec.effort.nulls
    if not n_draws:
        return [{} for _ in work]
    draws = [Draw(family, r) for family in FAMILIES for r in range(n_draws)]
    stage = Stage("calibrating", _score_chunk, CHUNK, _nothing)
    more = (spec.refits.sharing,)
    found = over_chunks(stage, work, draws, more, runtime)
    return [_joined(chunks, n_draws) for chunks in found]


def _joined(chunks: Sequence[dict[str, Matrix]], n_draws: int) -> dict[str, Matrix]:
    return {
        name: np.concatenate([one[name] for one in chunks], axis=1).reshape(
            -1, len(FAMILIES), n_draws
        )
        for name in (*KEPT, "coverage")
    }


def _score_chunk(
    work: Work, draws: Sequence[Draw], sharing: Sharing
) -> dict[str, Matrix]:
    """Score an algorithm on some null data sets, shape (settings, draws) by measure."""
    space = work.space
    matrices = draw_matrices(space, draws)
    labelings = label(work, matrices, draws, sharing)
    columns = [
        _columns(space, matrix, of_draw)
        for matrix, of_draw in zip(matrices, labelings, strict=True)
    ]
    return {
        name: np.column_stack([one[name] for one in columns])
        for name in (*KEPT, "coverage")
    }


def _nothing(work: Work, draws: Sequence[Draw]) -> dict[str, Matrix]:
    undefined = np.full((len(work.settings), len(draws)), np.nan)
    return dict.fromkeys((*KEPT, "coverage"), undefined)


def _columns(
    space: Space, matrix: Matrix, labelings: Sequence[Labeling]
) -> dict[str, Matrix]:
    """Values by measure, shape (labelings,)."""
    scores = score_labelings(
        matrix, labelings, truth=None, measures=KEPT, metric=space.metric
    )
    columns = {name: np.array([one.values[name] for one in scores]) for name in KEPT}
    return {**columns, "coverage": np.array([one.coverage for one in labelings])}
