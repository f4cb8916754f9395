"""The segmentation that a comparison shows first, held against new customers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from segbench.algorithms import AlgorithmSpec, in_space
from segbench.core import Dataset, Labels, Matrix, Role, Space
from segbench.errors import DataError
from segbench.features import build_space
from segbench.models.model import SegmentModel
from segbench.models.of_run import model_of
from segbench.models.rules import Learning, learner_of
from segbench.models.settings import (
    Specs,
    params_of_run,
    specs_of_run,
    target_of_run,
)
from segbench.reevaluation import Recluster, Reevaluation, Side, reevaluate
from segbench.report.results import Results
from segbench.report.story import Lead


def with_columns_of(old: Dataset, new: Dataset) -> Dataset:
    """Keep, of new customers, the columns that the old ones have.

    Raises
    ------
    DataError
        When a column is missing or has another role.
    """
    usable = [*old.columns(Role.NUMERIC), *old.columns(Role.CATEGORICAL)]
    for name in usable:
        if new.roles.get(name) is not old.roles[name]:
            raise DataError(
                f"column {name!r} is {old.roles[name]} in the run and "
                f"{new.roles.get(name, 'missing')} among the new customers; give the "
                "same columns"
            )
    roles = {
        name: role
        for name, role in new.roles.items()
        if name in usable or role is Role.ID
    }
    return replace(new, roles=roles)


def hold_against(  # noqa: PLR0913 the last one saves work where it is known
    results: Results,
    old: Dataset,
    lead: Lead,
    new: Dataset,
    spec: AlgorithmSpec,
    *,
    specs: Specs | None = None,
) -> Reevaluation:
    """Ask whether the segments shown first describe new customers.

    Parameters
    ----------
    results : Results
        Of the comparison.
    old : Dataset
        Its customers.
    lead : Lead
        The segmentation it shows first.
    new : Dataset
        As `with_columns_of` gives it.
    spec : AlgorithmSpec
        The algorithm of that segmentation, as it was set.
    specs : tuple of FeatureSet and ScalerSpec, optional
        What its space was made by; without it the stored settings are read.

    Raises
    ------
    DataError
        With too few new customers, or values that the scaler cannot place.
    """
    specs = specs or specs_of_run(results, lead.key)
    model = model_of(
        results, old, lead.ranking, lead.row, specs=specs, profile=lead.profile
    )
    space = build_space(old, *specs, lead.key.seed)
    matrices = [_placed(model, one) for one in (old, new)]
    assigned: Labels = model.rule.assign(matrices[1]).labels
    return reevaluate(
        Side(matrices[0], lead.labels, old.frame),
        Side(matrices[1], np.asarray(assigned, dtype=np.int64), new.frame),
        _recluster(results, lead, space, spec, model),
        new.roles,
        [f"{i} ({name})" for i, name in enumerate(model.names)],
        structured=not results.lacks_structure(lead.key),
    )


def _placed(model: SegmentModel, dataset: Dataset) -> Matrix:
    """Put customers into the space that the segments were made in."""
    matrix = model.preparation.matrix(model.preparation.values(dataset.frame))
    if not np.isfinite(matrix).all():
        raise DataError(
            f"a customer of {dataset.name} has a value that the scaler "
            f"{model.origin.scaler!r} cannot place; look at the largest numbers"
        )
    return matrix


def _recluster(
    results: Results, lead: Lead, space: Space, spec: AlgorithmSpec, model: SegmentModel
) -> Recluster:
    """Take the algorithm of the segments with all the settings it was compared by."""
    setting = lead.row.scored.labeling.setting
    settings = [
        row.labeling.setting.params
        for cell in results.cells
        if cell.space == lead.key and cell.algo == setting.algo
        for row in cell.rows
        if row.labeling.labels is not None
    ]
    params = params_of_run(results, lead.ranking, lead.row)
    target = target_of_run(results, setting.algo)
    learning = Learning(target, params, space.metric, space.n_customers)
    return Recluster(
        in_space(spec, space),
        tuple(settings),
        settings.index(setting.params),
        space.n_customers,
        space.metric,
        lead.key.seed,
        learner_of(model.taken.rule, learning, lead.labels),
    )
