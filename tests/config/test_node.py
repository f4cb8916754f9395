"""A specification written as a configuration is read as the same specification."""

import pytest

from segbench.algorithms import get
from segbench.config.node import node_of
from segbench.config.scaler import scaler_named
from segbench.config.validate import validate
from segbench.core import Scheme
from segbench.executors import Limits
from segbench.features import FeatureSet
from segbench.ranking import Gates, NoisePolicy, RankingRule
from segbench.runner import NOTHING, RunSpec

ELSEWHERE = {
    "dataset": {"source": "mall_simulated", "seed": 0},
    "results_dir": "results",
    "output_dir": None,
    "debug": False,
    "plan": False,
    "figures": True,
    "models": True,
    "strict": False,
    "cache": True,
    "fresh": False,
    "modules": [],
}
"""What a run has beside its specification."""

PAIR = FeatureSet("pair", ("Age", "cost ${usd}"), log1p=("Age",))
SPECS = {
    "defaults": RunSpec((PAIR,), (scaler_named("standard"),), (get("kmeans"),)),
    "everything": RunSpec(
        features=(PAIR, FeatureSet("all", log1p="skewed", pca=0.9)),
        scalers=(scaler_named("none"), scaler_named("power")),
        algorithms=(get("gmm"), get("dbscan")),
        ks=(3, 4),
        resamples=7,
        plain=True,
        scheme=Scheme.NOISE,
        reference=(FeatureSet("reference", ("Age",)), scaler_named("robust")),
        rule=RankingRule(
            {"silhouette": 1.0, "davies_bouldin": 0.0, "stability": 2.0},
            NoisePolicy.COMPLETE,
            Gates(0.5, 0.02, 7),
            "ranks",
        ),
        effort=NOTHING,
        seed=5,
        n_jobs=1,
        limits=Limits(60.0, 2**31),
        exact=True,
    ),
}


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_it_is_read_as_it_was_written(spec):
    again = validate(ELSEWHERE | node_of(spec)).run
    names = {one.name: one for one in again.algorithms}
    assert list(names) == [one.name for one in spec.algorithms]
    for one in spec.algorithms:
        told = vars(names[one.name]) | {"origin": one.origin}
        assert told == vars(one)
    left, right = ({**vars(x), "algorithms": ()} for x in (again, spec))
    assert left == right
