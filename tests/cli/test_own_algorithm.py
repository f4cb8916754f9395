"""Algorithms that come from a file of the user's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "algorithms.md"

MODULE = '''\
"""Estimators that raise."""

from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import KMeans


class Moody(ClusterMixin, BaseEstimator):
    """Halves the customers, and cannot do anything else."""

    def __init__(self, n_clusters=2):
        self.n_clusters = n_clusters

    def fit_predict(self, X, y=None):
        if self.n_clusters != 2:
            raise RuntimeError("only halves,\\nno luck today")
        return KMeans(2, n_init=5, random_state=0).fit_predict(X)


class Stubborn(Moody):
    """Never works."""

    def fit_predict(self, X, y=None):
        raise ValueError("<never> works")


class Lopsided(Moody):
    """Breaks the contract: one label too few."""

    def fit_predict(self, X, y=None):
        return KMeans(2, n_init=5, random_state=0).fit_predict(X)[1:]


class Secretive(Moody):
    """Breaks the contract: noise that was not declared."""

    def fit_predict(self, X, y=None):
        labels = KMeans(2, n_init=5, random_state=0).fit_predict(X)
        labels[0] = -1
        return labels
'''

CLASSES = ("Moody", "Stubborn", "Lopsided", "Secretive")


@pytest.fixture(scope="module")
def authors(here_in, write_config, write_customers, tmp_path_factory):
    """A place with a module on the path, and a file for each of its classes."""
    code = tmp_path_factory.mktemp("code")
    (code / "raising_estimators.py").write_text(MODULE, encoding="utf-8")
    run = here_in({"PYTHONPATH": str(code)})
    write_customers(run.cwd / "good.csv")
    for name in CLASSES:
        text = (
            f"{name.lower()}:\n  target: raising_estimators.{name}\n"
            "  k_param: n_clusters\n"
        )
        write_config(run.cwd / "mine", "algo", name.lower(), text)
    return run


OWN = ("dataset=csv", "dataset.path=good.csv", "--config-dir", "mine")


def test_the_file_of_the_documentation_runs(shell, write_config, write_customers):
    text = DOCS.read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    assert "--config-dir mine '+algo=[kmeans,halves]'" in text
    write_config(shell.cwd / "mine", "algo", "halves", example)
    write_customers(shell.cwd / "good.csv")
    outcome = shell(*OWN, "+algo=[kmeans,halves]", "output_dir=out")
    assert outcome.code == 0, outcome.err
    ranking = outcome.ranking()
    found = sorted(zip(ranking["algo"], ranking["k"], ranking["status"], strict=True))
    assert found == [
        (algo, k, "ok") for algo in ("halves", "kmeans") for k in ("2", "3")
    ]
    halves = ranking[ranking["k"] == "2"]
    assert halves["silhouette"].nunique() == 1  # both find the two groups
    assert (halves["rank"] == "1").all()


def test_a_file_of_ones_own_can_be_swept(authors):
    words = ("+algo=kmeans,moody", "k=[2]", "-m", "output_dir=swept")
    outcome = authors(*OWN, *words)
    assert outcome.code == 0, outcome.err
    assert sorted(outcome.ranking("swept")["algo"]) == ["kmeans", "moody"]


TARGETS = {
    "module": ("no_such_module.Thing", "no_such_module.Thing"),
    "class": ("sklearn.cluster.KMean", "sklearn.cluster.KMean"),
    "no path": ("KMeans", "KMeans"),
    "no estimator": ("math.pi", "math.pi"),
}


@pytest.mark.parametrize(("target", "named"), TARGETS.values(), ids=TARGETS)
def test_a_target_that_cannot_be_used_is_refused(
    typed, tmp_path, write_config, target, named
):
    write_config(tmp_path / "mine", "algo", "gone", f"gone:\n  target: {target}\n")
    before = sorted(tmp_path.rglob("*"))
    outcome = typed("--config-dir", "mine", "+algo=gone")
    assert outcome.code == 2
    assert outcome.out == ""
    (sentence,) = outcome.err.splitlines()
    assert sentence.startswith("segbench: algorithm 'gone'")
    assert named in sentence
    assert sorted(tmp_path.rglob("*")) == before


def test_a_target_that_cannot_be_imported_ends_a_process_alike(shell, write_config):
    write_config(shell.cwd / "mine", "algo", "gone", "gone:\n  target: no.such.It\n")
    outcome = shell("--config-dir", "mine", "+algo=gone")
    assert (outcome.code, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1
    assert "'no.such.It'" in outcome.err
    assert [path.name for path in shell.cwd.iterdir()] == ["mine"]


def test_the_closest_of_ones_own_names_is_suggested(authors):
    outcome = authors(*OWN, "+algo=mody")
    assert (outcome.code, outcome.out) == (2, "")
    assert "mean 'moody'" in outcome.err


@pytest.fixture(scope="module")
def mixed(authors):
    """A good algorithm beside those that raise or break the contract."""
    names = ",".join(name.lower() for name in CLASSES)
    return authors(*OWN, f"+algo=[{names},kmeans]", "output_dir=mixed")


REASONS = {
    ("moody", "3"): "RuntimeError: only halves, no luck today",
    ("stubborn", "2"): "ValueError: <never> works",
    ("stubborn", "3"): "ValueError: <never> works",
    ("lopsided", "2"): "expected labels of shape (40,), got (39,)",
    ("lopsided", "3"): "expected labels of shape (40,), got (39,)",
    ("secretive", "2"): "got the noise label -1, but assigns_noise is not declared",
    ("secretive", "3"): "got the noise label -1, but assigns_noise is not declared",
}


class TestAlgorithmThatRaises:
    def test_ends_with_1_and_a_sentence(self, mixed):
        assert mixed.code == 1
        assert "Traceback" not in mixed.err
        sentence = mixed.complaints[-1]
        assert f"{len(REASONS)} of 10 settings could not run" in sentence
        assert "ranking.csv" in sentence

    @pytest.mark.parametrize(("algo", "k"), REASONS)
    def test_is_a_row_with_its_reason(self, mixed, algo, k):
        ranking = mixed.ranking("mixed")
        chosen = (ranking["algo"] == algo) & (ranking["k_asked"] == k)
        (row,) = ranking[chosen].to_dict("records")
        assert (row["status"], row["rank"], row["k"]) == ("failed", "", "")
        assert (row["silhouette"], row["stability"]) == ("", "")
        assert REASONS[algo, k] in row["reason"]

    def test_the_others_are_ranked(self, mixed):
        ranking = mixed.ranking("mixed")
        good = ranking[ranking["status"] == "ok"]
        assert len(ranking) == 10
        assert sorted(zip(good["algo"], good["k"], strict=True)) == [
            ("kmeans", "2"),
            ("kmeans", "3"),
            ("moody", "2"),
        ]
        assert good["rank"].tolist()[:2] == ["1", "1"]  # the same halves
        assert ranking["status"].tolist() == ["ok"] * 3 + ["failed"] * 7

    def test_the_terminal_shows_it(self, mixed):
        lines = [x for x in mixed.out.splitlines() if re.match(r" +- stubborn ", x)]
        assert len(lines) == 1


def test_alone_it_still_leaves_the_files(authors):
    outcome = authors(*OWN, "+algo=stubborn", "output_dir=alone")
    assert outcome.code == 1
    assert "2 of 2 settings could not run" in outcome.complaints[-1]
    ranking = outcome.ranking("alone")
    assert ranking["status"].tolist() == ["failed"] * 2
    assert "nothing is ranked" in outcome.out
    for name in ("ranking.md", "ranking.tex", "scores.csv", "segments.csv"):
        assert (outcome.folder("alone") / name).is_file()
    for name in ("labels.csv", "labels.parquet", "manifest.json"):
        assert (outcome.folder("alone") / name).is_file()
    markdown = (outcome.folder("alone") / "ranking.md").read_text("utf-8")
    assert "ValueError: &lt;never> works" in markdown.replace("&gt;", ">")
