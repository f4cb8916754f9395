"""Small customers, runs of a few settings on them, and null stability by hand."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from segbench.core import Scheme
from segbench.data import build_dataset
from segbench.features import FeatureSet, ScalerSpec
from segbench.runner import NOTHING, RunSpec, opened_runtime, prepare, run
from segbench.scoring import draw_resamples
from segbench.scoring.nulls import STABILITY_FAMILY, fit_nulls
from segbench.scoring.stability import with_noise
from segbench.seeds import seed_for

STANDARD = ScalerSpec("standard", "sklearn.preprocessing.StandardScaler")


def make_dataset(points, name="d"):
    columns = [f"x{i}" for i in range(points.shape[1])]
    return build_dataset(pd.DataFrame(points, columns=columns), name)


def make_cloud(n=60, d=2):
    return make_dataset(np.random.default_rng(3).normal(size=(n, d)))


def effort(**draws):
    return replace(NOTHING, **draws)


def make_spec(*algorithms, **changes):
    values = {"ks": (3,), "resamples": 0, "effort": NOTHING, "n_jobs": 1, **changes}
    spaces = (FeatureSet("all"),), (STANDARD,)
    return RunSpec(*spaces, tuple(algorithms), **values)


def run_all(dataset, *algorithms, progress=None, **changes):
    """Return the work and the cells of a run, in the order of the algorithms."""
    spec = make_spec(*algorithms, **changes)
    work = prepare(dataset, spec)
    runtime = opened_runtime(spec, dataset.n_customers, progress)
    return work, run(dataset, spec, work, runtime).cells


def null_matrix(space, family, number):
    name = f"null {family} {number}"
    rng = np.random.default_rng(seed_for(space.key.seed, space.key, name))
    return fit_nulls(space.matrix, [family])[0].draw(rng)


def null_stability_by_hand(work, cluster, nulls, resamples, scheme=Scheme.BOOTSTRAP):
    """Mean agreement of fits of null data sets with fits of their resamples.

    `cluster` takes a matrix and a seed and gives labels.
    """
    with threadpool_limits(1):
        return _null_stability(work, cluster, (nulls, resamples), scheme)


def _null_stability(work, cluster, draws, scheme):
    nulls, resamples = draws
    key, n = work.space.key, work.space.n_customers
    means = []
    for number in range(nulls):
        name = f"null {STABILITY_FAMILY} {number}"
        matrix = null_matrix(work.space, STABILITY_FAMILY, number)
        reference = cluster(matrix, work.seed(name))
        seed = seed_for(key.seed, key, name, "resamples")
        agreements = []
        for b, kept in enumerate(draw_resamples(n, resamples, seed, scheme)):
            again = matrix[kept]
            if scheme is Scheme.NOISE:
                noise = seed_for(key.seed, key, f"{name} resample {b}", "noise")
                again = with_noise(again, noise)
            found = cluster(again, work.seed(f"{name} resample {b}"))[: len(kept)]
            agreements.append(adjusted_rand_score(reference[kept], found))
        means.append(np.mean(agreements))
    return np.array(means)


@pytest.fixture(scope="session")
def small():
    """What makes small runs."""
    makers = (make_dataset, make_cloud, effort, make_spec, run_all)
    by_hand = (null_matrix, null_stability_by_hand)
    return SimpleNamespace(**{one.__name__: one for one in (*makers, *by_hand)})
