"""The Python interface: the engine of the command line on a data frame."""

from __future__ import annotations

import html
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import yaml

from segbench.algorithms import DEFAULT_ALGORITHMS, AlgorithmSpec, get
from segbench.algorithms.grids import check_ks
from segbench.conf_files import conf_dir, options
from segbench.core import Cell, Dataset
from segbench.data import DeclaredRoles, build_dataset
from segbench.errors import UnknownNameError
from segbench.features import FeatureSet, ScalerSpec
from segbench.ranking import Ranking, RankingRule
from segbench.report import (
    Results,
    best_frame,
    collect_results,
    ranking_frame,
    scores_frame,
    write_files,
)
from segbench.report.frames import segments_frame
from segbench.report.labels import labels_of
from segbench.report.text import printable
from segbench.report.words import winner_line
from segbench.runner import (
    DEFAULT_KS,
    RunSpec,
    Silent,
    Workers,
    prepare,
    run,
)
from segbench.store import JobRecord, create_run_folder, save_cell, save_dataset
from segbench.store.manifest import write_manifest

Features = Mapping[str, Sequence[str] | FeatureSet] | Sequence[str] | None
"""Feature sets by name, or the columns of a single one, or every usable column."""


@dataclass(frozen=True)
class Comparison:
    """What a comparison found; tables are data frames."""

    dataset: Dataset
    spec: RunSpec
    cells: tuple[Cell, ...]
    results: Results
    seconds: float  # wall time of the comparison

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """Every candidate of every space, ranked ones first and best first."""
        return ranking_frame(self.results)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every measure of every candidate."""
        return scores_frame(self.results)

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Size, stability and typical customer of every segment."""
        return segments_frame(self.results)

    @cached_property
    def best(self) -> pd.DataFrame:
        """The first-ranked candidate of each space; spaces do not compare."""
        return self.ranking[self.ranking["rank"] == 1].reset_index(drop=True)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The first-ranked segmentation of each space, one row per customer."""
        return labels_of(self.results, self.dataset)

    def report(self, path: str | Path) -> Path:
        """Write what a run of the command line writes.

        Parameters
        ----------
        path : str or Path
            A folder that does not exist yet.

        Returns
        -------
        Path
            The folder.
        """
        folder = create_run_folder("", str(path))
        save_dataset(folder.records, self.dataset)
        for cell in self.cells:
            save_cell(folder.records, cell)
        workers = self.spec.workers(self.dataset.n_customers)
        job = _job(self.spec, self.results.rule, self.seconds, workers)
        job.save(folder.records)
        write_manifest(folder, ["segbench.compare"], [self.dataset], [job])
        write_files(self.results, folder)
        return folder.path

    def __repr__(self) -> str:
        lines = [f"Comparison of {self.dataset.title}"]
        lines += [f"  {name}: {line}" for name, line in self._winners()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = [f"<h3>{html.escape(self.dataset.title)}</h3>"]
        for ranking, (name, line) in zip(
            self.results.rankings, self._winners(), strict=True
        ):
            parts.append(f"<p><b>{html.escape(name)}</b>. {html.escape(line)}</p>")
            parts.append(printable(best_frame(ranking)).to_html(index=False))
        return "".join(parts)

    def _winners(self) -> list[tuple[str, str]]:
        return [
            (_space(ranking), winner_line(ranking)) for ranking in self.results.rankings
        ]


def compare(  # noqa: PLR0913 keywords with defaults, in the order of the work
    frame: pd.DataFrame,
    *,
    features: Features = None,
    scalers: Sequence[str] = ("standard",),
    algorithms: Sequence[str | AlgorithmSpec] = DEFAULT_ALGORITHMS,
    k: Sequence[int] = DEFAULT_KS,
    roles: DeclaredRoles | None = None,
    resamples: int | None = None,
    rule: RankingRule | None = None,
    random_state: int = 0,
    n_jobs: int = -1,
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
    resamples : int or None
        Resamples for the stability, B; 0 leaves it out, None takes 100, or 25 above
        2,000 customers.
    rule : RankingRule or None
        Weights, noise policy and gates; None takes the defaults.
    random_state : int
        Every random number derives from it.
    n_jobs : int
        Workers; -1 takes one per core.
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
    >>> found = segbench.compare(frame, algorithms=["kmeans"], k=[2], resamples=0)
    >>> int(found.best["k"][0])
    2
    """
    started = time.perf_counter()
    dataset = build_dataset(frame, name, roles)
    spec = RunSpec(
        features=_feature_sets(features),
        scalers=tuple(_scaler(one) for one in scalers),
        algorithms=tuple(
            get(one) if isinstance(one, str) else one for one in algorithms
        ),
        ks=check_ks(list(k)),
        resamples=resamples,
        seed=random_state,
        n_jobs=n_jobs,
    )
    cells = tuple(run(dataset, spec, prepare(dataset, spec), Silent()))
    results = collect_results([dataset], cells, rule or RankingRule())
    return Comparison(dataset, spec, cells, results, time.perf_counter() - started)


def _feature_sets(features: Features) -> tuple[FeatureSet, ...]:
    if features is None:
        return (FeatureSet("all"),)
    if not isinstance(features, Mapping):
        return (FeatureSet("columns", tuple(features)),)
    return tuple(
        columns if isinstance(columns, FeatureSet) else FeatureSet(name, tuple(columns))
        for name, columns in features.items()
    )


def _scaler(name: str) -> ScalerSpec:
    known = options("scaler")
    if name not in known:
        raise UnknownNameError("scaler", name, known)
    text = (conf_dir() / "scaler" / f"{name}.yaml").read_text(encoding="utf-8")
    node = yaml.safe_load(text)[name]
    return ScalerSpec(name, node["target"], node.get("params", {}))


def _job(
    spec: RunSpec, rule: RankingRule, seconds: float, workers: Workers
) -> JobRecord:
    """Record the settings as the command line does."""
    config = {
        **{name: value for name, value in asdict(spec).items() if name != "n_jobs"},
        "scoring": asdict(rule) | {"resamples": spec.resamples},
        "executor": {"n_jobs": spec.n_jobs},
    }
    return JobRecord(0, (), (), {}, config, "", "", seconds, **vars(workers))


def _space(ranking: Ranking) -> str:
    return f"{ranking.space.features} / {ranking.space.scaler}"
