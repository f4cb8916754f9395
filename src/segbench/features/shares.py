"""How much every variable has to say in the distances of a space."""

from __future__ import annotations

import numpy as np

from segbench.core import Metric, Space


def distance_shares(space: Space) -> dict[str, float]:
    """Share of every variable in the mean distance between two customers.

    In the mean squared distance where the space is Euclidean: there, squares add up.

    Parameters
    ----------
    space : Space
        Projected spaces have axes in the place of variables.

    Returns
    -------
    dict of str to float
        By variable of the customer table, in the order of the matrix, of sum 1.
    """
    if space.metric is Metric.MANHATTAN:
        from segbench.features.mixed import mean_differences

        by_column = mean_differences(space.matrix)
    else:
        by_column = space.matrix.var(axis=0)
    parts = {
        block.variable: float(by_column[list(block.columns)].sum())
        for block in space.blocks
    } or dict(zip(space.names, map(float, by_column), strict=True))
    total = float(np.sum(list(parts.values())))
    return {name: part / total if total else 0.0 for name, part in parts.items()}
