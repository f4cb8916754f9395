"""The Python interface, from a data frame to files."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

import segbench
from segbench.algorithms import AlgorithmSpec
from segbench.errors import DataError, OutputError
from segbench.features import FeatureSet
from segbench.ranking import Gates, RankingRule
from segbench.report.columns import COLUMNS, RANKING_COLUMNS

QUICK = {"algorithms": ["kmeans", "agglomerative"], "k": [2, 3, 4], "resamples": 3}


def compare(frame, **changes):
    return segbench.compare(
        frame, **{"n_jobs": 1, "scoring": "quick", **QUICK, **changes}
    )


@pytest.fixture(scope="module")
def found(same_customers):
    features = ["income", "visits"]
    return compare(same_customers, features=features, scalers=["none", "minmax"])


def test_separated_groups_are_found(found, blobs):
    _, truth = blobs
    assert found.winners["k"].tolist() == [
        3,
        3,
        3,
        3,
    ]  # two algorithms tie in two spaces
    for column in ("columns / none", "columns / minmax"):
        assert adjusted_rand_score(truth, found.labels[column]) == 1.0


def test_ranking(found):
    ranking = found.ranking
    assert list(ranking.columns) == RANKING_COLUMNS
    assert len(ranking) == 2 * 2 * 3
    assert set(ranking["scaler"]) == {"none", "minmax"}
    winners = ranking[ranking["rank"] == 1]
    assert winners["silhouette"].gt(0.9).all()
    assert winners["stability"].tolist() == [1.0] * 4
    assert winners["tied"].all()


def test_scores(found):
    assert len(found.scores) == 12
    assert set(found.scores.columns) <= set(COLUMNS)
    assert found.scores["calinski_harabasz"].notna().all()
    assert found.scores["ari"].isna().all()


def test_labels(found, customers):
    assert list(found.labels["id"]) == list(customers["customer_id"])
    assert found.labels.iloc[:, 1:].isin([0, 1, 2]).all(axis=None)


def test_segments(found, customers):
    first = found.segments[found.segments["rank"] == 1].iloc[:3]
    assert first["size"].tolist() == [40, 25, 15]
    assert first["share"].sum() == pytest.approx(1.0)
    assert first["most frequent city"].tolist() == ["Oslo", "Lima", "Łódź"]
    assert first["mean income"].iloc[0] == pytest.approx(
        customers["income"][:40].mean()
    )
    assert set(first["trust"]) == {"highly stable"}


def test_prints_well(found):
    title, verdict, *spaces = repr(found).splitlines()
    assert title == "Comparison of customers"
    assert verdict.strip() == "Cluster structure was not tested."
    assert len(spaces) == 2
    assert found._repr_html_().count("<table") == 2


def test_html_is_escaped(customers):
    named = customers.rename(columns={"income": "<b>income</b>"})
    features = {"<script>x</script>": ["<b>income</b>", "visits"]}
    text = compare(named, features=features, resamples=0)._repr_html_()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_report(found, tmp_path):
    folder = found.report(tmp_path / "run")
    written = {path.name for path in folder.iterdir()}
    assert written == {
        "report.html",
        "figures",
        "paper",
        "ranking.csv",
        "ranking.md",
        "ranking.tex",
        "methods.md",
        "methods.tex",
        "references.bib",
        "scores.csv",
        "segments.csv",
        "spaces.csv",
        "agreement.csv",
        "distances.csv",
        "models",
        "timings.csv",
        "labels.csv",
        "labels.parquet",
        "manifest.json",
        "records",
    }
    again = pd.read_csv(folder / "ranking.csv")
    assert list(again.columns) == RANKING_COLUMNS
    assert again["silhouette"].to_numpy() == pytest.approx(found.ranking["silhouette"])
    labels = pd.read_csv(folder / "labels.csv", dtype={"id": str})
    pd.testing.assert_frame_equal(labels, found.labels, check_dtype=False)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["datasets"][0]["fingerprint"] == found.dataset.fingerprint
    assert manifest["jobs"][0]["config"]["seed"] == 0


def test_a_notebook_has_profile_exploration_and_figures(found):
    assert found.exploration.overview.n_customers == found.dataset.n_customers
    assert len(found.profile.portraits) == found.best.k
    drawn = found.figures()
    assert {"distributions", "segment_sizes", "ranking_0"} <= set(drawn)
    assert all(type(one).__name__ == "Figure" for one in drawn.values())


def test_figures_are_public():
    import segbench.figures as public

    for name in public.__all__:
        assert getattr(public, name).__doc__


def test_report_never_overwrites(found, tmp_path):
    with pytest.raises(OutputError, match="exists already"):
        found.report(tmp_path)


def test_one_value_may_stand_where_several_may(customers):
    lists = {"algorithms": ["kmeans"], "k": [3], "scalers": ["none"]}
    alone = {"algorithms": "kmeans", "k": 3, "scalers": "none"}
    one, other = (compare(customers, features="income", **x) for x in (lists, alone))
    pd.testing.assert_frame_equal(one.ranking, other.ranking)


def test_an_array_is_no_table_of_customers(customers):
    with pytest.raises(DataError, match="DataFrame of customers, not ndarray"):
        compare(customers[["income"]].to_numpy())


@pytest.mark.parametrize("resamples", [0, 3])
def test_report_reads_its_own_folder(customers, tmp_path, resamples, capsys):
    from segbench.cli import main

    found = compare(
        customers,
        features={"pair": ["income", "visits"]},
        scalers=["none", "power"],
        resamples=resamples,
        reference=(["income"], "robust"),
    )
    folder = found.report(tmp_path / "run", figures=False)
    names = ("ranking.csv", "spaces.csv", "methods.md", "ranking.tex", "agreement.csv")
    before = {name: (folder / name).read_bytes() for name in names}
    assert main(["report", str(folder)]) == 0
    assert "not tested" in capsys.readouterr().out
    assert {name: (folder / name).read_bytes() for name in names} == before


def test_report_of_numpy_settings(customers, tmp_path):
    found = compare(customers, k=np.arange(2, 4), random_state=np.int64(3), resamples=0)
    path = found.report(tmp_path / "run", figures=False) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    assert manifest["jobs"][0]["config"]["seed"] == 3


def test_failing_algorithms_are_rows(customers):
    odd = AlgorithmSpec(
        "odd", "sklearn.cluster.KMeans", "n_clusters", params={"init": "nonsense"}
    )
    found = compare(customers, algorithms=[odd, "kmeans"])
    last = found.ranking.iloc[-3:]
    assert last["algo"].tolist() == ["odd"] * 3
    assert last["status"].tolist() == ["failed"] * 3
    assert last["rank"].isna().all()
    assert last["reason"].str.contains("nonsense").all()
    assert found.winners["algo"].tolist() == ["kmeans"]


def test_more_segments_than_customers_is_a_row(customers):
    found = compare(customers[::10], k=[2, 20], algorithms=["kmeans"])
    assert found.ranking["status"].tolist() == ["ok", "impossible"]


def test_one_segment_and_no_segment_rank_below_everybody(customers):
    extremes = AlgorithmSpec(
        "extremes",
        "sklearn.cluster.DBSCAN",
        grid={"eps": [1e4, 1e-6]},
        params={"min_samples": 3},
        assigns_noise=True,
    )
    ranking = compare(customers, algorithms=[extremes, "kmeans"]).ranking
    assert ranking["algo"].tolist() == ["kmeans"] * 3 + ["extremes"] * 2
    last = ranking.iloc[-2:]
    assert set(last["status"]) == {"one_cluster", "all_noise"}
    assert last[["silhouette", "davies_bouldin", "stability"]].isna().all(axis=None)
    assert last["reason"].str.len().gt(0).all()


def test_gates_of_the_rule(customers):
    rule = RankingRule(gates=Gates(min_size=20, min_share=0.25), method="ranks")
    found = compare(customers, rule=rule, resamples=0)
    assert found.winners["k"].unique().tolist() == [2]


def test_without_resamples_there_is_no_stability(customers):
    found = compare(customers, resamples=0)
    assert found.ranking["stability"].isna().all()
    assert found.winners["k"].tolist() == [3, 3]


def test_known_segments_are_compared_with(customers, blobs):
    customers["segment"] = np.array(["x", "y", "z"])[blobs[1]]
    found = compare(customers)
    assert found.winners["k"].unique().tolist() == [3]
    winners = found.scores[found.scores["k"] == 3]
    assert winners["ari"].tolist() == [1.0, 1.0]


def test_feature_sets_by_name(customers):
    features = {"one": ["visits"], "log": FeatureSet("log", ("visits",), pca=1)}
    assert set(compare(customers, features=features).ranking["features"]) == {
        "one",
        "log",
    }
