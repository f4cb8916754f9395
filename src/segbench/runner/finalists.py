"""The candidates that more is computed for: the best settings of each algorithm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from segbench.core import Scored, Status
from segbench.ranking import Method, RankingRule, best_of, gate
from segbench.runner.effort import ALL_UP_TO
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work

FINALISTS = 3
"""Settings of each algorithm in each space."""


def best_positions(
    rows: Sequence[Scored], rule: RankingRule, count: int = FINALISTS
) -> list[int]:
    """Positions of an algorithm's best settings by a rule, in the order of the grid."""
    best = {one.labeling.setting.key for one in best_of(rows, rule, count)}
    return [i for i, row in enumerate(rows) if row.labeling.setting.key in best]


def to_calibrate(
    work: Sequence[Work], rows: Sequence[Sequence[Scored]], spec: RunSpec
) -> list[list[int]]:
    """Positions of the settings of one space that are calibrated, by work.

    All that the gates let in; others are not ranked. Of a large data set, an
    algorithm's best setting of each number of segments asked for, by raw values, which
    compare where k is the same; of one that takes no number the best few; of the
    yardstick what density methods need.
    """
    if work[0].space.n_customers <= ALL_UP_TO:
        return [
            [i for i, row in enumerate(of_work) if _may_rank(one, row, spec.rule)]
            for one, of_work in zip(work, rows, strict=True)
        ]
    raw = replace(spec.rule, method=Method.RANKS)
    chosen = [
        [] if one.yardstick else _best_of_each_k(one, of_work, raw)
        for one, of_work in zip(work, rows, strict=True)
    ]
    needed = {
        of_work[i].labeling.k_found
        for one, of_work, positions in zip(work, rows, chosen, strict=True)
        if one.spec.assigns_noise
        for i in positions
    }
    return [
        [i for i, row in enumerate(of_work) if row.labeling.k_asked in needed]
        if one.yardstick
        else positions
        for one, of_work, positions in zip(work, rows, chosen, strict=True)
    ]


def _may_rank(work: Work, row: Scored, rule: RankingRule) -> bool:
    """Tell who can be ranked; the yardstick is compared with whatever it is."""
    if work.yardstick:
        return row.labeling.status is Status.OK
    return not gate(row.labeling, rule.gates)


def _best_of_each_k(work: Work, rows: Sequence[Scored], rule: RankingRule) -> list[int]:
    asked = [row.labeling.k_asked for row in rows]
    if work.spec.k_param is None:
        return best_positions(rows, rule)
    chosen = []
    for k in dict.fromkeys(asked):
        positions = [i for i, one in enumerate(asked) if one == k]
        same_k = [rows[i] for i in positions]
        best = best_positions(same_k, rule, count=1)
        chosen += [positions[i] for i in best]
    return sorted(chosen)


def restricted(work: Work, positions: Sequence[int]) -> Work:
    """Return the work of some settings alone."""
    return replace(work, settings=tuple(work.settings[i] for i in positions))
