"""What a report tells: the customers, the segments shown first, and who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Dataset, Labels, Params, SpaceKey
from segbench.exploration import Exploration, explore_dataset
from segbench.ranking import RankedRow, Ranking
from segbench.ranking.across_spaces import SpaceWinner
from segbench.report.results import Results
from segbench.segments import Profile, profile_segments
from segbench.store import Points


@dataclass(frozen=True)
class Lead:
    """The segmentation of a data set that a report shows first."""

    ranking: Ranking
    row: RankedRow
    points: Points
    profile: Profile
    params: Params  # hyperparameters of its setting, varied and fixed

    @property
    def key(self) -> SpaceKey:
        """The space it is in."""
        return self.ranking.space

    @property
    def labels(self) -> Labels:
        """Its labels, shape (n_customers,)."""
        labels = self.row.scored.labeling.labels
        assert labels is not None  # ranked rows have labels
        return labels


@dataclass(frozen=True)
class Tale:
    """One data set: what it looks like, and its segmentation if there is one."""

    dataset: Dataset
    exploration: Exploration
    rankings: tuple[Ranking, ...]  # of its spaces, the one shown first in front
    lead: Lead | None  # None where nothing is ranked


@dataclass(frozen=True)
class Story:
    """Results with everything that a report adds to them."""

    results: Results
    tales: tuple[Tale, ...]  # by data set, in the order of their names


def tell(results: Results) -> Story:
    """Explore every data set, and profile the segmentation shown first."""
    ordered = sorted(results.datasets.values(), key=lambda one: one.name)
    return Story(results, tuple(_tale(results, one) for one in ordered))


def _tale(results: Results, dataset: Dataset) -> Tale:
    rankings = in_order(results, dataset)
    return Tale(
        dataset,
        explore_dataset(dataset),
        rankings,
        _lead(results, dataset, rankings),
    )


def in_order(results: Results, dataset: Dataset) -> tuple[Ranking, ...]:
    """Order the spaces: structure, then a settled k, then calibrated values."""
    found = [
        one
        for one in results.across
        if one.ranking.space.fingerprint == dataset.fingerprint
    ]
    return tuple(
        one.ranking for one in sorted(found, key=lambda one: _place(results, one))
    )


def is_settled(results: Results, ranking: Ranking) -> bool:
    """Tell whether the votes agree on the number of segments that the first has."""
    choice = results.choice_of_k(ranking.space)
    if choice is None or not ranking.ranked:
        return False
    return choice.agreed == ranking.ranked[0].scored.labeling.k_found


def _place(results: Results, winner: SpaceWinner) -> tuple[bool, bool, bool, float]:
    test = results.structure(winner.ranking.space)
    return (
        winner.row is None,
        test is None or not test.structure,
        not is_settled(results, winner.ranking),
        np.inf if winner.rank is None else winner.rank,
    )


def _lead(
    results: Results, dataset: Dataset, rankings: Sequence[Ranking]
) -> Lead | None:
    row = rankings[0].chosen if rankings else None
    if row is None:
        return None
    ranking = rankings[0]
    labels, points = row.scored.labeling.labels, results.points[ranking.space]
    assert labels is not None  # ranked rows have labels
    profile = profile_segments(
        dataset,
        labels,
        used=points.columns,
        points=points.matrix,
        stability=row.scored.stability,
        random_state=ranking.space.seed,
    )
    return Lead(ranking, row, points, profile, _params(results, ranking, row))


def _params(results: Results, ranking: Ranking, row: RankedRow) -> Params:
    """Put what the grid varies and what it does not together."""
    setting = row.scored.labeling.setting
    fixed = [
        cell.fixed
        for cell in results.cells
        if (cell.space, cell.algo) == (ranking.space, setting.algo)
        and any(one.labeling.setting == setting for one in cell.rows)
    ]
    return {**fixed[0], **setting.params}
