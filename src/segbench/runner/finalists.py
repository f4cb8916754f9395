"""The candidates that are held against data without structure: the best of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from segbench.core import Matrix, Scored
from segbench.ranking import rank_space
from segbench.runner.null_scores import null_scores
from segbench.runner.parallel import Progress
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work

FINALISTS = 3
"""Settings of each algorithm in each space; only a winner compares across spaces."""


def against_nulls(
    work: Sequence[Work],
    rows: Sequence[tuple[Scored, ...]],
    spec: RunSpec,
    progress: Progress,
) -> list[tuple[Scored, ...]]:
    """Score the finalists' settings on null data sets; the other rows stay."""
    chosen = [_finalists(*pair, spec) for pair in zip(work, rows, strict=True)]
    reduced = [
        replace(one, settings=tuple(one.settings[i] for i in positions))
        for one, positions in zip(work, chosen, strict=True)
        if positions
    ]
    scores = iter(null_scores(reduced, spec, progress) if reduced else ())
    return [
        _with_nulls(of_work, positions, next(scores)) if positions else of_work
        for of_work, positions in zip(rows, chosen, strict=True)
    ]


def _finalists(work: Work, rows: Sequence[Scored], spec: RunSpec) -> list[int]:
    """Positions of an algorithm's best settings; none of a yardstick."""
    if work.yardstick or not spec.effort.nulls:
        return []
    ranked = rank_space(work.space.key, rows, spec.rule).ranked[:FINALISTS]
    best = {row.scored.labeling.setting.key for row in ranked}
    return [i for i, row in enumerate(rows) if row.labeling.setting.key in best]


def _with_nulls(
    rows: Sequence[Scored], positions: Sequence[int], scores: dict[str, Matrix]
) -> tuple[Scored, ...]:
    found = list(rows)
    for place, i in enumerate(positions):
        calibration = found[i].calibration
        assert calibration is not None  # what is ranked has been calibrated
        nulls = {name: values[place] for name, values in scores.items()}
        found[i] = replace(found[i], calibration=replace(calibration, nulls=nulls))
    return tuple(found)
