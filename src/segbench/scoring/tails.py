"""How heavy the tails of data are: the degrees of freedom of a multivariate t.

References
----------
Lange, Little & Taylor 1989, Robust statistical modeling using the t distribution,
doi:10.1080/01621459.1989.10478852
"""

from __future__ import annotations

import numpy as np

from segbench.core import Matrix

LEAST, MOST = 2.1, 200.0
"""Degrees of freedom: below 2 there is no covariance; 200 is as good as normal."""


def most_likely_freedom(whitened: Matrix) -> float:
    """Estimate the degrees of freedom of data with the identity as covariance.

    Parameters
    ----------
    whitened : ndarray of shape (n, d)
        Centred; d may be 0.

    Returns
    -------
    float
        In [2.1, 200].
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import gammaln

    squared = (whitened**2).sum(axis=1)
    d = whitened.shape[1]

    def unlikeliness(log_freedom: float) -> float:
        v = np.exp(log_freedom)
        constant = gammaln((v + d) / 2) - gammaln(v / 2) - d / 2 * np.log(v - 2)
        body = (v + d) / 2 * np.log1p(squared / (v - 2))
        return float(body.mean() - constant)

    bounds = (np.log(LEAST), np.log(MOST))
    found = minimize_scalar(unlikeliness, bounds=bounds, method="bounded")
    return float(np.exp(found.x))
