"""Models of small made-up customers."""

import numpy as np
import pandas as pd
import pytest

import segbench
from segbench.core import CleaningPlan
from segbench.features import FeatureSet
from segbench.models import model_of


def compared(frame, algorithm="kmeans", k=3, scaler="standard", **more):
    """A comparison of one algorithm, without what only a report needs."""
    features = more.pop("features", None) or FeatureSet("all")
    return segbench.compare(
        frame,
        features={"all": features},
        scalers=[scaler],
        algorithms=[algorithm],
        k=[k],
        scoring="quick",
        resamples=0,
        n_jobs=1,
        **more,
    )


def modelled(found):
    """The model of what a comparison ranks first, and its labels."""
    ranking = found.results.rankings[0]
    row = ranking.rows[0]
    specs = (found.spec.features[0], found.spec.scalers[0])
    model = model_of(found.results, found.dataset, ranking, row, specs=specs)
    return model, row.scored.labeling.labels


@pytest.fixture(scope="session")
def make_model():
    """Compare customers with one algorithm; give the model and the labels."""

    def make(frame, algorithm="kmeans", k=3, scaler="standard", **more):
        if "missing" in more or "outliers" in more or "missing_levels" in more:
            names = ("missing", "outliers", "missing_levels")
            plan = {name: more.pop(name) for name in names if name in more}
            more["cleaning"] = CleaningPlan(**plan)
        return modelled(compared(frame, algorithm, k, scaler, **more))

    return make


def make_shop(seed=3, n=120):
    """Three groups with a category, an amount with a tail, and a few loners."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, n)
    age = np.array([22.0, 45.0, 68.0])[group] + rng.normal(0, 2.5, n)
    spend = np.array([20.0, 90.0, 40.0])[group] + rng.normal(0, 4, n)
    age[:4], spend[:4] = [30, 58, 80, 15], [130, 5, 100, 120]
    city = np.array(["Oslo", "Lima", "Bern"])[np.where(rng.random(n) < 0.8, group, 0)]
    return pd.DataFrame(
        {
            "id": [f"c{i:03d}" for i in range(n)],
            "age": age.round(2),
            "spend": spend.round(2),
            "city": city,
        }
    )


@pytest.fixture(scope="session")
def shop():
    return make_shop()


@pytest.fixture(scope="session")
def stored(make_model, shop, tmp_path_factory):
    """A model in a file, with the model itself."""
    model, _ = make_model(shop)
    path = tmp_path_factory.mktemp("model") / "shop.skops"
    return model, model.save(path)
