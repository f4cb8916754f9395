"""Compare clusterings of the customers in a data frame."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from numbers import Integral
from pathlib import Path
from typing import Any

import pandas as pd

from segbench.algorithms import DEFAULT_ALGORITHMS, AlgorithmSpec, get
from segbench.algorithms.grids import check_ks
from segbench.api.comparison import Comparison
from segbench.api.frame import dataset_of
from segbench.cache import FolderCache
from segbench.config.scaler import scaler_named
from segbench.config.scoring import check_method, shipped_scoring
from segbench.core import CleaningPlan, Dataset
from segbench.data import DeclaredRoles
from segbench.executors import Limits
from segbench.features import FeatureSet, ScalerSpec
from segbench.ranking import RankingRule
from segbench.report.results import collect_results
from segbench.runner import (
    DEFAULT_KS,
    RunSpec,
    opened_runtime,
    prepare,
    run,
    spaces_of,
    warm,
)
from segbench.store import Records, points_of

Features = Mapping[str, Sequence[str] | FeatureSet] | Sequence[str] | None
"""Feature sets by name, or the columns of a single one, or every usable column."""


def compare(  # noqa: PLR0913 keywords with defaults, in the order of the work
    frame: pd.DataFrame,
    *,
    features: Features = None,
    scalers: Sequence[str] = ("standard",),
    algorithms: Sequence[str | AlgorithmSpec] = DEFAULT_ALGORITHMS,
    k: Sequence[int] = DEFAULT_KS,
    roles: DeclaredRoles | None = None,
    cleaning: CleaningPlan | None = None,
    reference: tuple[Sequence[str], str] | None = None,
    scoring: str = "default",
    resamples: int | None = None,
    rule: RankingRule | None = None,
    random_state: int = 0,
    n_jobs: int = -1,
    limits: Limits | None = None,
    cache: str | Path | None = None,
    name: str = "customers",
) -> Comparison:
    """Compare clusterings of customers and rank them.

    Parameters
    ----------
    frame : DataFrame of shape (n_customers, n_columns)
        One row a customer.
    features : mapping, sequence of str, or None
        Feature sets by name, the columns of a single one, or None for every numeric
        and categorical column.
    scalers : sequence of str
        Among ``none, standard, minmax, robust, power, quantile``.
    algorithms : sequence of str or AlgorithmSpec
        Names as ``python -m segbench algorithms`` lists them.
    k : sequence of int
        Numbers of segments, each at least 2.
    roles : DeclaredRoles or None
        Columns whose role is known; the others are inferred.
    cleaning : CleaningPlan or None
        What to do with gaps, outliers and copies; None is the default plan.
    reference : tuple of columns and scaler, or None
        A space, declared before the results are known, in which every segmentation is
        scored as well, such as ``(["age", "income"], "power")``.
    scoring : str
        ``default`` calibrates, tests for structure and votes for k; ``quick`` ranks
        raw values.
    resamples : int or None
        Resamples for the stability, B; 0 leaves it out, None takes what ``scoring``
        says.
    rule : RankingRule or None
        Method, weights, noise policy and gates; None takes what ``scoring`` says.
    random_state : int
        Every random number derives from it.
    n_jobs : int
        Workers; -1 takes one per core.
    limits : Limits or None
        Seconds and bytes that one piece of work may take, such as
        ``Limits(seconds=60)``; None takes an hour and a share of the memory.
    cache : path or None
        Folder of what earlier comparisons have computed; None remembers nothing.
    name : str
        What the data set is called in tables.

    Returns
    -------
    Comparison

    Raises
    ------
    UserError
        In one sentence, before the first fit, when something has to change.

    Examples
    --------
    >>> import pandas as pd, segbench
    >>> frame = pd.DataFrame({"spend": [1, 2, 1, 9, 8, 9], "age": [3, 3, 4, 6, 6, 7]})
    >>> found = segbench.compare(
    ...     frame, algorithms=["kmeans"], k=[2], scoring="quick", resamples=0
    ... )
    >>> found.best.k
    2
    """
    started = time.perf_counter()
    chosen = shipped_scoring(scoring)
    rule = rule or chosen.rule
    check_method(rule, chosen.effort)
    dataset = dataset_of(frame, "compare", name, roles, cleaning)
    spec = RunSpec(
        features=_feature_sets(features),
        scalers=tuple(scaler_named(one) for one in _several(scalers)),
        algorithms=tuple(
            get(one) if isinstance(one, str) else one for one in _several(algorithms)
        ),
        ks=check_ks(_several(k)),
        resamples=chosen.resamples if resamples is None else resamples,
        rule=rule,
        effort=chosen.effort,
        scheme=chosen.scheme,
        reference=_reference(reference),
        seed=random_state,
        n_jobs=n_jobs,
        limits=limits or Limits(),
    )
    remembered = None if cache is None else FolderCache(Path(cache))
    found = _found(dataset, spec, remembered)
    return replace(found, seconds=time.perf_counter() - started)


def _found(dataset: Dataset, spec: RunSpec, cache: FolderCache | None) -> Comparison:
    """Do the work, and put together what was found."""
    warm(spec, dataset.n_customers)
    work = prepare(dataset, spec)
    runtime = opened_runtime(spec, dataset.n_customers, cache=cache)
    found = run(dataset, spec, work, runtime)
    points = [points_of(space) for space in spaces_of(work)]
    records = Records([dataset], found.cells, found.findings, points)
    results = collect_results(records, spec.rule)
    return Comparison(dataset, spec, records, results, 0.0, found.losses)


def _several(value: Any) -> list[Any]:
    """Take one value where several may stand."""
    alone = isinstance(value, str | AlgorithmSpec | Integral)
    return [value] if alone else list(value)


def _feature_sets(features: Features) -> tuple[FeatureSet, ...]:
    if features is None:
        return (FeatureSet("all"),)
    if not isinstance(features, Mapping):
        return (FeatureSet("columns", tuple(_several(features))),)
    return tuple(
        columns if isinstance(columns, FeatureSet) else FeatureSet(name, tuple(columns))
        for name, columns in features.items()
    )


def _reference(
    declared: tuple[Sequence[str], str] | None,
) -> tuple[FeatureSet, ScalerSpec] | None:
    if declared is None:
        return None
    columns, scaler = declared
    return FeatureSet("reference", tuple(columns)), scaler_named(scaler)
