"""How well a tree keeps the distances between the customers it joins."""

from __future__ import annotations

import numpy as np

from segbench.core import Matrix, Metric
from segbench.scoring.distances import SCIPY_NAMES

LARGEST_TREE = 2_000
"""Customers up to which it is computed, from all distances."""


def cophenetic_correlation(
    matrix: Matrix, tree: Matrix, metric: Metric = Metric.EUCLIDEAN
) -> float:
    """Correlation of the customers' distances with the heights that join them.

    Parameters
    ----------
    matrix : ndarray of shape (n_customers, n_features)
        The space.
    tree : ndarray of shape (n_customers - 1, 4)
        A linkage matrix as scipy makes it.
    metric : Metric
        Of the space.

    Returns
    -------
    float
        In [-1, 1], large is good. It belongs to the tree, not to a cut of it: every
        number of segments has the same. NaN of more than 2,000 customers, and where
        all distances or all heights are equal.

    References
    ----------
    Sokal & Rohlf 1962, doi:10.2307/1217208
    """
    from scipy.cluster.hierarchy import cophenet
    from scipy.spatial.distance import pdist

    if len(matrix) > LARGEST_TREE:
        return float("nan")
    distances = pdist(matrix, SCIPY_NAMES[metric])
    heights = cophenet(tree)
    if not (np.ptp(distances) > 0 and np.ptp(heights) > 0):
        return float("nan")
    return float(np.corrcoef(distances, heights)[0, 1])
