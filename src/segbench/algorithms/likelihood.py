"""The likelihood's view of k: a mixture's BIC with a penalty for doubtful members."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def icl(bic: float, responsibilities: ArrayLike) -> float:
    """Integrated completed likelihood: BIC plus twice the entropy of the posterior.

    Parameters
    ----------
    bic : float
        In scikit-learn's sign, small is good; mclust's is the negative.
    responsibilities : array-like of shape (n_customers, k)
        Posterior probability of every segment; rows sum to 1.

    Returns
    -------
    float
        Small is good; at least ``bic``, and equal to it when nobody is in doubt. mclust
        takes minus the log of the largest responsibility for the entropy of a row.

    References
    ----------
    Biernacki, Celeux & Govaert 2000, doi:10.1109/34.865189; the entropy form is
    McLachlan & Peel 2000, Finite mixture models, doi:10.1002/0471721182
    """
    from scipy.special import entr

    return bic + 2 * float(np.sum(entr(np.asarray(responsibilities, dtype=np.float64))))
