"""The Hopkins statistic of a space: shown because readers ask for it, never a verdict.

It compares with one uniform box. A single round cloud of customers is no uniform box,
so it calls nearly everything clustered; `segbench.scoring.structure` has the test that
keeps its level. Many programs raise the distances to the power 1, others give one minus
the statistic; here the power is the number of columns, and large means clustered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.seeds import seed_for

FEWEST = 20
"""Customers below which a tenth of them is too few to be a sample."""

MOST = 50_000
"""Customers above which the statistic is that of a sample of so many."""

_UNDEFINED = float("nan")


@dataclass(frozen=True)
class Hopkins:
    """The statistic, and how surprising it is under a uniform box."""

    value: float  # in [0, 1], about 0.5 in a uniform box; NaN = undefined
    p_value: float  # of a value as large, Beta(m, m)
    sampled: int  # m, customers and made-up points compared
    reason: str = ""  # why the value is NaN


def hopkins(matrix: Matrix, random_state: int = 0) -> Hopkins:
    """Compare distances to the nearest customer from a uniform box and from customers.

    Parameters
    ----------
    matrix : ndarray of shape (n_customers, n_features)
        The space, Euclidean; columns without spread are left out.
    random_state : int, default 0
        Decides which tenth of the customers and which points of the box are compared.

    Of more than 50,000 customers it is that of a sample of so many.

    Returns
    -------
    Hopkins
        ``H = sum u^d / (sum u^d + sum w^d)`` with u from m made-up points and w from m
        customers to their nearest (other) customer. NaN of fewer than twenty customers
        and where all customers share a spot.

    References
    ----------
    Hopkins & Skellam 1954, doi:10.1093/oxfordjournals.aob.a083391; the power d and
    Beta(m, m): Cross & Jain 1982, IFAC Proceedings Volumes 15 (1), 315-320; on wrong
    powers: Wright 2022, doi:10.32614/RJ-2022-055
    """
    n = len(matrix)
    if n < FEWEST:
        return Hopkins(_UNDEFINED, _UNDEFINED, 0, f"fewer than {FEWEST} customers")
    # never the stream that the customers themselves may have been simulated with
    rng = np.random.default_rng(seed_for(random_state, "hopkins"))
    if n > MOST:
        matrix, n = matrix[rng.choice(n, MOST, replace=False)], MOST
    m = n // 10
    chosen = rng.choice(n, m, replace=False)
    points = rng.uniform(matrix.min(axis=0), matrix.max(axis=0), (m, matrix.shape[1]))
    return hopkins_of_draw(matrix, chosen, points)


def hopkins_of_draw(
    matrix: Matrix, chosen: NDArray[np.int64], points: Matrix
) -> Hopkins:
    """Compute the statistic of given customers and given points of the box.

    Parameters
    ----------
    matrix : ndarray of shape (n_customers, n_features)
    chosen : ndarray of shape (m,)
        Numbers of customers.
    points : ndarray of shape (m, n_features)
        Drawn uniformly from the box of the customers.
    """
    from scipy.spatial import KDTree
    from scipy.stats import beta

    m = len(chosen)
    varies = np.ptp(matrix, axis=0) > 0
    if not varies.any():
        return Hopkins(_UNDEFINED, _UNDEFINED, m, "all customers share a spot")
    matrix, points = matrix[:, varies], points[:, varies]
    tree = KDTree(matrix)
    from_box = np.asarray(tree.query(points)[0])
    from_customers = np.asarray(tree.query(matrix[chosen], k=2)[0])[:, 1]
    if not (from_box.any() or from_customers.any()):
        return Hopkins(_UNDEFINED, _UNDEFINED, m, "all distances compared are 0")
    largest = max(from_box.max(), from_customers.max())  # its powers stay in range
    box = float(((from_box / largest) ** matrix.shape[1]).sum())
    own = float(((from_customers / largest) ** matrix.shape[1]).sum())
    value = box / (box + own)
    return Hopkins(value, float(beta.sf(value, m, m)), m)
