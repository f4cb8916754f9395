"""k-means, with its refits of many samples in compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sklearn import cluster

from segbench.algorithms.bulk.kmeans import kmeans_many
from segbench.algorithms.bulk.samples import labels_of
from segbench.algorithms.spec import Job, hyperparameters
from segbench.core import Labels
from segbench.kernels import map_in_budget


class KMeans(cluster.KMeans):
    """scikit-learn's estimator with refits that cost a fraction of a plain fit.

    Lloyd's algorithm from greedy k-means++ starts, best of ``n_init``: the same
    definition, other random numbers.
    """

    def refit(self, jobs: Sequence[Job]) -> list[list[Labels | Exception]] | Any:
        """Cluster many samples for every number of clusters.

        Parameters
        ----------
        jobs : sequence of Job
            Samples, each with its settings and its seed.

        Returns
        -------
        list of list of ndarray of shape (m,), or of the exception of a failed fit
            By job, then by setting. NotImplemented where a setting asks for more
            than the compiled loops do; plain fits then take over.
        """
        options = hyperparameters(self)
        if not _is_lloyd(options) or not all(map(_varies_k_alone, jobs)):
            return NotImplemented
        return map_in_budget(partial(_fit_one, options), jobs)


def _fit_one(options: dict[str, Any], job: Job) -> list[Labels | Exception]:
    (fits,) = kmeans_many(
        [job.matrix],
        [int(setting["n_clusters"]) for setting in job.settings],
        [job.seed],
        n_init=1 if options["n_init"] == "auto" else options["n_init"],
        max_iter=options["max_iter"],
        tol=options["tol"],
    )
    return labels_of(fits)


def _is_lloyd(options: dict[str, Any]) -> bool:
    return bool(options["init"] == "k-means++" and options["algorithm"] == "lloyd")


def _varies_k_alone(job: Job) -> bool:
    return all(set(setting) == {"n_clusters"} for setting in job.settings)
