"""Golden numbers of the real mall customers file, through the whole engine."""

import pandas as pd
import pytest

import segbench
from segbench.data import DeclaredRoles, TableSource, load
from segbench.features import FeatureSet, ScalerSpec
from segbench.ranking import RankingRule
from segbench.report.frames import ranking_frame
from segbench.report.results import collect_results
from segbench.runner import NOTHING, RunSpec, opened_runtime, prepare, run
from segbench.store import Records

INCOME, SPENDING = "Annual Income (k$)", "Spending Score (1-100)"
PAIR, TRIPLE = (INCOME, SPENDING), ("Age", INCOME, SPENDING)

GOLDEN = [
    (
        ("kmeans", PAIR, "none", 5),
        {
            "silhouette": 0.553932,
            "inertia": 44448.4554,
            "davies_bouldin": 0.572563,
            "calinski_harabasz": 247.358993380373,
        },
    ),
    (
        ("kmeans", PAIR, "standard", 5),
        {
            "silhouette": 0.554657,
            "inertia": 65.56841,
            "davies_bouldin": 0.572236,
            "calinski_harabasz": 248.6493,
        },
    ),
    (("kmeans", PAIR, "minmax", 5), {"silhouette": 0.559485}),
    (
        ("agglomerative", PAIR, "none", 5),
        {"silhouette": 0.552995, "davies_bouldin": 0.578221},
    ),
    (("kmeans", TRIPLE, "none", 6), {"silhouette": 0.452344}),
]
"""Values that were published or recomputed with R, to the digits given there."""


@pytest.mark.parametrize(("what", "values"), GOLDEN, ids=lambda one: str(one)[:40])
def test_golden_numbers(what, values, shared):
    algo, columns, scaler, k = what
    found = segbench.compare(
        pd.read_csv(shared("data", "Mall_Customers.csv")),
        features=columns,
        scalers=[scaler],
        algorithms=[algo],
        k=[k],
        scoring="quick",
        resamples=0,
        n_jobs=1,
    )
    (row,) = found.scores.to_dict("records")
    assert {name: row[name] for name in values} == pytest.approx(values, rel=1e-6)


def ranking_of(path):
    declared = DeclaredRoles(id="CustomerID", categorical=("Gender",))
    dataset = load(TableSource(str(path), "mall", declared, (("Genre", "Gender"),)))
    spec = RunSpec(
        features=(FeatureSet("pair", PAIR), FeatureSet("all")),
        scalers=(ScalerSpec("none"),),
        algorithms=tuple(
            segbench.algorithms.get(n) for n in ("kmeans", "agglomerative", "dbscan")
        ),
        ks=(4, 5, 6),
        resamples=2,
        n_jobs=1,
        effort=NOTHING,
    )
    runtime = opened_runtime(spec, dataset.n_customers)
    found = run(dataset, spec, prepare(dataset, spec), runtime)
    rule = RankingRule(method="ranks")
    return ranking_frame(collect_results(Records([dataset], found.cells), rule))


def test_both_headers_give_the_same_ranking(shared):
    gender, genre = (
        ranking_of(shared("data", name))
        for name in ("Mall_Customers.csv", "Mall_Customers_Genre.csv")
    )
    assert len(gender) > 12
    pd.testing.assert_frame_equal(gender, genre, check_exact=True)


def test_five_segments_win_income_and_spending(shared):
    ranking = ranking_of(shared("data", "Mall_Customers.csv"))
    winners = ranking[(ranking["features"] == "pair") & (ranking["rank"] == 1)]
    assert set(winners["k"]) == {5}


def test_the_mall_has_five_segments_by_income_and_spending(shared):
    found = segbench.compare(
        pd.read_csv(shared("data", "Mall_Customers.csv")),
        features=PAIR,
        algorithms=["kmeans"],
        resamples=50,
        n_jobs=1,
    )
    (space,) = found.spaces.to_dict("records")
    assert (space["structure"], space["p_value"]) == ("yes", 0.01)
    votes = dict(one.rsplit(" ", 1) for one in space["votes"].split("; "))
    assert len(votes) == 4
    assert list(votes.values()).count("5") >= 3
    assert space["k_agreed"] == 5


def test_outliers_of_raw_wholesale_spending_are_no_segments(shared):
    spending = pd.read_csv(shared("data", "Wholesale_customers_data.csv"))
    X = spending.drop(columns=["Channel", "Region"]).to_numpy(dtype=float)
    assert segbench.structure_test(X).structure is False


def test_the_page_shows_the_five_published_segments(shared):
    found = segbench.compare(
        pd.read_csv(shared("data", "Mall_Customers.csv")),
        features=PAIR,
        algorithms=["kmeans", "agglomerative"],
        k=[4, 5, 6],
        scoring="quick",
        resamples=10,
    )
    portraits = found.profile.portraits
    assert [one.size for one in portraits] == [81, 39, 35, 23, 22]
    means = [(55, 50), (87, 82), (88, 17), (26, 21), (26, 79)]
    for one, (income, spending) in zip(portraits, means, strict=True):
        assert f"{income} k$" in one.name
        assert f"{spending}:" in one.name
