"""The results of a run or a sweep, ranked: what every table is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from segbench.core import Cell, Dataset, Params, Scored, Setting, SpaceKey, Status
from segbench.ranking import Ranking, RankingRule, rank_space
from segbench.ranking.across_spaces import SpaceWinner, across_spaces
from segbench.ranking.choice_of_k import KChoice, choose_k
from segbench.scoring.findings import Findings
from segbench.scoring.structure import StructureTest
from segbench.store.jobs import JobRecord
from segbench.store.points import Points
from segbench.store.run_records import Records


@dataclass(frozen=True)
class Results:
    """Cells, put together by space and ranked."""

    datasets: Mapping[str, Dataset]  # by fingerprint
    rankings: tuple[Ranking, ...]  # one per space, in the order of their names
    across: tuple[SpaceWinner, ...]  # the first of each space, in the same order
    findings: Mapping[SpaceKey, Findings]
    points: Mapping[SpaceKey, Points]
    cells: tuple[Cell, ...]
    jobs: tuple[JobRecord, ...]
    rule: RankingRule

    def structure(self, key: SpaceKey) -> StructureTest | None:
        """Return the verdict on a space; None where it was not tested."""
        found = self.findings.get(key)
        return None if found is None else found.structure

    def lacks_structure(self, key: SpaceKey) -> bool:
        """Tell whether a space was tested and has no structure."""
        test = self.structure(key)
        return test is not None and test.structure is False

    def hopkins(self, key: SpaceKey) -> float:
        """Return the Hopkins statistic of a space; NaN where there is none."""
        found = self.findings.get(key)
        return np.nan if found is None or found.hopkins is None else found.hopkins

    def choice_of_k(self, key: SpaceKey) -> KChoice | None:
        """Return the votes for the number of segments; None where there are none."""
        found = self.findings.get(key)
        if found is None or found.curves is None:
            return None
        n_customers = self.datasets[key.fingerprint].n_customers
        return choose_k(found.curves, self.rule.gates, n_customers)

    @property
    def failed_jobs(self) -> tuple[JobRecord, ...]:
        """Jobs of a sweep that did not end well."""
        return tuple(job for job in self.jobs if job.error)

    @property
    def why_not_run(self) -> tuple[str, ...]:
        """One reason for each setting that failed or was impossible."""
        unrun = (Status.FAILED, Status.IMPOSSIBLE)
        labelings = [row.labeling for cell in self.cells for row in cell.rows]
        return tuple(x.reason for x in labelings if x.status in unrun)

    def space_name(self, key: SpaceKey) -> str:
        """Name of a space, with what tells it from another of the same name."""
        spaces = [ranking.space for ranking in self.rankings]
        name = str(key)
        if len({space.seed for space in spaces}) > 1:
            name += f" / seed {key.seed}"
        twins = Counter((str(space), space.seed) for space in spaces)
        if twins[str(key), key.seed] > 1:
            name += f" / {key.fingerprint[:6]}-{key.definition[:6]}"
        return name


def collect_results(records: Records, rule: RankingRule) -> Results:
    """Rank the cells of every space together, whichever job they came from."""
    ordered = sorted(_told_apart(list(records.cells)), key=_cell_order)
    keys = list(dict.fromkeys(cell.space for cell in ordered))
    rankings = tuple(
        rank_space(
            key,
            [row for cell in ordered if cell.space == key for row in cell.rows],
            rule,
        )
        for key in keys
    )
    return Results(
        datasets={dataset.fingerprint: dataset for dataset in records.datasets},
        rankings=rankings,
        across=across_spaces(rankings, rule),
        findings=_by_space(records.findings),
        points={one.space: one for one in records.points},
        cells=tuple(ordered),
        jobs=tuple(records.jobs),
        rule=rule,
    )


def _by_space(findings: Sequence[Findings]) -> dict[SpaceKey, Findings]:
    """Keep, of the jobs of a sweep, the findings with most numbers of segments."""
    ordered = sorted(findings, key=lambda one: len(one.curves.ks) if one.curves else 0)
    return {one.space: one for one in ordered}


def _cell_order(cell: Cell) -> tuple[str, ...]:
    key = cell.space
    names = (key.dataset, key.features, key.scaler, f"{key.seed:010d}")
    return (*names, key.fingerprint, key.definition, cell.algo)


def _told_apart(cells: Sequence[Cell]) -> list[Cell]:
    """Keep a candidate that several jobs ran once, and name what sets others apart.

    Jobs of a sweep may run one algorithm with different fixed hyperparameters: those
    that differ then belong to the setting.
    """
    differing = {
        cell.algo: _differing([c for c in cells if c.algo == cell.algo])
        for cell in cells
    }
    seen: set[tuple[SpaceKey, str]] = set()
    kept = []
    for cell in cells:
        named = {k: v for k, v in cell.fixed.items() if k in differing[cell.algo]}
        rows = [_with_params(row, named) for row in cell.rows]
        new = [r for r in rows if (cell.space, r.labeling.setting.key) not in seen]
        seen |= {(cell.space, row.labeling.setting.key) for row in new}
        kept.append(replace(cell, rows=tuple(new)))
    return kept


def _differing(cells: Sequence[Cell]) -> set[str]:
    """Fixed hyperparameters that are not the same in all cells of an algorithm."""
    names = {name for cell in cells for name in cell.fixed}
    return {n for n in names if len({repr(cell.fixed.get(n)) for cell in cells}) > 1}


def _with_params(row: Scored, more: Params) -> Scored:
    setting = row.labeling.setting
    params = {**more, **setting.params}
    labeling = replace(row.labeling, setting=Setting(setting.algo, params))
    return replace(row, labeling=labeling)
