"""Quantities and categories as equals, from a file to the first row."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

pytest.importorskip("kmedoids")


def write(path, n=90, kept=0.95):
    """Three groups that differ in four categories; three quantities say nothing."""
    rng = np.random.default_rng(0)
    truth = np.arange(n) % 3
    own = np.array(list("abc"))[truth]
    frame = {"id": [f"c{i:03d}" for i in range(n)]}
    for i in range(4):
        drawn = rng.choice(list("abc"), n)
        frame[f"cat{i}"] = np.where(rng.random(n) < kept, own, drawn)
    for i in range(3):
        frame[f"num{i}"] = rng.normal(size=n).round(4)
    pd.DataFrame(frame).to_csv(path, index=False)
    return truth


@pytest.fixture(scope="module")
def ran(here_in):
    here = here_in()
    truth = write(here.cwd / "mixed.csv")
    done = here(
        "dataset=csv",
        "dataset.path=mixed.csv",
        "features=[mixed,famd]",
        "scaler=[standard,minmax]",
        "+algo=[kmeans,agglomerative,hdbscan,gmm,kmedoids,kprototypes]",
        "k=[2,3,4]",
        "output_dir=out",
    )
    assert "Traceback" not in done.err
    assert (done.folder() / "ranking.csv").exists(), done.err
    return done, truth


@pytest.mark.parametrize("features", ["mixed", "famd"])
def test_groups_in_the_categories_come_first(ran, features):
    done, truth = ran
    ranking = done.ranking()
    best = ranking[(ranking["features"] == features) & (ranking["rank"] == "1")].iloc[0]
    labels = pd.read_csv(done.folder() / "labels.csv", dtype=str)
    (name,) = (column for column in labels if features in column)  # the first one's
    assert best["k"] == "3"
    assert adjusted_rand_score(truth, labels[name]) > 0.9


def test_one_space_for_all_scalers(ran):
    ranking = ran[0].ranking()
    spaces = set(zip(ranking["features"], ranking["scaler"], strict=True))
    assert spaces == {("mixed", "gower"), ("famd", "famd")}


def test_what_cannot_run_says_why(ran):
    ranking = ran[0].ranking()
    refused = ranking[(ranking["features"] == "mixed") & (ranking["status"] != "ok")]
    assert {"kmeans", "gmm"} <= set(refused["algo"])
    assert refused["reason"].str.contains("features=famd").all()
    ranked = ranking[(ranking["features"] == "mixed") & (ranking["rank"] != "")]
    assert {"agglomerative", "hdbscan", "kmedoids", "kprototypes"} <= set(
        ranked["algo"]
    )
    assert set(ranked["davies_bouldin"]) == {""}
    trees = ranked[ranked["algo"] == "agglomerative"]
    assert trees["params"].str.contains("linkage=average").all()
    gammas = ranked[ranked["algo"] == "kprototypes"]["reason"]
    assert gammas.str.contains("gamma = ").all()


def test_shares_are_in_the_records(ran):
    import json

    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(ran[0].folder().rglob("space-*.json"))
    ]
    (shares,) = (x["shares"] for x in found if x["space"]["features"] == "mixed")
    assert list(shares.values()) == pytest.approx([1 / 7] * 7)
