"""The unit of work: one algorithm in one space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from segbench.algorithms import (
    AlgorithmSpec,
    expand_grid,
    for_size,
    in_space,
    why_not_in,
)
from segbench.core import Dataset, Labeling, Setting, Space
from segbench.features import build_space
from segbench.runner.memory import memory_limit, too_large
from segbench.runner.spec import RunSpec
from segbench.seeds import seed_for

Found = TypeVar("Found")


@dataclass(frozen=True)
class Work:
    """An algorithm in a space, with the settings it will be run with."""

    space: Space
    spec: AlgorithmSpec
    settings: tuple[Setting, ...]  # empty when a rule finds no value on these data
    yardstick: bool = False  # there to compare with, not a candidate
    refused: str = ""  # why it cannot run in the space; it then has no settings

    def seed(self, purpose: str) -> int:
        """Seed of the fits for a purpose; it derives from names alone."""
        key = self.space.key
        return seed_for(key.seed, key, self.spec.name, purpose)


def by_space(work: Sequence[Work]) -> list[list[int]]:
    """Positions of the pieces of work that are in one space, space by space."""
    grouped = groupby(range(len(work)), key=lambda i: work[i].space.key)
    return [list(members) for _, members in grouped]


def places_by_space(
    work: Sequence[Work], fits: Sequence[Sequence[Labeling]]
) -> list[list[tuple[int, int]]]:
    """Positions of work and setting of the labelings of a space, space by space.

    In one order, whatever that of the algorithms: labelings of a space share sums, and
    the order of these decides the last digits.
    """

    def name(place: tuple[int, int]) -> tuple[str, str]:
        setting = fits[place[0]][place[1]].setting
        return setting.algo, setting.text

    places = [
        [(i, j) for i in one for j in range(len(fits[i]))] for one in by_space(work)
    ]
    return [sorted(of_space, key=name) for of_space in places]


def by_work(
    found: Mapping[tuple[int, int], Found], fits: Sequence[Sequence[Labeling]]
) -> list[list[Found]]:
    """Put what was found at `places_by_space` in the order of the work."""
    return [[found[i, j] for j in range(len(one))] for i, one in enumerate(fits)]


def spaces_of(work: Sequence[Work]) -> list[Space]:
    """Return the spaces that the pieces of work are in, each once."""
    return [work[members[0]].space for members in by_space(work)]


def prepare(dataset: Dataset, spec: RunSpec) -> list[Work]:
    """Build every space and expand every grid: all that can be refused is, here.

    Raises
    ------
    UserError
        In one sentence, before the first fit.
    """
    if spec.reference is not None:
        build_space(dataset, *spec.reference, spec.seed)  # refuses what it cannot hold
    spaces = build_spaces(dataset, spec)
    return [_plan(space, one, spec) for space in spaces for one in spec.algorithms]


def build_spaces(dataset: Dataset, spec: RunSpec) -> list[Space]:
    """Build every feature set under every scaler.

    A feature set with a scale of its own, such as Gower's distances, is one space
    however many scalers there are.

    Raises
    ------
    DataError
        When columns cannot become a space.
    """
    return [
        build_space(dataset, features, scaler, spec.seed)
        for features in spec.features
        for scaler in (spec.scalers[:1] if features.own_scale else spec.scalers)
    ]


def _plan(space: Space, algorithm: AlgorithmSpec, spec: RunSpec) -> Work:
    refused = why_not_in(algorithm, space)
    if refused:
        return Work(space, algorithm, (), refused=refused)
    algorithm = in_space(algorithm, space)
    if not spec.exact:
        limit = memory_limit(spec, space.n_customers)
        dear = bool(too_large(algorithm, space.matrix, limit))
        algorithm = for_size(algorithm, space, too_large=dear)
    settings = expand_grid(algorithm, space.matrix, spec.ks)
    if settings:
        algorithm.estimator(settings[0].params, seed=0)  # refuses unknown parameters
    return Work(space, algorithm, settings)
