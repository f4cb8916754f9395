"""What the customers look like before anybody clusters them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from segbench.core import Dataset, Role
from segbench.exploration import ColumnSummary, Exploration
from segbench.report.figures.components import components_figure
from segbench.report.figures.correlation_map import correlation_map_figure
from segbench.report.figures.distributions import VariableCounts, distributions_figure
from segbench.report.figures.scatter_matrix import scatter_matrix_figure
from segbench.report.illustrate.illustration import Illustration, Place

FEWEST_VALUES = 2
"""Different values that a column has to exceed to be drawn in pairs."""


def of_customers(
    dataset: Dataset, found: Exploration, mark: str
) -> Iterator[Illustration]:
    """Draw distributions, pairs, correlations and components."""
    shown = [_distribution(one) for one in found.columns]
    known = [one for one in shown if np.size(one.counts)]
    if known:
        yield Illustration(
            f"distributions{mark}",
            Place.CUSTOMERS,
            f"How the variables of {dataset.title} are distributed.",
            f"One small histogram or bar chart for each of {len(known)} variables.",
            partial(distributions_figure, known),
        )
    yield from _pairs(dataset, mark)
    yield from _correlations(found, mark)
    if found.components is not None:
        yield Illustration(
            f"components{mark}",
            Place.CUSTOMERS,
            f"Principal components: {found.components.needed} hold 80 % of the "
            "variance.",
            "Share of the variance by component, and how columns load on them.",
            partial(
                components_figure,
                found.components.explained,
                found.components.loadings,
                found.components.names,
            ),
        )


def quantities(dataset: Dataset, columns: Sequence[str]) -> list[str]:
    """Leave out columns of two values: their points would lie in four heaps."""
    frame = dataset.frame
    return [name for name in columns if frame[name].nunique() > FEWEST_VALUES]


def _pairs(dataset: Dataset, mark: str) -> Iterator[Illustration]:
    names = quantities(dataset, dataset.columns(Role.NUMERIC))
    if len(names) > 1:
        yield Illustration(
            f"pairs{mark}",
            Place.CUSTOMERS,
            "Pairs of variables, with Spearman's rank correlation.",
            "A matrix of scatter plots below, rank correlations above the diagonal.",
            partial(
                scatter_matrix_figure,
                dataset.frame[names].to_numpy(dtype=np.float64),
                names,
            ),
        )


def _correlations(found: Exploration, mark: str) -> Iterator[Illustration]:
    known = found.correlations
    if len(known.names) > 1:
        yield Illustration(
            f"correlations{mark}",
            Place.CUSTOMERS,
            "Spearman's rank correlations; like variables stand together.",
            "A heat map of the rank correlations of all numeric columns.",
            partial(correlation_map_figure, known.spearman, known.names),
        )


def _distribution(one: ColumnSummary) -> VariableCounts:
    if one.quantities is not None:
        known = one.quantities
        return VariableCounts(
            one.name,
            counts=known.histogram.counts,
            edges=known.histogram.edges,
            skewness=known.skewness,
            transform=known.transform,
            missing=one.missing,
        )
    assert one.levels is not None  # a column is one or the other
    counts, names = list(one.levels.counts), list(one.levels.names)
    if one.levels.other_customers:
        counts.append(one.levels.other_customers)
        names.append(f"{one.levels.other_levels} others")
    return VariableCounts(one.name, counts=counts, levels=names, missing=one.missing)
