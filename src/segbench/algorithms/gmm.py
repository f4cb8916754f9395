"""Gaussian mixtures, with their refits of many samples in compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sklearn import mixture

from segbench.algorithms.bulk.gmm import COVARIANCE_TYPES, gmm_many
from segbench.algorithms.bulk.samples import labels_of
from segbench.algorithms.spec import Job
from segbench.core import Labels

_COMPILED = {"n_components", "covariance_type"}
_STARTS = ("weights_init", "means_init", "precisions_init")


class GaussianMixture(mixture.GaussianMixture):
    """scikit-learn's estimator with refits that cost a fraction of a plain fit.

    Expectation-maximisation from k-means starts, best of ``n_init``: the same
    definition, other random numbers.
    """

    def refit(self, jobs: Sequence[Job]) -> list[list[Labels | Exception]] | Any:
        """Cluster many samples for every number and shape of components.

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
        options = self.get_params()
        settings = [setting for job in jobs for setting in job.settings]
        varied = {name for setting in settings for name in setting}
        shapes = {s.get("covariance_type", "full") for s in settings}
        given_starts = any(options[name] is not None for name in _STARTS)
        beyond = varied - _COMPILED or shapes - set(COVARIANCE_TYPES)
        if options["init_params"] != "kmeans" or given_starts or beyond:
            return NotImplemented
        return [
            labels_of(
                gmm_many(
                    [job.matrix],
                    [_setting({**options, **setting}) for setting in job.settings],
                    [job.seed],
                    n_init=options["n_init"],
                    max_iter=options["max_iter"],
                    tol=options["tol"],
                    reg_covar=options["reg_covar"],
                )[0]
            )
            for job in jobs
        ]


def _setting(options: dict[str, Any]) -> tuple[int, str]:
    return int(options["n_components"]), str(options["covariance_type"])
