"""Candidates that never saw an algorithm, with all that calibration needs."""

import numpy as np
import pytest

from segbench.core import (
    Calibration,
    Chance,
    Labeling,
    Scored,
    Setting,
    SpaceKey,
    Stability,
    Status,
)

N = 60
SPREAD = {"silhouette": Chance(0.1, 0.2, 400), "davies_bouldin": Chance(-1.0, 0.5, 400)}
NULL_STABILITY = np.array([0.5, 0.7] * 10)


def make_space(name="s"):
    return SpaceKey("d", "f", name, 0, "0" * 64, "0" * 16)


def make_candidate(name, silhouette=0.5, davies_bouldin=1.0, stability=0.8, **changes):
    """Two segments of thirty customers; the stability varies by 0.1 a resample."""
    calibration = Calibration(
        customers=changes.get("customers", N),
        chance=changes.get("chance", SPREAD),
        nulls=changes.get("nulls", {}),
        stability=changes.get("null_stability", NULL_STABILITY),
        observed=changes.get("observed", float("nan")),
        own=True,
    )
    labels = np.roll(np.repeat([0, 1], N // 2), changes.get("shift", 0))
    ari = stability + 0.1 * np.tile([1.0, -1.0], 10)
    return Scored(
        Labeling(Setting(name, {}), Status.OK, "", labels, 2, 0.0),
        {"silhouette": silhouette, "davies_bouldin": davies_bouldin},
        {},
        Stability(ari, np.ones((20, 2)), np.full(20, np.nan), ""),
        changes.get("resampled", {}),
        calibration,
    )


def _by_name(ranking, what):
    return {
        row.scored.labeling.setting.algo: getattr(row, what) for row in ranking.rows
    }


@pytest.fixture(scope="session")
def space():
    """Name a space by its scaler."""
    return make_space


@pytest.fixture(scope="session")
def candidate():
    """Make a candidate: two segments of thirty customers."""
    return make_candidate


@pytest.fixture(scope="session")
def by_name():
    """Return an attribute of the rows by the name of the algorithm."""
    return _by_name
