"""The results of a run or a sweep, ranked: what every table is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from segbench.core import Cell, Dataset, SpaceKey, Status
from segbench.ranking import Ranking, RankingRule, rank_space
from segbench.store.jobs import JobRecord


@dataclass(frozen=True)
class Results:
    """Cells, put together by space and ranked."""

    datasets: Mapping[str, Dataset]  # by fingerprint
    rankings: tuple[Ranking, ...]  # one per space, in the order of their names
    cells: tuple[Cell, ...]
    jobs: tuple[JobRecord, ...]
    rule: RankingRule

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


def collect_results(
    datasets: Iterable[Dataset],
    cells: Iterable[Cell],
    rule: RankingRule,
    jobs: Sequence[JobRecord] = (),
) -> Results:
    """Rank the cells of every space together, whichever job they came from."""
    ordered = sorted(cells, key=lambda cell: (_space_order(cell.space), cell.algo))
    keys = list(dict.fromkeys(cell.space for cell in ordered))
    rankings = tuple(
        rank_space(
            key,
            [row for cell in ordered if cell.space == key for row in cell.rows],
            rule,
        )
        for key in keys
    )
    by_fingerprint = {dataset.fingerprint: dataset for dataset in datasets}
    return Results(by_fingerprint, rankings, tuple(ordered), tuple(jobs), rule)


def _space_order(key: SpaceKey) -> tuple[str, ...]:
    names = (key.dataset, key.features, key.scaler)
    return (*names, f"{key.seed:010d}", key.fingerprint, key.definition)
