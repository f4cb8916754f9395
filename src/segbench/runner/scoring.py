"""The scores of all labelings of a space, computed together."""

from __future__ import annotations

from collections.abc import Sequence

from segbench.core import Labeling, Labels, Space
from segbench.errors import SegbenchError
from segbench.executors import Lost
from segbench.runner.foreign import any_foreign_measure
from segbench.runner.runtime import Runtime
from segbench.runner.work import Work, by_work, places_by_space
from segbench.scoring import Score, score_labelings


def score_all(
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    truth: Labels | None,
    runtime: Runtime,
) -> list[list[Score]]:
    """Score all labelings of a space together; give them back by work.

    Raises
    ------
    SegbenchError
        When a worker died of it: without scores there is no table.
    """
    groups = places_by_space(work, fits)
    arguments = [
        (
            work[places[0][0]].space,
            [fits[i][j] for i, j in places],
            truth,
            [work[i].spec.assigns_noise for i, _ in places],
        )
        for places in groups
    ]
    answers = runtime.run(
        "scoring", _score_space, arguments, remember=not any_foreign_measure()
    )
    scores: dict[tuple[int, int], Score] = {}
    for places, answer in zip(groups, answers, strict=True):
        if isinstance(answer, Lost):
            raise SegbenchError(f"the scores could not be computed: {answer.reason}")
        scores |= zip(places, answer, strict=True)
    return by_work(scores, fits)


def _score_space(
    space: Space,
    labelings: Sequence[Labeling],
    truth: Labels | None,
    by_density: Sequence[bool],
) -> list[Score]:
    return score_labelings(
        space.matrix, labelings, truth, by_density, metric=space.metric
    )
