"""Models out of what a run has left: any ranked segmentation of any of its spaces."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np

from segbench.core import Dataset, Labels, Matrix, Params, Space, SpaceKey
from segbench.errors import DataError
from segbench.features import FeatureSet, ScalerSpec, build_space
from segbench.models.fidelity import Fidelity, choose_rule
from segbench.models.files import save_model
from segbench.models.known import Known, learn_known
from segbench.models.model import SegmentModel
from segbench.models.origin import Origin
from segbench.models.preparation import learn_preparation
from segbench.models.rules import Learning, Rule
from segbench.models.settings import (
    Specs,
    params_of_run,
    schema_of_run,
    specs_of_run,
    target_of_run,
)
from segbench.ranking import RankedRow, Ranking
from segbench.report.results import Results
from segbench.report.story import Story, tell
from segbench.segments import Profile, profile_segments
from segbench.store import RunFolder
from segbench.store.manifest import versions

MODELS = "models"
SUFFIX = ".skops"

PROBED = 100
"""Customers by whom a model is tried out under other versions of the libraries."""


def model_of(  # noqa: PLR0913 the last two save work where they are known
    results: Results,
    dataset: Dataset,
    ranking: Ranking,
    row: RankedRow,
    *,
    specs: Specs | None = None,
    profile: Profile | None = None,
) -> SegmentModel:
    """Make a model of a ranked segmentation.

    Parameters
    ----------
    results : Results
        Of the run that it is in.
    dataset : Dataset
        Its customers.
    ranking, row
        Its space and its place.
    specs : tuple of FeatureSet and ScalerSpec, optional
        What its space was made by; without it the stored settings are read.
    profile : Profile, optional
        Of its segments, for their names; without it one is made.

    Raises
    ------
    DataError
        When the space cannot be made again from the stored settings.
    """
    labels = row.scored.labeling.labels
    if labels is None:
        raise DataError("this candidate has no segments; take one that has a rank")
    features, scaler = specs or specs_of_run(results, ranking.space)
    space = _space(dataset, features, scaler, ranking.space)
    preparation = learn_preparation(dataset, features, space)
    params = params_of_run(results, ranking, row)
    algo = row.scored.labeling.setting.algo
    learning = Learning(
        target_of_run(results, algo), params, space.metric, dataset.n_customers
    )
    values = preparation.values(dataset.frame)
    matrix = preparation.matrix(values)
    rule, tried = choose_rule(matrix, labels, learning, ranking.space.seed)
    names = _names(dataset, ranking, row, space, profile)
    return SegmentModel(
        origin=_origin(dataset, ranking, row, params),
        schema=schema_of_run(results, dataset, preparation),
        preparation=preparation,
        rule=rule,
        known=_kept(rule, tried, values, matrix, labels),
        probe=_probe(rule, values, matrix),
        names=names,
        shares=_shares(labels, len(names)),
        fidelity=tried,
    )


def write_models(story_or_results: Story | Results, folder: RunFolder) -> list[Path]:
    """Store a model of every data set's segmentation that is shown first.

    Returns
    -------
    list of Path
        ``models/<data set>.skops``; none where nothing is ranked.

    Raises
    ------
    UserError
        When a model cannot be made or written.
    """
    told = story_or_results
    story = told if isinstance(told, Story) else tell(told)
    written = []
    for tale in story.tales:
        if tale.lead is not None:
            model = model_of(
                story.results,
                tale.dataset,
                tale.lead.ranking,
                tale.lead.row,
                profile=tale.lead.profile,
            )
            (folder.path / MODELS).mkdir(exist_ok=True)
            written.append(save_model(model, model_path(folder, tale.dataset)))
    return written


def model_path(folder: RunFolder, dataset: Dataset) -> Path:
    """Where the model of a data set is; names of files may hold less than its name."""
    plain = re.sub(r"[^\w.-]+", "_", dataset.name).strip("._")[:60] or "customers"
    return folder.path / MODELS / f"{plain}-{dataset.fingerprint[:6]}{SUFFIX}"


def _space(
    dataset: Dataset, features: FeatureSet, scaler: ScalerSpec, key: SpaceKey
) -> Space:
    space = build_space(dataset, features, scaler, key.seed)
    if space.key.definition != key.definition or dataset.fingerprint != key.fingerprint:
        raise DataError(f"{key} cannot be made again: its customers or settings differ")
    return space


def _names(
    dataset: Dataset,
    ranking: Ranking,
    row: RankedRow,
    space: Space,
    profile: Profile | None,
) -> tuple[str, ...]:
    labels = row.scored.labeling.labels
    assert labels is not None  # asked before
    if profile is None:
        profile = profile_segments(
            dataset,
            labels,
            used=space.columns,
            points=space.matrix,
            stability=row.scored.stability,
            random_state=ranking.space.seed,
        )
    return tuple(one.name for one in profile.portraits)


def _kept(
    rule: Rule,
    tried: tuple[Fidelity, ...],
    values: Matrix,
    matrix: Matrix,
    labels: Labels,
) -> Known | None:
    """Remember who keeps a segment: all, or whom the algorithm's own rule moves.

    A mixture is learnt from the segments again and settles a little beside the first
    one; k-means in batches stops before it has settled.
    """
    if not any(one.own and one.taken for one in tried):
        return learn_known(values, labels)
    moved = rule.assign(matrix).labels != labels
    return learn_known(values[moved], labels[moved]) if moved.any() else None


def _probe(rule: Rule, values: Matrix, matrix: Matrix) -> Known:
    """Keep some customers, evenly spaced, with what the rule gives them."""
    rows = np.linspace(0, len(values) - 1, min(PROBED, len(values))).astype(np.int64)
    return Known(values[rows], rule.assign(matrix[rows]).labels)


def _shares(labels: Labels, k: int) -> tuple[float, ...]:
    counts = np.bincount(labels[labels >= 0], minlength=k)
    return tuple((counts / len(labels)).tolist())


def _origin(
    dataset: Dataset, ranking: Ranking, row: RankedRow, params: Params
) -> Origin:
    stability = row.scored.stability
    known = np.zeros(0) if stability is None else stability.ari
    known = known[~np.isnan(known)]
    return Origin(
        dataset=dataset.title,
        customers=dataset.n_customers,
        fingerprint=dataset.fingerprint,
        features=ranking.space.features,
        scaler=ranking.space.scaler,
        definition=ranking.space.definition,
        seed=ranking.space.seed,
        algo=row.scored.labeling.setting.algo,
        params=dict(params),
        rank=row.rank,
        score=float(row.score),
        stability=float(known.mean()) if len(known) else None,
        made=dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        versions=versions(),
    )
