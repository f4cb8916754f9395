"""Algorithms of the user's own that go wrong are rows; all others are there."""

import csv

import pytest

PLUGIN = '''\
"""An algorithm for everything that goes wrong."""
import ctypes, os
import numpy as np
import segbench
from sklearn.base import BaseEstimator, ClusterMixin


def endless(X):
    while True:
        pass


def balloon(X):
    held = []
    while True:
        held.append(np.empty(2**24))


FAULTS = {
    "exception": lambda X: 1 / 0,
    "crash": lambda X: ctypes.string_at(0),
    "leaves": lambda X: os._exit(3),
    "exits": lambda X: exit(0),
    "endless": endless,
    "native": lambda X: ctypes.PyDLL(None).sleep(1000),
    "balloon": balloon,
    "shape": lambda X: np.zeros(3, int),
    "gaps": lambda X: np.full(len(X), np.nan),
    "text": lambda X: np.array(["a", "b"] * len(X))[: len(X)],
}


class Halves(ClusterMixin, BaseEstimator):
    def __init__(self, n_clusters=2):
        self.n_clusters = n_clusters

    def fit_predict(self, X, y=None):
        X = np.asarray(X)
        if self.is_wrong(X):
            return FAULTS[self.fault](X)
        labels = np.empty(len(X), dtype=int)
        order = np.argsort(X[:, 0], kind="stable")
        labels[order] = np.arange(len(X)) * self.n_clusters // len(X)
        return labels

    def is_wrong(self, X):
        return True


class Once(Halves):
    fault = "leaves"

    def is_wrong(self, X):
        return self.n_clusters == 3


class Resampled(Halves):
    fault = "leaves"

    def is_wrong(self, X):
        return len(X) < 60


segbench.algorithm("once", k_param="n_clusters")(Once)
segbench.algorithm("resampled", k_param="n_clusters")(Resampled)
for name in FAULTS:
    made = type(name.title(), (Halves,), {"fault": name, "__module__": __name__})
    globals()[made.__name__] = made
    segbench.algorithm(name, k_param="n_clusters")(made)
'''

REASONS = {
    "exception": "ZeroDivisionError",
    "crash": "segmentation fault",
    "leaves": "exit code 3",
    "exits": "exit code",
    "endless": "took longer than 8 s (limits.time)",
    "native": "took longer than 8 s (limits.time)",
    "balloon": "limits.memory",
    "shape": "expected labels of shape",
    "gaps": "whole-number labels",
    "text": "whole-number labels",
}

RUN = (
    *("dataset=csv", "dataset.path=c.csv", "k=[2,3]", "scoring=quick"),
    *("scoring.resamples=2", "figures=false", "models=false", "executor.n_jobs=2"),
)
OWN = "kmeans,agglomerative"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("faults")
    rows = [f"c{i},{i * 37 % 101 + i},{i * 53 % 89}" for i in range(60)]
    (made / "c.csv").write_text("id,income,score\n" + "\n".join(rows) + "\n")
    (made / "faulty.py").write_text(PLUGIN)
    return made


@pytest.fixture(scope="module")
def run(script, source, folder):
    """Type a command; give its end, and two tables by algorithm."""
    command = script("command")

    def typed(name, *words):
        told = (*RUN, *words, f"output_dir={name}")
        ended = command.run(told, folder, source)
        assert "Traceback" not in ended.err
        return (
            ended,
            read(folder / name / "ranking.csv"),
            read(folder / name / "scores.csv"),
        )

    return typed


def read(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def faulty(run):
    wanted = ",".join([OWN, *REASONS, "once", "resampled"])
    limits = ("limits.time=8", "limits.memory=0.4")
    return run("faulty", "modules=[faulty]", f"+algo=[{wanted}]", *limits)


def of(rows, algo):
    return [row for row in rows if row["algo"] == algo]


def test_faults_end_in_a_table_and_exit_code_1(faulty):
    ended, ranking, _ = faulty
    assert ended.code == 1, ended.err
    assert len(ranking) == 2 * (len(REASONS) + 4)
    assert "pieces of work were lost" in ended.err


@pytest.mark.parametrize("fault", REASONS)
def test_a_fault_is_rows_with_a_reason(faulty, fault):
    rows = of(faulty[1], fault)
    assert [row["status"] for row in rows] == ["failed", "failed"]
    for row in rows:
        assert REASONS[fault] in row["reason"]


def test_a_fault_at_one_k_leaves_the_other(faulty):
    found = {row["params"]: row for row in of(faulty[1], "once")}
    assert found["n_clusters=3"]["status"] == "failed"
    assert "exit code 3" in found["n_clusters=3"]["reason"]
    assert found["n_clusters=2"]["status"] != "failed"


def test_a_fault_on_every_resample_leaves_it_unranked(faulty):
    ended, ranking, _ = faulty
    rows = of(ranking, "resampled")
    assert [row["rank"] for row in rows] == ["", ""]
    assert all("failed on every resample" in row["reason"] for row in rows)
    assert "resampling" in ended.err


def test_all_others_are_as_without_the_plugin(faulty, run):
    ended, _, quiet = run("quiet", f"+algo=[{OWN}]", "cache=false")
    assert ended.code == 0, ended.err
    for algo in OWN.split(","):
        assert of(faulty[2], algo) == of(quiet, algo)
