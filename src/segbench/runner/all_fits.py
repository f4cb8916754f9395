"""The fits of the candidates and, beside them, of what they are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from segbench.core import Labeling, Status
from segbench.runner.calibration import MOST_SEGMENTS
from segbench.runner.fitting import fit_all
from segbench.runner.foreign import any_foreign
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work, by_space
from segbench.runner.yardstick import yardstick


def fit_with_yardsticks(
    work: Sequence[Work], spec: RunSpec, runtime: Runtime
) -> tuple[list[Work], list[list[Labeling]]]:
    """Fit every setting, and in every space the yardstick at every k there is.

    Returns
    -------
    work : list of Work
        What was given, and the yardstick of a space after its candidates.
    labelings : list of list of Labeling
        By work, in the order of its settings.
    """
    if not (spec.chooses_k or spec.effort.stability_nulls):
        return list(work), fit_all(work, spec, runtime)
    groups = by_space(work)
    spaces = [work[members[0]].space for members in groups]
    asked = [yardstick(space, spec.ks, exact=spec.exact) for space in spaces]
    of_work, of_asked = _both(work, asked, spec, runtime)
    found = [
        {k for i in members for k in _found_by_density(work[i], of_work[i])}
        for members in groups
    ]
    yardsticks, of_yardsticks = _at_more(asked, of_asked, found, spec, runtime)
    everything: list[Work] = []
    labelings: list[list[Labeling]] = []
    for j, members in enumerate(groups):
        everything += [*(work[i] for i in members), yardsticks[j]]
        labelings += [*(of_work[i] for i in members), of_yardsticks[j]]
    return everything, labelings


def _both(
    work: Sequence[Work], asked: Sequence[Work], spec: RunSpec, runtime: Runtime
) -> tuple[list[list[Labeling]], list[list[Labeling]]]:
    """Fit together what may be together, so that no worker waits for the others.

    What fits code of somebody else stays by itself: it works inside limits, which the
    yardsticks must not fail by.
    """
    if any_foreign(work):
        return fit_all(work, spec, runtime), fit_all(asked, spec, runtime)
    fits = fit_all([*work, *asked], spec, runtime)
    return fits[: len(work)], fits[len(work) :]


def _found_by_density(work: Work, labelings: Sequence[Labeling]) -> list[int]:
    """Numbers of segments that a method found that may find none in noise."""
    if not work.spec.assigns_noise:
        return []
    found = {x.k_found for x in labelings if x.status is Status.OK}
    return [k for k in sorted(found) if k <= MOST_SEGMENTS]


def _at_more(
    asked: Sequence[Work],
    fits: Sequence[list[Labeling]],
    found: Sequence[set[int]],
    spec: RunSpec,
    runtime: Runtime,
) -> tuple[list[Work], list[list[Labeling]]]:
    """Fit yardsticks at the numbers of segments too that nobody had asked for."""
    wanted = [
        yardstick(one.space, {*spec.ks, *ks}, exact=spec.exact)
        for one, ks in zip(asked, found, strict=True)
    ]
    missing = [
        replace(full, settings=tuple(s for s in full.settings if s not in one.settings))
        for full, one in zip(wanted, asked, strict=True)
    ]
    lacking = [j for j, one in enumerate(missing) if one.settings]
    if not lacking:
        return list(asked), list(fits)
    more = fit_all([missing[j] for j in lacking], spec, runtime)
    together = list(fits)
    for j, of_missing in zip(lacking, more, strict=True):
        known = zip(asked[j].settings, fits[j], strict=True)
        new = zip(missing[j].settings, of_missing, strict=True)
        by_k = {s.params["n_clusters"]: label for s, label in [*known, *new]}
        together[j] = [by_k[s.params["n_clusters"]] for s in wanted[j].settings]
    return wanted, together
