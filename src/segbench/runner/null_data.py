"""Customers without structure, drawn in a space, and the labels they get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segbench.algorithms import Job, Sharing, fit_many
from segbench.core import Block, Labeling, Matrix, Metric, Params, Space
from segbench.runner.effort import calibration_size
from segbench.runner.memo import remembered
from segbench.runner.work import Work
from segbench.scoring.null_mixed import fit_mixed_nulls
from segbench.seeds import seed_for

SAMPLES = 5
"""Samples of the customers themselves, where null data sets hold fewer of them."""


@dataclass(frozen=True)
class Draw:
    """Names a null data set of a space; it derives from the name alone."""

    family: str  # name of the model
    number: int  # negative for a sample of the customers

    @property
    def is_sample(self) -> bool:
        """Whether it is a sample of the customers themselves."""
        return self.number < 0

    def __str__(self) -> str:
        kind = "sample" if self.is_sample else f"null {self.family}"
        return f"{kind} {abs(self.number)}"


def sample_of(space: Space, number: int = 0) -> Matrix:
    """Return the customers that null data sets are modelled on, all or some."""
    n = space.n_customers
    size = calibration_size(n)
    if size == n:
        return space.matrix
    rng = np.random.default_rng(seed_for(space.key.seed, space.key, f"sample {number}"))
    return space.matrix[np.sort(rng.choice(n, size, replace=False))]


def draw_matrices(space: Space, draws: Sequence[Draw]) -> list[Matrix]:
    """Draw null data sets; all algorithms of the space see the same ones."""
    key = space.cache_key, tuple(draws)
    return remembered(key, lambda: _drawn(space, draws))


def _drawn(space: Space, draws: Sequence[Draw]) -> list[Matrix]:
    families = sorted({draw.family for draw in draws})
    fitted = fit_mixed_nulls(sample_of(space), categories_of(space), families)
    models = {model.name: model for model in fitted}
    return [
        sample_of(space, -draw.number)
        if draw.is_sample
        else models[draw.family].draw(_generator(space, draw))
        for draw in draws
    ]


def categories_of(space: Space) -> tuple[Block, ...]:
    """Return the variables of which null customers have one level each.

    In Euclidean spaces levels are columns like others: their draws take the values
    that there are, column by column.
    """
    return () if space.metric is Metric.EUCLIDEAN else space.categories


def _generator(space: Space, draw: Draw) -> np.random.Generator:
    return np.random.default_rng(seed_for(space.key.seed, space.key, draw))


def label(
    work: Work, matrices: Sequence[Matrix], draws: Sequence[Draw], sharing: Sharing
) -> list[list[Labeling]]:
    """Label null data sets with every setting, by data set."""
    settings = scaled(work, len(matrices[0]))
    jobs = [
        Job(matrix, settings, work.seed(str(draw)))
        for matrix, draw in zip(matrices, draws, strict=True)
    ]
    return fit_many(work.spec, work.settings, jobs, sharing)


def scaled(work: Work, n_customers: int) -> tuple[Params, ...]:
    """Shrink what counts customers to so many of them."""
    ratio = n_customers / work.space.n_customers
    return tuple(work.spec.scaled(one.params, ratio) for one in work.settings)
