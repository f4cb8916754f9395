"""What single runs print, write and return."""

from __future__ import annotations

import json
import re
import shutil
import sys

import pandas as pd
import pytest
from sklearn.metrics import davies_bouldin_score, silhouette_score
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import segbench
from segbench.algorithms.registry import DEFAULT_ALGORITHMS
from segbench.data.simulate import INCOME, SPENDING, simulate_mall

PROMISED = (
    *("rank", "dataset", "features", "scaler", "algo", "params", "k", "coverage"),
    *("smallest_share", "silhouette", "davies_bouldin", "stability", "stability_low"),
    *("stability_high", "score", "p_first", "tied", "status", "reason"),
)
"""The first columns of every ranking, in this order."""

FILES = {
    *("ranking.csv", "ranking.md", "ranking.tex", "scores.csv", "segments.csv"),
    *("labels.csv", "labels.parquet", "timings.csv", "manifest.json", "records"),
    *("spaces.csv", "agreement.csv", "methods.md", "methods.tex", "references.bib"),
    *("report.html", "paper", "distances.csv"),
}

TABLES = (
    *("ranking.csv", "scores.csv", "segments.csv", "labels.csv"),
    *("ranking.md", "ranking.tex"),
)

SPACES = {
    "income_spending": [INCOME, SPENDING],
    "age_income_spending": ["Age", INCOME, SPENDING],
}


def manifest_of(outcome, name="out"):
    return json.loads((outcome.folder(name) / "manifest.json").read_text("utf-8"))


def assert_ordered(ranking: pd.DataFrame) -> None:
    """Within each space: best score first, equal scores share, unranked rows last."""
    for _, rows in ranking.groupby(["dataset", "features", "scaler", "seed"]):
        ranked = rows[rows["rank"] != ""]
        scores = ranked["score"].astype(float).tolist()
        assert scores == sorted(scores, reverse=True)
        expected = [1 + sum(other > one for other in scores) for one in scores]
        assert ranked["rank"].astype(int).tolist() == expected
        assert rows["rank"].tolist()[len(ranked) :] == [""] * (len(rows) - len(ranked))


@pytest.fixture(scope="module")
def default(shell_in):
    """Run what is run when nothing is chosen, in an empty folder."""
    run = shell_in()
    outcome = run()
    (folder,) = (outcome.cwd / "results").glob("[!.]*")
    return outcome, f"results/{folder.name}"


class TestDefault:
    def test_ends_well(self, default):
        outcome, _ = default
        assert outcome.code == 0, outcome.err
        assert "Traceback" not in outcome.err
        assert "Warning" not in outcome.err

    def test_writes_one_folder_named_by_the_time(self, default):
        outcome, folder = default
        assert {path.name for path in outcome.cwd.iterdir()} == {"results"}
        assert re.fullmatch(r"results/\d{4}-\d\d-\d\d_\d{6}_[0-9a-f]{6}", folder), (
            folder
        )
        assert {path.name for path in outcome.folder(folder).iterdir()} == FILES

    def test_compares_the_five_algorithms_in_both_spaces(self, default):
        outcome, folder = default
        ranking = outcome.ranking(folder)
        found = ranking.groupby("features")["algo"].agg(set).to_dict()
        assert found == {name: set(DEFAULT_ALGORITHMS) for name in SPACES}
        assert set(ranking["dataset"]) == {"mall_simulated"}
        assert set(ranking["scaler"]) == {"standard"}
        shapes = ranking[ranking["algo"] == "gmm"].groupby("features").size()
        assert shapes.to_dict() == dict.fromkeys(SPACES, 2 * 4)

    def test_the_ranking_has_the_promised_columns(self, default):
        outcome, folder = default
        assert tuple(outcome.ranking(folder).columns[:19]) == PROMISED

    def test_the_ranking_is_in_order(self, default):
        outcome, folder = default
        assert_ordered(outcome.ranking(folder))

    @pytest.mark.parametrize("features", SPACES)
    def test_the_winners_scores_are_those_of_its_labels(self, default, table, features):
        outcome, folder = default
        labels = table(outcome.folder(folder) / "labels.csv")
        mall = simulate_mall(seed=0)
        assert labels["id"].tolist() == mall["CustomerID"].tolist()
        segment = labels[f"{features} / standard"].astype(int).to_numpy()
        ranking = outcome.ranking(folder)
        first = ranking[ranking["features"] == features].iloc[0]
        in_segment = segment != -1
        space = StandardScaler().fit_transform(mall[SPACES[features]])[in_segment]
        expected = {
            "silhouette": silhouette_score(space, segment[in_segment]),
            "davies_bouldin": davies_bouldin_score(space, segment[in_segment]),
            "coverage": in_segment.mean(),
        }
        for name, value in expected.items():
            assert float(first[name]) == pytest.approx(value, abs=1e-6)
        assert int(first["k"]) == segment.max() + 1

    def test_the_ranked_tables_are_on_stdout(self, default):
        outcome, folder = default
        ranking = outcome.ranking(folder)
        tables = outcome.out.partition("Shown first")[0]
        parts = tables.split("mall_simulated / ")[1:]
        assert [part.split(" / ")[0] for part in parts] == sorted(SPACES)
        for part in parts:
            rows = ranking[ranking["features"] == part.split(" / ")[0]]
            best = rows.drop_duplicates("algo")
            shown = re.findall(r"^ *(\d+|-) (\w+) ", part, flags=re.MULTILINE)
            expected = list(
                zip(best["rank"].replace("", "-"), best["algo"], strict=True)
            )
            assert shown == expected
        assert folder in outcome.out

    def test_simulated_customers_are_called_so(self, default):
        outcome, folder = default
        assert "mall_simulated (simulated): 200 customers" in outcome.out
        for name in ("ranking.md", "ranking.tex"):
            text = (outcome.folder(folder) / name).read_text("utf-8")
            assert "Simulated data" in text, name

    def test_every_space_has_a_table_to_paste(self, default):
        outcome, folder = default
        markdown = (outcome.folder(folder) / "ranking.md").read_text("utf-8")
        latex = (outcome.folder(folder) / "ranking.tex").read_text("utf-8")
        for name in SPACES:
            escaped = name.replace("_", r"\_")
            assert rf"## mall\_simulated / {escaped} / standard" in markdown
            assert rf"\caption{{mall\_simulated / {escaped} / standard. " in latex
        assert latex.count(r"\begin{table}") == latex.count(r"\end{table}") == 2

    def test_the_manifest_tells_how_to_do_it_again(self, default):
        outcome, folder = default
        manifest = manifest_of(outcome, folder)
        command = ["segbench", *outcome.words]
        assert manifest["command"][: len(command)] == command
        chosen = f"+algo=[{','.join(DEFAULT_ALGORITHMS)}]"
        assert manifest["command"][len(command) :] == [chosen]
        (job,) = manifest["jobs"]
        config = job["config"]
        assert config["seed"] == 0
        assert config["k"] == [2, 3]
        assert config["scoring"]["resamples"] == 2
        assert config["scoring"]["weights"]["stability"] == 0.5
        assert set(config["algo"]) == set(DEFAULT_ALGORITHMS)
        assert job["error"] == ""
        assert (job["processes"], job["threads"]) == (1, 1)

    def test_the_manifest_has_the_versions(self, default):
        outcome, folder = default
        versions = manifest_of(outcome, folder)["versions"]
        assert versions["python"] == ".".join(map(str, sys.version_info[:3]))
        for name in ("numpy", "scipy", "scikit-learn", "hdbscan", "pandas"):
            assert re.match(r"\d+\.\d+", versions[name]), name
        assert versions["pandas"] == pd.__version__
        assert versions["segbench"] == segbench.__version__

    def test_the_manifest_describes_the_customers(self, default):
        outcome, folder = default
        (described,) = manifest_of(outcome, folder)["datasets"]
        assert described["simulated"] is True
        assert described["customers"] == 200
        assert re.fullmatch("[0-9a-f]{64}", described["fingerprint"])
        roles = described["roles"]
        assert (roles["CustomerID"], roles["segment"]) == ("id", "truth")
        assert roles[INCOME] == roles[SPENDING] == roles["Age"] == "numeric"

    def test_report_makes_the_same_tables_of_the_records_alone(self, default, shell):
        outcome, folder = default
        copy = shell.cwd / folder
        shutil.copytree(outcome.folder(folder) / "records", copy / "records")
        again = shell("report", folder, fast=False)
        assert again.code == 0, again.err
        said, before = (" ".join(one.out.split()) for one in (again, outcome))
        on_request = said.replace(" figures/,", "").replace(" models/,", "")
        assert on_request == before
        assert (copy / "figures" / "ranking_0.pdf").exists()
        (copy / "figures" / "ranking_0.pdf").unlink()
        with_figures = (copy / "report.html").read_text(encoding="utf-8")
        bare = shell("report", folder, "figures=false", fast=False)
        assert bare.code == 0, bare.err
        assert not (copy / "figures" / "ranking_0.pdf").exists()
        without = (copy / "report.html").read_text(encoding="utf-8")
        assert "data:image" in with_figures
        assert "data:image" not in without
        for name in TABLES:
            original = outcome.folder(folder) / name
            assert (copy / name).read_bytes() == original.read_bytes(), name


def test_algorithms_in_brackets_share_one_run(here):
    outcome = here("+algo=[kmeans,gmm]", "features=income_spending", "output_dir=out")
    assert outcome.code == 0, outcome.err
    ranking = outcome.ranking()
    assert ranking["algo"].value_counts().to_dict() == {"gmm": 8, "kmeans": 2}
    assert_ordered(ranking)
    assert [one.name for one in (outcome.cwd / "results").iterdir()] == [".cache"]


def test_algo_is_understood_without_its_plus(here):
    words = ("features=income_spending", "output_dir=out")
    outcome = here("algo=kmeans", *words)
    assert outcome.code == 0, outcome.err
    assert set(outcome.ranking()["algo"]) == {"kmeans"}
    assert "+algo=kmeans" in manifest_of(outcome)["command"]


def test_every_feature_set_meets_every_scaler(here, table):
    words = ("features=[income_spending,age_spending]", "scaler=[standard,minmax]")
    outcome = here(*words, "+algo=kmeans", "k=[5]", "output_dir=out")
    assert outcome.code == 0, outcome.err
    ranking = outcome.ranking()
    assert_ordered(ranking)
    found = set(zip(ranking["features"], ranking["scaler"], strict=True))
    assert found == {
        (features, scaler)
        for features in ("income_spending", "age_spending")
        for scaler in ("standard", "minmax")
    }
    assert ranking["rank"].tolist() == ["1"] * 4
    labels = table(outcome.folder() / "labels.csv")["income_spending / minmax"]
    space = MinMaxScaler().fit_transform(simulate_mall(seed=0)[[INCOME, SPENDING]])
    row = ranking[
        (ranking["features"] == "income_spending") & (ranking["scaler"] == "minmax")
    ]
    expected = silhouette_score(space, labels.astype(int))
    assert float(row["silhouette"].item()) == pytest.approx(expected, abs=1e-6)
