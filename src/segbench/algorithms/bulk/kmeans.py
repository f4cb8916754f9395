"""K-means of many samples for many numbers of clusters.

Lloyd's algorithm [1]_ from greedy k-means++ starts [2]_, as in scikit-learn's
``KMeans(algorithm="lloyd", init="k-means++")``, without its cost per fit.

References
----------
.. [1] Lloyd (1982). Least squares quantization in PCM. IEEE Transactions on
   Information Theory 28, 129-137. doi:10.1109/TIT.1982.1056489
.. [2] Arthur and Vassilvitskii (2007). k-means++: the advantages of careful
   seeding. Proceedings of the 18th ACM-SIAM Symposium on Discrete Algorithms,
   1027-1035.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms.bulk.samples import Fit, Floats, check_counts, map_samples
from segbench.kernels import load_kernels

KERNELS = "segbench.algorithms.bulk.kmeans_kernels"


def kmeans_many(  # noqa: PLR0913 the options of scikit-learn's estimator
    samples: Sequence[NDArray[Any]],
    ks: Sequence[int],
    seeds: Sequence[int],
    *,
    n_init: int = 10,
    max_iter: int = 300,
    tol: float = 1e-4,
) -> list[list[Fit]]:
    """Cluster every sample for every number of clusters.

    A fit depends on its sample, k, seed and the options only: not on the number
    of threads, nor on what else is asked for.

    Parameters
    ----------
    samples : sequence of array-like of shape (m_b, d)
        The samples may differ in their numbers of rows.
    ks : sequence of int
        Numbers of clusters. A sample with fewer distinct points than k gets a
        cluster per distinct point.
    seeds : sequence of int
        One per sample.
    n_init : int
        Starts per fit; the one of lowest inertia is kept.
    max_iter : int
        Most iterations per start.
    tol : float
        A start has converged once no label changes, or once the squared shift of
        its centers is at most `tol` times the mean variance of the features.

    Returns
    -------
    fits : list over samples of list over `ks` of Fit
        The labels of the nearest final centers, and the inertia.
    """
    check_counts(k=min(ks, default=1), n_init=n_init, max_iter=max_iter)
    kernels = load_kernels(KERNELS)
    starts = np.arange(n_init, dtype=np.int64)

    def fit_sample(x: Floats, seed: np.uint64) -> list[Fit]:
        return [Fit(*kernels.best_start(x, k, seed, starts, max_iter, tol)) for k in ks]

    return map_samples(fit_sample, samples, seeds)
