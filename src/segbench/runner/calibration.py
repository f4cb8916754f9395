"""Gather what every labeling's scores are compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from segbench.core import Calibration, Chance, Matrix, Scored, Space
from segbench.executors import Lost
from segbench.runner.effort import ALL_UP_TO, calibration_size
from segbench.runner.finalists import (
    FINALISTS,
    best_positions,
    restricted,
    to_calibrate,
)
from segbench.runner.null_scores import null_scores
from segbench.runner.null_stability import null_stability
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work, by_space
from segbench.scoring.calibration import FEWEST_STABILITY_NULLS
from segbench.scoring.random_partitions import reference_values
from segbench.scoring.stability import mean_over_resamples
from segbench.seeds import seed_for

Found = TypeVar("Found")

MOST_SEGMENTS = 30
"""Random partitions into more segments are not drawn: such rows are not calibrated."""

Rows = Sequence[tuple[Scored, ...]]
"""What is said of every labeling, by work."""

Chances = Mapping[int, Mapping[str, Chance]]
"""Scores of random partitions, by number of segments and measure."""


@dataclass(frozen=True)
class NullStability:
    """The stability of some settings of an algorithm where there is no structure."""

    positions: tuple[int, ...]  # of the settings
    nulls: Matrix  # on null data sets, shape (positions, R0)
    observed: Matrix  # shape (positions,); NaN where all customers were resampled


def calibrate(
    work: Sequence[Work], rows: Rows, spec: RunSpec, runtime: Runtime
) -> list[tuple[Scored, ...]]:
    """Add what scores are compared with: by chance, and where there is no structure.

    An algorithm may find nothing at all in customers without structure. Its stability
    then is compared with that of k-means at as many segments, which the yardstick of
    the space has.
    """
    effort = spec.effort
    if not (effort.partitions or effort.stability_nulls or effort.nulls):
        return list(rows)
    stability = _stability_on_nulls(work, rows, spec, runtime)
    chances = _chances(work, rows, stability, spec, runtime)
    found = [tuple(of_work) for of_work in rows]
    for members in by_space(work):
        yardstick = _by_segments(
            [(work[i], stability[i]) for i in members if work[i].yardstick]
        )
        for i in members:
            of_space = chances[work[i].space.key]
            found[i] = _calibrated(rows[i], stability[i], yardstick, of_space)
    return _against_nulls(work, found, spec, runtime)


def _stability_on_nulls(
    work: Sequence[Work], rows: Rows, spec: RunSpec, runtime: Runtime
) -> list[NullStability]:
    """Refit the settings to calibrate on null data sets; the others have none."""
    chosen: list[list[int]] = []
    for members in by_space(work):
        of_space = [work[i] for i in members], [rows[i] for i in members]
        chosen += to_calibrate(*of_space, spec)
    n_nulls = spec.effort.stability_nulls
    nothing = np.empty((0, n_nulls))
    values = _of_chosen(null_stability, work, chosen, spec, runtime)
    return [
        _null_stability(positions, nothing if one is None else one, n_nulls)
        for positions, one in zip(chosen, values, strict=True)
    ]


def _of_chosen(
    compute: Callable[[Sequence[Work], RunSpec, Runtime], list[Found]],
    work: Sequence[Work],
    chosen: Sequence[Sequence[int]],
    spec: RunSpec,
    runtime: Runtime,
) -> list[Found | None]:
    """Compute something of some settings alone; None where none are chosen."""
    reduced = [
        restricted(one, positions)
        for one, positions in zip(work, chosen, strict=True)
        if positions
    ]
    found = iter(compute(reduced, spec, runtime) if reduced else ())
    return [next(found) if positions else None for positions in chosen]


def _null_stability(
    positions: Sequence[int], values: Matrix, n_nulls: int
) -> NullStability:
    """Tell the null data sets from the samples of the customers, the last columns."""
    observed = mean_over_resamples(values[:, n_nulls:])
    return NullStability(tuple(positions), values[:, :n_nulls], observed)


def _by_segments(yardsticks: Sequence[tuple[Work, NullStability]]) -> dict[int, Matrix]:
    """Stability of the yardstick on null data sets, by number of segments."""
    found = {}
    for work, stability in yardsticks:
        for i, nulls in zip(stability.positions, stability.nulls, strict=True):
            k = work.spec.k_asked(work.settings[i].params)
            if k is not None:
                found[k] = nulls
    return found


def _calibrated(
    rows: Sequence[Scored],
    stability: NullStability,
    yardstick: Mapping[int, Matrix],
    chances: Chances,
) -> tuple[Scored, ...]:
    found = list(rows)
    for place, i in enumerate(stability.positions):
        labels, k = rows[i].labeling.labels, rows[i].labeling.k_found
        assert labels is not None  # only what has scores is calibrated
        nulls = stability.nulls[place]
        own = int((~np.isnan(nulls)).sum()) >= FEWEST_STABILITY_NULLS
        calibration = Calibration(
            customers=calibration_size(len(labels)),
            chance=chances.get(k, {}),
            nulls={},
            stability=nulls if own else yardstick.get(k, nulls),
            observed=float(stability.observed[place]),
            own=own or k not in yardstick,
        )
        found[i] = replace(rows[i], calibration=calibration)
    return tuple(found)


def _chances(
    work: Sequence[Work],
    rows: Rows,
    stability: Sequence[NullStability],
    spec: RunSpec,
    runtime: Runtime,
) -> dict[object, dict[int, Mapping[str, Chance]]]:
    """Scores of random partitions into as many segments as there are, by space."""
    wanted: dict[tuple[object, int], Space] = {}
    for one, of_work, chosen in zip(work, rows, stability, strict=True):
        for i in chosen.positions:
            k = of_work[i].labeling.k_found
            if k <= MOST_SEGMENTS and not one.yardstick:
                wanted[one.space.key, k] = one.space
    found: dict[object, dict[int, Mapping[str, Chance]]] = {
        one.space.key: {} for one in work
    }
    if not spec.effort.partitions:
        return found
    arguments = [(space, k, spec.effort.partitions) for (_, k), space in wanted.items()]
    answers = runtime.run("random partitions", _chance, arguments)
    for (key, k), answer in zip(wanted, answers, strict=True):
        found[key][k] = {} if isinstance(answer, Lost) else answer
    return found


def _chance(space: Space, k: int, n_draws: int) -> Mapping[str, Chance]:
    seed = seed_for(space.key.seed, space.key, f"random partitions into {k}")
    drawn = reference_values(space.matrix, k, n_draws, seed, space.metric)
    return {name: Chance(*values) for name, values in drawn.items()}


def _against_nulls(
    work: Sequence[Work], rows: Rows, spec: RunSpec, runtime: Runtime
) -> list[tuple[Scored, ...]]:
    """Score the best settings on null data: only a winner compares across spaces."""
    chosen = [
        [] if one.yardstick else best_positions(of_work, spec.rule, _finalists(one))
        for one, of_work in zip(work, rows, strict=True)
    ]
    scores = _of_chosen(null_scores, work, chosen, spec, runtime)
    return [
        of_work if one is None else _with_nulls(of_work, positions, one)
        for of_work, positions, one in zip(rows, chosen, scores, strict=True)
    ]


def _finalists(work: Work) -> int:
    """Count them; a space's winner is the first of its algorithm, so one will do."""
    return FINALISTS if work.space.n_customers <= ALL_UP_TO else 1


def _with_nulls(
    rows: Sequence[Scored], positions: Sequence[int], scores: dict[str, Matrix]
) -> tuple[Scored, ...]:
    found = list(rows)
    for place, i in enumerate(positions):
        calibration = found[i].calibration
        if calibration is not None:
            nulls = {name: values[place] for name, values in scores.items()}
            found[i] = replace(found[i], calibration=replace(calibration, nulls=nulls))
    return tuple(found)
