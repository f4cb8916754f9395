"""Gather what every labeling's scores are compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Calibration, Chance, Labeling, Matrix, Space, Status
from segbench.runner.effort import calibration_size
from segbench.runner.null_stability import null_stability
from segbench.runner.parallel import Progress, run_tasks
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work, by_space
from segbench.scoring.calibration import FEWEST_STABILITY_NULLS
from segbench.scoring.random_partitions import reference_values
from segbench.seeds import seed_for

MOST_SEGMENTS = 30
"""Random partitions into more segments are not drawn: such rows are not calibrated."""


@dataclass(frozen=True)
class NullStability:
    """The stability of an algorithm's settings where there is no structure."""

    nulls: Matrix  # on null data sets, shape (settings, R0)
    observed: Matrix  # shape (settings,); NaN where all customers were resampled


def calibrate(
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    spec: RunSpec,
    progress: Progress,
) -> list[list[Calibration | None]]:
    """Gather each labeling's calibration; None where it has no scores.

    An algorithm may find nothing at all in customers without structure. Its stability
    then is compared with that of k-means at as many segments, which the yardstick of
    the space has: the work whose algorithm is a yardstick.
    """
    if not (spec.effort.partitions or spec.effort.stability_nulls):
        return [[None] * len(labelings) for labelings in fits]
    stability = _on_nulls(work, spec, progress)
    chances = _chances(work, fits, spec, progress)
    found: list[list[Calibration | None]] = []
    for members in by_space(work):
        space = work[members[0]].space
        yardstick = _by_segments(
            [(work[i], stability[i]) for i in members if work[i].yardstick]
        )
        found += [
            [
                _calibration(x, position, stability[i], yardstick, chances[space.key])
                if x.status is Status.OK
                else None
                for position, x in enumerate(fits[i])
            ]
            for i in members
        ]
    return found


def _on_nulls(
    work: Sequence[Work], spec: RunSpec, progress: Progress
) -> list[NullStability]:
    n_nulls = spec.effort.stability_nulls
    found = []
    for values in null_stability(work, spec, progress):
        has_observed = values.shape[1] > n_nulls
        nothing = np.full(len(values), np.nan)
        observed = values[:, n_nulls] if has_observed else nothing
        found.append(NullStability(values[:, :n_nulls], observed))
    return found


def _by_segments(yardsticks: Sequence[tuple[Work, NullStability]]) -> dict[int, Matrix]:
    """Stability of the yardstick on null data sets, by number of segments."""
    found = {}
    for work, found_there in yardsticks:
        for setting, stability in zip(work.settings, found_there.nulls, strict=True):
            k = work.spec.k_asked(setting.params)
            if k is not None:
                found[k] = stability
    return found


def _calibration(
    labeling: Labeling,
    position: int,
    on_nulls: NullStability,
    yardstick: Mapping[int, Matrix],
    chances: Mapping[int, Mapping[str, Chance]],
) -> Calibration:
    assert labeling.labels is not None  # its status is OK
    k = labeling.k_found
    stability = on_nulls.nulls[position]
    own = int((~np.isnan(stability)).sum()) >= FEWEST_STABILITY_NULLS
    return Calibration(
        customers=calibration_size(len(labeling.labels)),
        chance=chances.get(k, {}),
        nulls={},
        stability=stability if own else yardstick.get(k, stability),
        observed=float(on_nulls.observed[position]),
        own=own or k not in yardstick,
    )


def _chances(
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    spec: RunSpec,
    progress: Progress,
) -> dict[object, dict[int, Mapping[str, Chance]]]:
    """Scores of random partitions, by space and number of segments."""
    wanted: dict[tuple[object, int], Space] = {}
    for one, labelings in zip(work, fits, strict=True):
        for labeling in labelings:
            if labeling.status is Status.OK and labeling.k_found <= MOST_SEGMENTS:
                wanted[one.space.key, labeling.k_found] = one.space
    found: dict[object, dict[int, Mapping[str, Chance]]] = {
        one.space.key: {} for one in work
    }
    if not spec.effort.partitions:
        return found
    arguments = [(space, k, spec.effort.partitions) for (_, k), space in wanted.items()]
    workers = spec.workers(work[0].space.n_customers)
    answers = run_tasks(_chance, arguments, workers, progress, "random partitions")
    for (key, k), answer in zip(wanted, answers, strict=True):
        found[key][k] = answer
    return found


def _chance(space: Space, k: int, n_draws: int) -> Mapping[str, Chance]:
    seed = seed_for(space.key.seed, space.key, f"random partitions into {k}")
    drawn = reference_values(space.matrix, k, n_draws, seed)
    return {name: Chance(*values) for name, values in drawn.items()}
