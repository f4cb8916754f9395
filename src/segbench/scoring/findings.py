"""What is found out about a space itself, whichever algorithms were run in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from segbench.core import Matrix, SpaceKey
from segbench.scoring.structure import StructureTest


@dataclass(frozen=True)
class Curves:
    """Criteria for the number of segments k, by k.

    All are of k-means with 20 starts but the Bayesian information criterion.
    """

    ks: tuple[int, ...]
    smallest: Matrix  # customers in the smallest segment, shape (ks,)
    silhouette: Matrix  # shape (ks,); NaN = undefined
    inertia: Matrix  # shape (ks,)
    gap: Matrix  # of k = 1, 2, .. to the largest, shape (max(ks),)
    gap_error: Matrix
    bic: Mapping[str, Matrix]  # of mixtures by covariance type, small is good
    icl: Mapping[str, Matrix]  # the same, with the entropy of membership added
    prediction_strength: Matrix  # of ks, in [0, 1]
    prediction_error: Matrix  # its standard error
    instability: Matrix  # of pairs of bootstraps (Fang & Wang 2012), [0, 1]
    stability: Matrix  # mean adjusted Rand index; NaN = undefined
    stability_gain: Matrix  # over the mean on customers without structure
    gain_error: Matrix  # its standard error


@dataclass(frozen=True)
class Findings:
    """The verdict on a space and the criteria for its number of segments."""

    space: SpaceKey
    structure: StructureTest | None  # None = not tested
    curves: Curves | None  # None = not computed
    shares: Mapping[str, float] = field(default_factory=dict)  # in the mean distance
    hopkins: float | None = None  # for information; None = undefined
