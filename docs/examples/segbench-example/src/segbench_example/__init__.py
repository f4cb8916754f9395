"""The algorithm example: put your own into fit_predict."""

import numpy as np
import segbench
from sklearn.base import BaseEstimator, ClusterMixin


@segbench.algorithm(
    "example",
    k_param="n_clusters",
    memory="linear",
    cite="Gonzalez 1985, doi:10.1016/0304-3975(85)90224-5",
)
class Example(ClusterMixin, BaseEstimator):
    """Centres far from each other, and everybody with the nearest one."""

    def __init__(self, n_clusters=3, random_state=None):
        self.n_clusters = n_clusters
        self.random_state = random_state

    def fit_predict(self, X, y=None):
        """Label the rows of X, shape (n_customers, n_features)."""
        X = np.asarray(X, dtype=float)
        rng = np.random.default_rng(self.random_state)
        farthest = rng.integers(len(X))
        distances = []
        for _ in range(self.n_clusters):
            distances.append(np.linalg.norm(X - X[farthest], axis=1))
            farthest = np.min(distances, axis=0).argmax()
        return np.argmin(distances, axis=0)
