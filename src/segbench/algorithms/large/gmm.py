"""Gaussian mixtures of many customers: EM on a sample, one step over everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms.bulk.gmm import COVARIANCE_TYPES, SINGULAR
from segbench.algorithms.bulk.gmm import KERNELS as GMM_KERNELS
from segbench.algorithms.bulk.kmeans import kmeans_many
from segbench.algorithms.bulk.samples import centered_features
from segbench.algorithms.gmm import GaussianMixture as Exact
from segbench.algorithms.gmm import n_parameters
from segbench.algorithms.large.estimator import Answer, Large
from segbench.algorithms.large.mixture import Mixture, estimate, look_at
from segbench.algorithms.spec import Fitted
from segbench.core import Labels, Matrix
from segbench.kernels import load_kernels

STARTS = 10
"""k-means starts of which the best begins: more would be those of the sample."""


class GaussianMixture(Large):
    """Expectation-maximisation on a sample; everybody joins the likeliest component.

    The likelihood, and with it BIC and ICL, is that of all customers under the
    parameters of the sample: a little below its largest value.
    """

    exact = Exact

    def _label(
        self,
        X: Matrix,
        drawn: NDArray[np.int64],
        chosen: Sequence[dict[str, Any]],
        seed: int,
    ) -> list[Answer]:
        starts: dict[int, Labels | None] = {}
        sample = X[drawn]
        for one in chosen:
            k = int(one["n_components"])
            if k not in starts:
                ((fit,),) = kmeans_many([sample], [k], [seed], n_init=STARTS)
                starts[k] = fit.labels
        return [
            _fit(X, sample, one, starts[int(one["n_components"])]) for one in chosen
        ]


def _fit(
    X: Matrix, sample: Matrix, params: dict[str, Any], start: Labels | None
) -> Fitted | Exception:
    if start is None:
        return ValueError("the sample has fewer customers than components")
    mixture, converged = _maximise(sample, params, start)
    if mixture is None:
        return ValueError(SINGULAR)
    (n, d), seen = X.shape, look_at(X, mixture)
    free = n_parameters(mixture.k, str(params["covariance_type"]), d)
    bic = float(free * np.log(n) - 2 * seen.log_likelihood)
    criteria = {
        "bic": bic,
        "aic": float(2 * free - 2 * seen.log_likelihood),
        "icl": bic + 2 * seen.entropy,
    }
    return Fitted(seen.labels, criteria, "" if converged else "did not converge")


def _maximise(
    sample: Matrix, params: dict[str, Any], start: Labels
) -> tuple[Mixture | None, bool]:
    """Run EM from k-means labels; None where a covariance became singular."""
    shape = str(params["covariance_type"])
    k = int(params["n_components"])
    responsibilities = np.equal.outer(np.arange(k), start).astype(np.float64)
    bound, _, change = load_kernels(GMM_KERNELS).maximise(
        centered_features(sample),
        responsibilities,
        COVARIANCE_TYPES.index(shape),
        float(params["reg_covar"]),
        int(params["max_iter"]),
        float(params["tol"]),
    )
    if np.isnan(bound):
        return None, False
    mixture = estimate(sample, responsibilities, shape, float(params["reg_covar"]))
    return mixture, bool(change < params["tol"])
