"""Made-up results: every record is written down, nothing is computed."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from segbench.core import (
    Calibration,
    Cell,
    Chance,
    Dataset,
    Labeling,
    Role,
    Scored,
    Setting,
    SpaceKey,
    Stability,
    Status,
)
from segbench.ranking import Method, RankingRule
from segbench.report.results import collect_results
from segbench.scoring.findings import Curves, Findings
from segbench.scoring.nulls import FAMILIES
from segbench.scoring.structure import SplitStatistic, StructureTest
from segbench.store import Records

N = 40
KEY = SpaceKey("shop", "money", "standard", 7, "f" * 64, "d" * 16)
SCORES = ("silhouette", "davies_bouldin", "calinski_harabasz", "inertia")


def dataset(n=N, name="shop", **changes):
    made = Dataset(
        name=name,
        frame=pd.DataFrame({"spend": np.arange(float(n)), "age": np.ones(n)}),
        roles={"id": Role.ID, "spend": Role.NUMERIC, "age": Role.NUMERIC},
        ids=tuple(str(i) for i in range(n)),
        truth=None,
        log=(),
        fingerprint=KEY.fingerprint,
    )
    return replace(made, **changes)


def stability(resamples, k=2):
    values = np.linspace(0.7, 0.9, resamples)
    jaccard = np.tile(values[:, None], k)
    return Stability(values, jaccard, np.full(resamples, np.nan), "")


def calibration(draws=37, nulls=23, stability_nulls=13, customers=N):
    rng = np.random.default_rng(0)
    chance = {name: Chance(0.0, 0.2, draws) for name in SCORES[:2]}
    values = {
        name: rng.uniform(0.2, 0.3, (len(FAMILIES), nulls))
        for name in (*SCORES[:2], "coverage")
    }
    return Calibration(
        customers, chance, values, rng.uniform(0, 0.2, stability_nulls), np.nan, True
    )


def row(k, n=N, resamples=9, algo="kmeans", calibrated=None):
    labels = np.arange(n) % k
    labeling = Labeling(
        Setting(algo, {"n_clusters": k}), Status.OK, "", labels, k, 0.1, {}
    )
    scores = dict.fromkeys(SCORES, 0.2 + 0.1 * k)
    found = stability(resamples, k) if resamples else None
    return Scored(labeling, scores, {}, found, {}, calibrated)


def unrun(status):
    labeling = Labeling(
        Setting("kmeans", {"n_clusters": 99}), status, "no", None, 99, 0
    )
    return Scored(labeling, {}, {}, None)


def cell(rows, space=KEY, algo="kmeans", **fixed):
    drawn = [r.stability.resamples for r in rows if r.stability]
    return Cell(space, algo, fixed or {"n_init": 4}, max(drawn, default=0), tuple(rows))


def structure_test(p_value=0.03, draws=59):
    statistics = {
        "any_size": SplitStatistic(0.0, 0.6, 2, dict.fromkeys(FAMILIES, 0.02)),
        "sizeable": SplitStatistic(0.05, 0.5, 2, dict.fromkeys(FAMILIES, p_value)),
    }
    values = {
        "p_value": p_value,
        "structure": p_value <= 0.05,
        "status": "ok",
        "k": 2,
        "statistics": {name: vars(one) for name, one in statistics.items()},
        "alpha": 0.05,
        "draws": draws,
        "customers": N,
    }
    return StructureTest.from_plain(values)


def curves(ks=(2, 3, 4)):
    peak = np.array([0.9, 0.5, 0.3])
    gap = np.array([0.1, 0.9, 0.5, 0.3])
    nothing = np.full(len(ks), np.nan)
    return Curves(
        ks=ks,
        smallest=np.full(len(ks), 9.0),
        silhouette=peak,
        inertia=peak,
        gap=gap,
        gap_error=np.full(len(gap), 0.01),
        bic={"full": -peak},
        icl={"full": -peak},
        instability=-peak,
        prediction_strength=peak,
        prediction_error=nothing,
        stability=peak,
        stability_gain=nothing,
        gain_error=nothing,
    )


def results(cells, rule=None, found=(), datasets=None, **more):
    records = Records(datasets or [dataset()], cells, found, **more)
    return collect_results(records, rule or RankingRule())


@pytest.fixture
def make():
    """What makes records, and the key of the space they are in."""
    makers = (dataset, stability, calibration, row, unrun, cell, structure_test, curves)
    by_name = {maker.__name__: maker for maker in (*makers, results)}
    return SimpleNamespace(KEY=KEY, N=N, **by_name)


@pytest.fixture
def quick():
    return results([cell([row(2), row(3)])], RankingRule(method=Method.RANKS))


@pytest.fixture
def full():
    rows = [row(k, calibrated=calibration()) for k in (2, 3)]
    found = [Findings(KEY, structure_test(), curves())]
    return results([cell(rows)], found=found)
