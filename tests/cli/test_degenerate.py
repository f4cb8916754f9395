"""Groupings that cannot be scored are rows with a reason, below all others."""

from __future__ import annotations

import pytest

UNSCORED = (
    *("rank", "silhouette", "davies_bouldin", "stability", "stability_low"),
    *("stability_high", "score", "p_first"),
)


@pytest.fixture(scope="module")
def extremes(here_in, write_customers, write_config):
    """k-means beside radii that take in everybody, or nobody."""
    run = here_in()
    write_customers(run.cwd / "members.csv", n=30)
    text = """\
radius:
  target: sklearn.cluster.DBSCAN
  assigns_noise: true
  params: { min_samples: 3 }
  grid: { eps: [1000, 0.001] }
"""
    write_config(run.cwd / "mine", "algo", "radius", text)
    words = ("dataset=csv", "dataset.path=members.csv", "scaler=none", "k=[2,3,4]")
    return run(
        *words, "--config-dir", "mine", "+algo=[radius,kmeans]", "output_dir=out"
    )


EXTREMES = {
    "eps=1000": ("one_cluster", "1", "1", "1", "every customer is in one segment"),
    "eps=0.001": ("all_noise", "0", "0", "", "every customer is noise"),
}


class TestOneClusterOrNone:
    def test_is_no_error(self, extremes):
        assert extremes.code == 0, extremes.err
        assert "Warning" not in extremes.err

    def test_stands_below_every_scored_row(self, extremes):
        ranking = extremes.ranking()
        assert ranking["algo"].tolist() == ["kmeans"] * 3 + ["radius"] * 2
        assert ranking["rank"].tolist()[3:] == ["", ""]
        assert all(ranking["rank"][:3])

    @pytest.mark.parametrize("params", EXTREMES)
    def test_has_a_reason_instead_of_scores(self, extremes, params):
        ranking = extremes.ranking().set_index("params")
        row = ranking.loc[params]
        names = ["status", "k", "coverage", "smallest_share", "reason"]
        assert tuple(row[names]) == EXTREMES[params]
        for name in UNSCORED:
            assert row[name] == "", name

    @pytest.mark.parametrize("params", EXTREMES)
    def test_has_no_scores_in_the_long_table_either(self, extremes, table, params):
        scores = table(extremes.folder() / "scores.csv").set_index("params")
        row = scores.loc[params]
        for name in ("silhouette", "davies_bouldin", "calinski_harabasz", "ari"):
            assert row[name] == "", name

    def test_text_tables_show_a_dash(self, extremes):
        markdown = (extremes.folder() / "ranking.md").read_text("utf-8")
        (line,) = [x for x in markdown.splitlines() if x.startswith("| - | radius")]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[6:10] == ["-"] * 4
        latex = (extremes.folder() / "ranking.tex").read_text("utf-8")
        (line,) = [x for x in latex.splitlines() if x.startswith("- & radius")]
        assert [cell.strip() for cell in line.split("&")][6:10] == ["-"] * 4

    def test_other_rows_have_their_scores(self, extremes):
        rows = extremes.ranking()[:3]
        assert (rows["silhouette"].astype(float) > 0).all()
        assert rows.iloc[0]["params"] == "n_clusters=2"


def test_only_degenerate_groupings_rank_nothing(here, write_customers, table):
    write_customers(here.cwd / "members.csv", n=30)
    words = ("dataset=csv", "dataset.path=members.csv", "+algo=one_segment")
    outcome = here(*words, "output_dir=out")
    assert outcome.code == 0, outcome.err
    (row,) = outcome.ranking().to_dict("records")
    assert (row["rank"], row["status"], row["silhouette"]) == ("", "one_cluster", "")
    assert "nothing is ranked" in outcome.out
    labels = table(outcome.folder() / "labels.csv")
    assert labels["all / standard"].tolist() == [""] * 30


THREE_PROFILES = """\
id,age,score
p0,25,40
p1,25,40
p2,25,40
p3,40,70
p4,40,70
p5,60,20
p6,60,20
p7,60,20
"""


@pytest.fixture(scope="module")
def profiles(here_in):
    """Eight customers of three kinds, asked for two to ten segments."""
    run = here_in()
    (run.cwd / "profiles.csv").write_text(THREE_PROFILES, encoding="utf-8")
    words = ("dataset=csv", "dataset.path=profiles.csv", "scaler=none")
    algorithms = "+algo=[kmeans,agglomerative,gmm]"
    ks = "k=[2,3,4,5,6,7,8,9,10]"
    return run(*words, algorithms, ks, "output_dir=out")


@pytest.fixture(scope="module")
def of(profiles, table):
    """Rows of an algorithm by the number of segments asked for."""

    def read(algo, file="ranking.csv"):
        rows = table(profiles.folder() / file)
        return rows[rows["algo"] == algo].set_index("k_asked", drop=False)

    return read


class TestTooFewPoints:
    def test_says_that_some_settings_were_impossible(self, profiles):
        assert profiles.code == 1
        assert "Traceback" not in profiles.err
        assert "Warning" not in profiles.err
        sentence = profiles.complaints[-1]
        assert "12 of 54 settings could not run" in sentence  # k = 9, 10; 1 + 1 + 4
        assert "only 8 customers" in sentence

    def test_two_segments(self, of):
        row = of("kmeans").loc["2"]
        assert float(row["silhouette"]) == pytest.approx(0.7273, abs=1e-4)
        assert float(row["davies_bouldin"]) == pytest.approx(0.3728, abs=1e-4)

    def test_three_segments_are_perfect(self, of):
        row = of("kmeans").loc["3"]
        assert (row["silhouette"], row["davies_bouldin"]) == ("1", "0")
        assert (row["rank"], row["reason"]) == ("1", "")
        inertia = of("kmeans", "scores.csv").loc["3"]["inertia"]
        assert float(inertia) == pytest.approx(0, abs=1e-9)

    @pytest.mark.parametrize("k", ["4", "5", "6", "7", "8"])
    def test_more_than_there_are_kinds_says_how_many_were_found(self, of, k):
        row = of("kmeans", "scores.csv").loc[k]
        assert row["k"] == "3"
        assert f"{k} segments asked for, 3 found" in row["reason"]

    @pytest.mark.parametrize("k", ["4", "5", "6", "7", "8"])
    def test_the_ranking_says_so_too(self, of, k):
        row = of("kmeans").loc[k]
        assert row["k"] == "3"
        assert "3 found" in row["reason"]

    def test_the_best_number_of_segments_is_three(self, profiles):
        ranking = profiles.ranking()
        assert ranking.iloc[0]["k_asked"] == "3"
        assert set(ranking[ranking["rank"] == "1"]["k"]) == {"3"}
        kmeans = ranking[ranking["algo"] == "kmeans"].iloc[0]
        assert kmeans["params"] == "n_clusters=3"

    @pytest.mark.parametrize("algo", ["kmeans", "agglomerative", "gmm"])
    @pytest.mark.parametrize("k", ["9", "10"])
    def test_more_than_there_are_customers_is_impossible(self, of, algo, k):
        rows = of(algo).loc[[k]]
        assert len(rows) == (4 if algo == "gmm" else 1)
        for _, row in rows.iterrows():
            assert row["status"] == "impossible"
            expected = f"{k} segments asked for, but there are only 8 customers"
            assert row["reason"] == expected
            for name in ("k", "coverage", "smallest_share", *UNSCORED):
                assert row[name] == "", name

    def test_impossible_rows_are_last(self, profiles):
        status = profiles.ranking()["status"].tolist()
        assert status[-12:] == ["impossible"] * 12
        assert "impossible" not in status[:-12]

    def test_one_customer_a_segment_has_no_scores(self, of):
        row = of("agglomerative").loc["8"]
        assert row["status"] == "all_singletons"
        assert row["silhouette"] == row["davies_bouldin"] == row["rank"] == ""

    def test_the_information_criterion_is_smallest_at_three(self, of):
        rows = of("gmm", "scores.csv")
        full = rows[rows["params"].str.contains("=full")]["bic"]
        bic = full[full != ""].astype(float)
        assert bic.idxmin() == "3"
        assert bic["3"] == pytest.approx(-138.98, abs=0.01)


def test_five_rows(here, table):
    """Right values of a file of five customers, up to as many segments as rows."""
    text = "id,age,score\na,20,10\nb,21,12\nc,50,60\nd,52,61\ne,80,15\n"
    (here.cwd / "five.csv").write_text(text, encoding="utf-8")
    words = ("dataset=csv", "dataset.path=five.csv", "scaler=none", "+algo=kmeans")
    outcome = here(*words, "k=[3,5,6]", "output_dir=out")
    assert outcome.code == 1
    rows = table(outcome.folder() / "scores.csv").set_index("k_asked")
    assert rows["status"].to_dict() == {
        "3": "ok",
        "5": "all_singletons",
        "6": "impossible",
    }
    labels = table(outcome.folder() / "labels.csv")["all / none"].tolist()
    assert labels == ["0", "0", "1", "1", "2"]
