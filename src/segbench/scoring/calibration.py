"""Calibrated values: how far a score is above chance, or above data without structure.

Raw scores rise and fall with the number of segments, the number of features and the
scaler, whether or not there are segments. What is compared here is the distance to what
the same thing comes to by chance, in standard deviations.
"""

from __future__ import annotations

import numpy as np

from segbench.core import Chance, Matrix, Scored
from segbench.scoring.stability import mean_over_resamples

SMALLEST_SD = 1e-3
"""A spread below this is rounding; dividing by it would make a score of noise."""

SMALLEST_STABILITY_SD = 0.02
"""The same for the stability, where a rigid algorithm has next to none."""

FEWEST_NULLS = 20
"""Null data sets that a mean and a spread need; with fewer there is no value."""

FEWEST_STABILITY_NULLS = 10
"""The same for the stability, each value of which is a mean of resamples."""


def above_chance(value: float, chance: Chance | None) -> float:
    """Standardise an oriented value by random partitions.

    Returns
    -------
    float
        ``(value - mean) / sd`` over the partitions; NaN where they have no spread.

    References
    ----------
    Akhanli & Hennig 2020, doi:10.1007/s11222-020-09958-2
    """
    if chance is None or not chance.sd >= SMALLEST_SD:
        return float("nan")
    return (value - chance.mean) / chance.sd


def above_nulls(value: float, nulls: Matrix) -> tuple[float, float]:
    """Standardise an oriented value by data sets without structure.

    Parameters
    ----------
    value : float
        Large is good.
    nulls : ndarray of shape (families, R)
        The same on null data; NaN where it is undefined.

    Returns
    -------
    z : float
        Of ``(value - mean) / sd`` over the families the one nearest 0, and 0 where
        some are above and others below: a value that one family makes likely is not
        remarkable. NaN where a family has fewer than 20 values.
    p_value : float
        The largest over the families of ``(1 + #{null >= value}) / (R + 1)``.

    References
    ----------
    Hennig & Lin 2015, doi:10.1007/s11222-015-9566-5
    """
    defined = (~np.isnan(nulls)).sum(axis=1) if nulls.size else np.zeros(1)
    if np.isnan(value) or defined.min() < FEWEST_NULLS:
        return float("nan"), float("nan")
    mean, sd = np.nanmean(nulls, axis=1), np.nanstd(nulls, axis=1, ddof=1)
    z = (value - mean) / np.maximum(sd, SMALLEST_SD)
    p_values = (1 + (nulls >= value).sum(axis=1)) / (defined + 1)
    return float(np.clip(0.0, z.min(), z.max())), float(p_values.max())


def stability_above_nulls(stability: float | Matrix, nulls: Matrix) -> Matrix:
    """Standardise a stability by that of the same algorithm without structure.

    Parameters
    ----------
    stability : float or ndarray
        Mean adjusted Rand index, or one of each resample.
    nulls : ndarray of shape (R0,)
        Mean adjusted Rand index on each null data set; NaN = undefined.

    Returns
    -------
    ndarray of the shape of ``stability``
        ``(S - mean S0) / max(sd S0, 0.02)``; NaN with fewer than 10 null data sets.
    """
    known = nulls[~np.isnan(nulls)]
    if len(known) < FEWEST_STABILITY_NULLS:
        return np.full(np.shape(stability), np.nan)
    spread = max(float(known.std(ddof=1)), SMALLEST_STABILITY_SD)
    return np.asarray((stability - known.mean()) / spread)


def z_error(z: float, n_nulls: int) -> float:
    """Standard error of a z whose mean and spread come of few null data sets."""
    return float(np.sqrt(1 / n_nulls + z**2 / (2 * (n_nulls - 1))))


def stability_gain(one: Scored) -> tuple[float, float]:
    """How much more stable a labeling is than the same setting on null data.

    Returns
    -------
    gain : float
        Mean adjusted Rand index over the resamples minus that on null data of as many
        customers, in [-2, 2]; NaN without either, or with under 10 null data sets.
    error : float
        Monte-Carlo standard error of the gain.
    """
    stability, calibration = one.stability, one.calibration
    if stability is None or calibration is None:
        return float("nan"), float("nan")
    nulls = calibration.stability[~np.isnan(calibration.stability)]
    if len(nulls) < FEWEST_STABILITY_NULLS:
        return float("nan"), float("nan")
    ari = stability.ari[~np.isnan(stability.ari)]
    mean = _comparable(one)
    variance = nulls.var(ddof=1) / len(nulls)
    if len(ari) > 1:
        variance += ari.var(ddof=1) / len(ari)
    return mean - float(nulls.mean()), float(np.sqrt(variance))


def _comparable(one: Scored) -> float:
    """Stability of as many customers as null data sets hold; NaN = undefined there."""
    stability, calibration, labels = one.stability, one.calibration, one.labeling.labels
    if stability is None or calibration is None or labels is None:
        return float("nan")
    if calibration.customers < len(labels):
        return calibration.observed
    return float(mean_over_resamples(stability.ari))


def calibrated_stability(
    one: Scored, agreement: float | Matrix | None = None
) -> Matrix:
    """Standardise a labeling's stability by that on null data of as many customers.

    Parameters
    ----------
    one : Scored
        A labeling with its stability and calibration; NaN without either.
    agreement : float or ndarray or None
        Adjusted Rand indices of single resamples; None = their mean.
    """
    if one.stability is None or one.calibration is None:
        return np.full(np.shape(agreement) if agreement is not None else (), np.nan)
    comparable = _comparable(one)
    if agreement is None:
        return stability_above_nulls(comparable, one.calibration.stability)
    shift = comparable - mean_over_resamples(one.stability.ari)
    return stability_above_nulls(agreement + shift, one.calibration.stability)
