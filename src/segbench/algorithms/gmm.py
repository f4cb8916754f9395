"""Gaussian mixtures, with their refits of many samples in compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from sklearn import mixture

from segbench.algorithms.bulk.gmm import COVARIANCE_TYPES, gmm_many
from segbench.algorithms.bulk.samples import Fit
from segbench.algorithms.spec import Fitted, Job, hyperparameters
from segbench.core import Matrix
from segbench.kernels import map_in_budget

_COMPILED = {"n_components", "covariance_type"}
_STARTS = ("weights_init", "means_init", "precisions_init")


class GaussianMixture(mixture.GaussianMixture):
    """scikit-learn's estimator with refits that cost a fraction of a plain fit.

    Expectation-maximisation from k-means starts, best of ``n_init``: the same
    definition, other random numbers.
    """

    def refit(self, jobs: Sequence[Job]) -> list[list[Fitted | Exception]] | Any:
        """Cluster many samples for every number and shape of components.

        Parameters
        ----------
        jobs : sequence of Job
            Samples, each with its settings and its seed.

        Returns
        -------
        list of list of Fitted, or of the exception of a failed fit
            By job, then by setting. NotImplemented where a setting asks for more
            than the compiled loops do; plain fits then take over.
        """
        options = hyperparameters(self)
        settings = [setting for job in jobs for setting in job.settings]
        varied = {name for setting in settings for name in setting}
        shapes = {s.get("covariance_type", "full") for s in settings}
        given_starts = any(options[name] is not None for name in _STARTS)
        beyond = varied - _COMPILED or shapes - set(COVARIANCE_TYPES)
        if options["init_params"] != "kmeans" or given_starts or beyond:
            return NotImplemented
        return map_in_budget(partial(self._fit_one, options), jobs)

    def _fit_one(self, options: dict[str, Any], job: Job) -> list[Fitted | Exception]:
        settings = [_setting({**options, **setting}) for setting in job.settings]
        (fits,) = gmm_many(
            [job.matrix],
            settings,
            [job.seed],
            n_init=options["n_init"],
            max_iter=options["max_iter"],
            tol=options["tol"],
            reg_covar=options["reg_covar"],
        )
        pairs = zip(settings, fits, strict=True)
        return [_fitted(fit, setting, job.matrix) for setting, fit in pairs]


def _fitted(fit: Fit, setting: tuple[int, str], matrix: Matrix) -> Fitted | Exception:
    if fit.labels is None:
        return ValueError(fit.reason)
    n, d = matrix.shape
    deviance, free = -2 * n * fit.log_likelihood, n_parameters(*setting, d)
    criteria = {
        "bic": float(deviance + free * np.log(n)),
        "aic": float(deviance + 2 * free),
    }
    remark = "" if fit.converged else "did not converge"
    return Fitted(fit.labels, criteria, remark)


def n_parameters(k: int, covariance_type: str, n_features: int) -> int:
    """Free parameters of a mixture: weights, means and covariances."""
    d = n_features
    covariances = {
        "full": k * d * (d + 1) // 2,
        "tied": d * (d + 1) // 2,
        "diag": k * d,
        "spherical": k,
    }
    return covariances[covariance_type] + k * d + k - 1


def _setting(options: dict[str, Any]) -> tuple[int, str]:
    return int(options["n_components"]), str(options["covariance_type"])
