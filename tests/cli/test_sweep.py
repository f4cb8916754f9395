"""Sweeps: one job per combination, one folder, one ranking at the end."""

from __future__ import annotations

import json

import pytest

ONE_SPACE = "features=income_spending"


@pytest.fixture(scope="module")
def lone(here_in):
    """A place whose runs are named by the test that makes them."""
    return here_in()


def jobs_of(outcome, name):
    text = (outcome.folder(name) / "manifest.json").read_text("utf-8")
    return json.loads(text)["jobs"]


def columns(ranking, *names):
    """Return the rows' values of some columns, sorted."""
    return sorted(zip(*(ranking[name] for name in names), strict=True))


@pytest.fixture(scope="module")
def both_ways(here_in):
    """The same two algorithms as a sweep and in one run."""
    run = here_in()
    sweep = run("+algo=kmeans,agglomerative", "-m", "output_dir=sweep")
    single = run("+algo=[kmeans,agglomerative]", "output_dir=single")
    return sweep, single


class TestSweepOverAlgorithms:
    def test_ends_well(self, both_ways):
        sweep, single = both_ways
        assert (sweep.code, single.code) == (0, 0), sweep.err + single.err

    @pytest.mark.parametrize(
        "name",
        [
            *("ranking.csv", "scores.csv", "segments.csv", "labels.csv"),
            *("ranking.md", "ranking.tex"),
        ],
    )
    def test_makes_the_same_tables_as_one_run_of_both(self, both_ways, name):
        sweep, single = both_ways
        expected = (single.folder("single") / name).read_bytes()
        assert (sweep.folder("sweep") / name).read_bytes() == expected
        assert len(expected) > 100

    def test_ranks_both_together(self, both_ways):
        sweep, _ = both_ways
        ranking = sweep.ranking("sweep")
        rows = columns(ranking, "features", "algo", "params")
        assert rows == [
            (features, algo, f"n_clusters={k}")
            for features in ("age_income_spending", "income_spending")
            for algo in ("agglomerative", "kmeans")
            for k in (2, 3)
        ]
        spaces = ranking.groupby("features")["rank"]
        assert all(ranks.iloc[0] == "1" for _, ranks in spaces)

    def test_prints_one_ranking_at_the_end(self, both_ways):
        sweep, single = both_ways
        assert sweep.out.split("Files in")[0] == single.out.split("Files in")[0]

    def test_leaves_nothing_but_the_folder(self, both_ways):
        sweep, _ = both_ways
        left = {path.name for path in sweep.cwd.iterdir()}
        assert left == {"single", "sweep", "results"}
        assert [path.name for path in (sweep.cwd / "results").iterdir()] == [".cache"]

    def test_the_manifest_has_both_jobs(self, both_ways):
        jobs = jobs_of(both_ways[0], "sweep")
        assert [job["choices"]["algo"] for job in jobs] == ["kmeans", "agglomerative"]
        assert [list(job["config"]["algo"]) for job in jobs] == [
            ["kmeans"],
            ["agglomerative"],
        ]


def test_without_a_name_the_folder_is_below_results(shell):
    outcome = shell("+algo=kmeans", "scaler=standard,robust", ONE_SPACE, "-m")
    assert outcome.code == 0, outcome.err
    (folder,) = (outcome.cwd / "results").glob("[!.]*")
    ranking = outcome.ranking(f"results/{folder.name}")
    assert columns(ranking, "scaler", "k") == [
        ("robust", "2"),
        ("robust", "3"),
        ("standard", "2"),
        ("standard", "3"),
    ]


def test_scalers_and_features_are_combined(lone):
    words = ("scaler=standard,minmax", "features=income_spending,age_spending")
    outcome = lone("-m", *words, "+algo=kmeans", "k=[3]", "output_dir=combined")
    assert outcome.code == 0, outcome.err
    assert len(jobs_of(outcome, "combined")) == 4
    ranking = outcome.ranking("combined")
    assert columns(ranking, "features", "scaler", "rank") == [
        ("age_spending", "minmax", "1"),
        ("age_spending", "standard", "1"),
        ("income_spending", "minmax", "1"),
        ("income_spending", "standard", "1"),
    ]


def test_seeds_are_told_apart(lone, table):
    words = ("+algo=random_labels", "k=[3]", ONE_SPACE, "seed=0,1", "-m")
    outcome = lone(*words, "output_dir=seeds")
    assert outcome.code == 0, outcome.err
    ranking = outcome.ranking("seeds")
    assert ranking["seed"].tolist() == ["0", "1"]
    assert ranking["silhouette"].nunique() == 2
    labels = table(outcome.folder("seeds") / "labels.csv")
    assert labels.columns.tolist() == [
        "id",
        "income_spending / standard / seed 0",
        "income_spending / standard / seed 1",
    ]
    for seed in (0, 1):
        assert f"mall_simulated / income_spending / standard / seed {seed}" in (
            outcome.out
        )


def test_data_sets_are_told_apart(lone, write_customers, table):
    write_customers(lone.cwd / "north.csv", n=20)
    write_customers(lone.cwd / "south.csv", n=30)
    words = ("dataset=csv", "dataset.path=north.csv,south.csv", "+algo=kmeans", "k=[2]")
    outcome = lone("-m", *words, "output_dir=data")
    assert outcome.code == 0, outcome.err
    assert columns(outcome.ranking("data"), "dataset", "rank", "k") == [
        ("north", "1", "2"),
        ("south", "1", "2"),
    ]
    for name, n in (("north", 20), ("south", 30)):
        labels = table(outcome.folder("data") / f"labels_{name}.csv")
        assert labels["id"].tolist() == [f"c{i:02d}" for i in range(n)]
        assert labels["all / standard"].tolist() == ["0", "1"] * (n // 2)


def test_groups_of_data_sets_can_be_swept(lone):
    words = ("dataset.seed=0,5", "+algo=kmeans", "k=[5]", ONE_SPACE, "-m")
    outcome = lone(*words, "output_dir=simulated")
    assert outcome.code == 0, outcome.err
    ranking = outcome.ranking("simulated")
    assert ranking["dataset"].tolist() == ["mall_simulated", "mall_simulated_5"]
    assert outcome.out.count("(simulated): 200 customers") == 2


def test_a_candidate_of_two_jobs_is_ranked_once(lone):
    words = (
        *("scoring=quick", "scoring.resamples=2", "executor.n_jobs=1"),
        *("figures=false", "models=false", "+algo=kmeans", ONE_SPACE),
    )
    swept = lone(*words, "k=[2,3],[3,4]", "-m", "output_dir=overlap", fast=False)
    whole = lone(*words, "k=[2,3,4]", "output_dir=whole", fast=False)
    assert (swept.code, whole.code) == (0, 0), swept.err + whole.err
    assert sorted(swept.ranking("overlap")["k_asked"]) == ["2", "3", "4"]
    first, second = (
        (outcome.folder(name) / "ranking.csv").read_bytes()
        for outcome, name in ((swept, "overlap"), (whole, "whole"))
    )
    assert first == second


def test_hyperparameters_that_differ_between_jobs_are_shown(lone, table):
    words = ("+algo=kmeans", "algo.kmeans.params.n_init=1,5", "k=[3]", ONE_SPACE)
    outcome = lone(*words, "-m", "output_dir=inits")
    assert outcome.code == 0, outcome.err
    assert sorted(outcome.ranking("inits")["params"]) == [
        "n_clusters=3, n_init=1",
        "n_clusters=3, n_init=5",
    ]
    scores = table(outcome.folder("inits") / "scores.csv")
    for params, fixed in zip(scores["params"], scores["fixed"], strict=True):
        assert params.endswith(f"n_init={json.loads(fixed)['n_init']}")


@pytest.fixture(scope="module")
def half_failed(here_in, write_customers):
    """Two jobs, one of whose files is not there."""
    run = here_in()
    write_customers(run.cwd / "good.csv")
    words = ("dataset=csv", "dataset.path=good.csv,missing.csv", "+algo=kmeans")
    return run("-m", *words, "output_dir=out")


class TestJobThatFails:
    def test_ends_with_1_and_a_sentence(self, half_failed):
        assert half_failed.code == 1
        assert "1 of 2 jobs failed" in half_failed.complaints[-1]
        assert "Traceback" not in half_failed.err

    def test_the_others_are_ranked(self, half_failed, table):
        good = half_failed.ranking().iloc[:-1]
        assert columns(good, "dataset", "k", "status") == [
            ("good", "2", "ok"),
            ("good", "3", "ok"),
        ]
        assert good["rank"].tolist()[0] == "1"
        labels = table(half_failed.folder() / "labels.csv")
        assert len(labels) == 40

    def test_its_row_says_which_and_why(self, half_failed):
        row = half_failed.ranking().iloc[-1]
        assert (row["status"], row["rank"], row["algo"]) == ("failed", "", "kmeans")
        assert "dataset.path=missing.csv" in row["params"]
        assert "no file at missing.csv" in row["reason"]
        for name in ("k", "silhouette", "davies_bouldin", "stability", "score"):
            assert row[name] == "", name

    def test_it_is_in_every_table_that_is_read(self, half_failed):
        for name in ("ranking.md", "ranking.tex"):
            text = (half_failed.folder() / name).read_text("utf-8")
            assert "missing.csv" in text, name
        assert "no file at missing.csv" in " ".join(half_failed.out.split())
        errors = [job["error"] for job in jobs_of(half_failed, "out")]
        assert errors[0] == ""
        assert "missing.csv" in errors[1]


@pytest.mark.parametrize("named", [[], ["output_dir=deep/out"]], ids=["fresh", "named"])
def test_when_every_job_fails_nothing_is_left(here, named):
    words = ("dataset=csv", "dataset.path=a.csv,b.csv", "+algo=kmeans")
    outcome = here("-m", *words, *named)
    assert outcome.code == 2
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    last = outcome.err.splitlines()[-1]
    assert last.startswith("segbench: no file at a.csv")
    assert "b.csv" in last
    assert list(outcome.cwd.iterdir()) == []
