"""The steps of a run, from prepared work to cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from segbench.core import (
    Cell,
    Dataset,
    Labeling,
    Matrix,
    Scored,
)
from segbench.runner.all_fits import fit_with_yardsticks
from segbench.runner.calibration import calibrate
from segbench.runner.criteria import Evidence
from segbench.runner.findings import find_out
from segbench.runner.fitting import fit_all
from segbench.runner.outliers import agreement_without_outliers
from segbench.runner.reference import reference_scores
from segbench.runner.resampled_scores import resampled_scores
from segbench.runner.resampling import stabilities
from segbench.runner.runtime import Runtime
from segbench.runner.scoring import score_all
from segbench.runner.seed_stability import seed_stability
from segbench.runner.spec import RunSpec
from segbench.runner.trees import tree_scores
from segbench.runner.work import Work, by_space
from segbench.runner.yardstick import mixtures
from segbench.scoring.findings import Findings


@dataclass(frozen=True)
class Outcome:
    """What a run found: cells by algorithm, findings by space."""

    cells: tuple[Cell, ...]
    findings: tuple[Findings, ...]
    losses: tuple[str, ...] = ()  # pieces of work that were given up, and why


def run(
    dataset: Dataset, spec: RunSpec, work: Sequence[Work], runtime: Runtime
) -> Outcome:
    """Fit every setting, score them by space, refit them, calibrate, find out.

    Parameters
    ----------
    dataset : Dataset
        The customers.
    spec : RunSpec
        Resamples, effort, seed and workers.
    work : sequence of Work
        What `prepare` gave.
    runtime : Runtime
        Who does it, inside which limits, and what was done before.

    Returns
    -------
    Outcome
        A cell per piece of work, in its order; findings per space.
    """
    everything, fits = fit_with_yardsticks(work, spec, runtime)
    rows = _rows(dataset, everything, fits, spec, runtime)
    resamples = spec.resamples_of(dataset.n_customers)
    cells = tuple(
        Cell(one.space.key, one.spec.name, one.spec.params, resamples, of_work)
        for one, of_work in zip(everything, rows, strict=True)
        if not one.yardstick
    )
    evidence = _evidence(everything, fits, rows, spec, runtime)
    findings = tuple(find_out(evidence, spec, runtime))
    return Outcome(cells, findings, tuple(map(str, runtime.losses)))


def _rows(
    dataset: Dataset,
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    spec: RunSpec,
    runtime: Runtime,
) -> list[tuple[Scored, ...]]:
    """Put together all that is said of every labeling, by work."""
    scores = score_all(work, fits, dataset.truth, runtime)
    seeds = seed_stability(work, fits, spec, runtime)
    without = agreement_without_outliers(dataset, work, fits, spec, runtime)
    more = _merged(
        reference_scores(dataset, fits, spec),
        _named("seed_stability", seeds),
        _named("without_outliers", without),
        _named("cophenetic", tree_scores(work, fits)),
    )
    resampled = stabilities(work, fits, spec, runtime)
    again = resampled_scores(work, fits, spec, runtime)
    rows = [
        tuple(
            Scored(labeling, {**score.values, **added}, score.reasons, stability, drawn)
            for labeling, score, added, stability, drawn in zip(*of_work, strict=True)
        )
        for of_work in zip(fits, scores, more, resampled, again, strict=True)
    ]
    return calibrate(work, rows, spec, runtime)


def _named(name: str, values: Sequence[Matrix]) -> list[list[Mapping[str, float]]]:
    """Give the values of every setting, by work, the name of a score."""
    return [[{name: float(value)} for value in of_work] for of_work in values]


def _merged(
    *scores: Sequence[Sequence[Mapping[str, float]]],
) -> list[list[Mapping[str, float]]]:
    """Put several scores of the same settings together, by work."""
    return [
        [
            {k: v for one in added for k, v in one.items()}
            for added in zip(*of_work, strict=True)
        ]
        for of_work in zip(*scores, strict=True)
    ]


def _evidence(
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    rows: Sequence[tuple[Scored, ...]],
    spec: RunSpec,
    runtime: Runtime,
) -> list[Evidence]:
    """Gather what the choice of k rests on; mixtures that were run serve again."""
    if not spec.chooses_k:
        return [Evidence(work[i[0]].space, (), ()) for i in by_space(work)]
    wanted = [
        mixtures(work[i[0]].space, spec.ks, exact=spec.exact) for i in by_space(work)
    ]
    known = {one.space.key: _fits_of(one, work, fits) for one in wanted}
    missing = [w for w in wanted if w.settings and known[w.space.key] is None]
    if missing:
        fitted = fit_all(missing, spec, runtime)
        known |= {m.space.key: f for m, f in zip(missing, fitted, strict=True)}
    return [
        Evidence(
            one.space,
            next(
                row
                for other, row in zip(work, rows, strict=True)
                if other.yardstick and other.space.key == one.space.key
            ),
            tuple(known[one.space.key] or ()),
        )
        for one in wanted
    ]


def _fits_of(
    wanted: Work, work: Sequence[Work], fits: Sequence[Sequence[Labeling]]
) -> Sequence[Labeling] | None:
    """Return the labelings of the same work where it was run as a candidate."""
    for one, labelings in zip(work, fits, strict=True):
        spec = replace(one.spec, origin=wanted.spec.origin)  # where it was declared
        same = (one.space.key, spec, one.settings)
        if same == (wanted.space.key, wanted.spec, wanted.settings):
            return labelings
    return None
