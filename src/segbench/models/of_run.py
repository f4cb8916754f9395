"""Models out of what a run has left: any ranked segmentation of any of its spaces."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from segbench.algorithms import get
from segbench.config import validate
from segbench.config.dataset import data_source
from segbench.core import Dataset, Labels, Matrix, Params, Role, Space, SpaceKey
from segbench.data import MISSING_LEVEL, TableSource
from segbench.errors import ConfigError, DataError
from segbench.features import FeatureSet, ScalerSpec, build_space
from segbench.features.space import definition_of
from segbench.models.fidelity import choose_rule
from segbench.models.files import save_model
from segbench.models.known import Known, learn_known
from segbench.models.model import Origin, SegmentModel
from segbench.models.preparation import Preparation, learn_preparation
from segbench.models.rules import Learning, Rule
from segbench.models.schema import Schema
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

Specs = tuple[FeatureSet, ScalerSpec]

_REST: Mapping[str, Any] = {
    "algo": {"kmeans": {}},
    "columns": None,
    "dataset": {"source": "mall_simulated", "seed": 0},
    "debug": False,
    "figures": False,
    "modules": [],  # a record is data: it may not name what is imported
    "output_dir": None,
    "plan": False,
    "reference": None,
    "results_dir": "results",
    "strict": False,
}
"""What a stored configuration need not say for its spaces to be made again."""


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
    features, scaler = specs or _specs(results, ranking.space)
    space = _space(dataset, features, scaler, ranking.space)
    preparation = learn_preparation(dataset, features, space)
    params = _params(results, ranking, row)
    algo = row.scored.labeling.setting.algo
    learning = Learning(
        _target(results, algo), params, space.metric, dataset.n_customers
    )
    values = preparation.values(dataset.frame)
    matrix = preparation.matrix(values)
    rule, tried = choose_rule(matrix, labels, learning, ranking.space.seed)
    own = any(one.own and one.taken for one in tried)
    names = _names(dataset, ranking, row, space, profile)
    return SegmentModel(
        origin=_origin(dataset, ranking, row, params),
        schema=_schema(results, dataset, preparation),
        preparation=preparation,
        rule=rule,
        known=None if own else learn_known(values, labels),
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
    plain = re.sub(r"[^\w.-]+", "_", dataset.name).strip("._") or "customers"
    return folder.path / MODELS / f"{plain}-{dataset.fingerprint[:6]}{SUFFIX}"


def _specs(results: Results, key: SpaceKey) -> Specs:
    """Find, in the settings of the jobs, what a space was made by."""
    for job in results.jobs:
        if job.error:
            continue
        known = {**_REST, **job.config, "modules": [], "algo": _REST["algo"]}
        known["dataset"] = _REST["dataset"]
        run = validate({name: known[name] for name in known if name != "hydra"}).run
        pairs = [(one, scaler) for one in run.features for scaler in run.scalers]
        if run.reference is not None:
            pairs.append(run.reference)
        for features, scaler in pairs:
            if definition_of(features, scaler) == key.definition:
                return features, scaler
    raise DataError(f"the stored settings do not say how {key} was made; run it again")


def _space(
    dataset: Dataset, features: FeatureSet, scaler: ScalerSpec, key: SpaceKey
) -> Space:
    space = build_space(dataset, features, scaler, key.seed)
    if space.key.definition != key.definition or dataset.fingerprint != key.fingerprint:
        raise DataError(f"{key} cannot be made again: its customers or settings differ")
    return space


def _params(results: Results, ranking: Ranking, row: RankedRow) -> Params:
    setting = row.scored.labeling.setting
    fixed = next(
        (
            cell.fixed
            for cell in results.cells
            if (cell.space, cell.algo) == (ranking.space, setting.algo)
            and any(one.labeling.setting == setting for one in cell.rows)
        ),
        {},
    )
    return {**fixed, **setting.params}


def _target(results: Results, algo: str) -> str:
    """Import path of an algorithm's class, which is not imported for it."""
    for job in results.jobs:
        node = (job.config.get("algo") or {}).get(algo) or {}
        if node.get("target"):
            return str(node["target"])
    try:
        return get(algo).target
    except ConfigError:  # of a package that is not here: its labels are enough
        return ""


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
        stability=float(known.mean()) if len(known) else float("nan"),
        made=dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        versions=versions(),
    )


def _schema(results: Results, dataset: Dataset, preparation: Preparation) -> Schema:
    columns = preparation.encoder.columns
    schema = Schema(
        id=next(iter(dataset.columns(Role.ID)), None),
        columns={c: r for c, r in dataset.roles.items() if c in columns},
        fill_levels=_fillings(dataset, preparation),
    )
    for job in results.jobs:
        node = job.config.get("dataset")
        source = None if node is None or job.error else data_source(node)
        if isinstance(source, TableSource) and source.name == dataset.name:
            return Schema(
                schema.id,
                schema.columns,
                source.rename,
                source.values,
                schema.fill_levels,
            )
    return schema


def _fillings(dataset: Dataset, preparation: Preparation) -> dict[str, str]:
    if dataset.cleaning.missing_levels != "most_frequent":
        return {}
    frame = dataset.frame
    return {
        column: str(frame.loc[frame[column] != MISSING_LEVEL, column].mode().iloc[0])
        for column in preparation.encoder.levels
    }
