"""What the stored settings of a run say about how a segmentation was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from segbench.algorithms import get
from segbench.config.dataset import data_source
from segbench.config.validate import validate
from segbench.core import Dataset, Params, Role, SpaceKey
from segbench.data import MISSING_LEVEL, TableSource
from segbench.errors import ConfigError, DataError
from segbench.features import FeatureSet, ScalerSpec
from segbench.features.space import definition_of
from segbench.models.preparation import Preparation
from segbench.models.schema import Schema
from segbench.ranking import RankedRow, Ranking
from segbench.report.results import Results

Specs = tuple[FeatureSet, ScalerSpec]

_REST: Mapping[str, Any] = {
    "algo": {"kmeans": {}},
    "columns": None,
    "dataset": {"source": "mall_simulated", "seed": 0},
    "debug": False,
    "figures": False,
    "models": False,
    "cache": False,
    "fresh": False,
    "modules": [],  # a record is data: it may not name what is imported
    "output_dir": None,
    "plan": False,
    "reference": None,
    "results_dir": "results",
    "strict": False,
}
"""What a stored configuration need not say for its spaces to be made again."""


def specs_of_run(results: Results, key: SpaceKey) -> Specs:
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


def params_of_run(results: Results, ranking: Ranking, row: RankedRow) -> Params:
    """Put what the grid varies and what it does not together."""
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


def target_of_run(results: Results, algo: str) -> str:
    """Import path of an algorithm's class, which is not imported for it."""
    for job in results.jobs:
        node = (job.config.get("algo") or {}).get(algo) or {}
        if node.get("target"):
            return str(node["target"])
    try:
        return get(algo).target
    except ConfigError:  # of a package that is not here: its labels are enough
        return ""


def schema_of_run(
    results: Results, dataset: Dataset, preparation: Preparation
) -> Schema:
    """Say which columns new customers need, and how the first ones' cells were read."""
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
            return replace(schema, rename=source.rename, rules=source.values)
    return schema


def _fillings(dataset: Dataset, preparation: Preparation) -> dict[str, str]:
    if dataset.cleaning.missing_levels != "most_frequent":
        return {}
    frame = dataset.frame
    return {
        column: str(frame.loc[frame[column] != MISSING_LEVEL, column].mode().iloc[0])
        for column in preparation.encoder.levels
    }
