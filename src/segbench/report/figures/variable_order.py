"""Order of variables in a figure: those that go together stand together."""

from __future__ import annotations

import numpy as np

from segbench.core import Matrix


def order_variables(X: Matrix) -> list[int]:
    """Order variables by hierarchical clustering of their correlations.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_variables)
        NaN = missing: a correlation is taken over the customers that have both. An
        undefined one, such as that of a constant, counts as 0.

    Returns
    -------
    list of int
        Every column's number once; average linkage of ``1 - r``, leaves turned so
        that neighbours are as alike as possible.

    References
    ----------
    Bar-Joseph, Gifford & Jaakkola 2001, doi:10.1093/bioinformatics/17.suppl_1.S22
    """
    import pandas as pd
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    p = X.shape[1]
    if p < 3:
        return list(range(p))
    r = np.nan_to_num(pd.DataFrame(X).corr().to_numpy())
    distances = squareform(np.clip(1 - r, 0, 2), checks=False)
    tree = linkage(distances, method="average", optimal_ordering=True)
    return [int(i) for i in leaves_list(tree)]
