"""What a user gets wrong: one sentence, exit code 2, nothing left behind."""

from __future__ import annotations

import pytest

SETTINGS = {
    "k below two": (["k=[1,2]"], ["k holds 1"]),
    "k below zero": (["k=[-3]"], ["k holds -3"]),
    "k not whole": (["k=[2.5]"], ["k holds 2.5"]),
    "k a word": (["k=two"], ["k holds 'two'"]),
    "k empty": (["k=[]"], ["k is empty"]),
    "seed below zero": (["seed=-1"], ["seed", "at least 0", "-1"]),
    "seed a word": (["seed=x"], ["seed", "'x'"]),
    "seed not whole": (["seed=1.5"], ["seed", "1.5"]),
    "gate above one": (
        ["scoring.gates.min_coverage=2"],
        ["scoring.gates.min_coverage", "between 0 and 1", "2"],
    ),
    "resamples below zero": (
        ["scoring.resamples=-1"],
        ["scoring.resamples", "at least 0", "-1"],
    ),
    "weight below zero": (
        ["scoring.weights.silhouette=-1"],
        ["scoring.weights.silhouette", "-1"],
    ),
    "no weight above zero": (
        [f"scoring.weights.{m}=0" for m in ("silhouette", "davies_bouldin")]
        + ["scoring.weights.stability=0"],
        ["scoring.weights", "all 0"],
    ),
    "noise policy": (["scoring.noise=penalise"], ["'penalise'", "mean 'penalize'"]),
    "no workers": (["executor.n_jobs=0"], ["executor.n_jobs", "-1"]),
    "workers a word": (["executor.n_jobs=many"], ["executor.n_jobs", "'many'"]),
    "debug a word": (["debug=maybe"], ["debug", "true or false", "'maybe'"]),
    "setting": (["sed=3"], ["'sed'", "mean 'seed'"]),
    "new setting": (["+sed=3"], ["'sed'", "mean 'seed'"]),
    "nested setting": (
        ["scoring.resample=3"],
        ["'scoring.resample'", "mean 'scoring.resamples'"],
    ),
    "deep setting": (
        ["scoring.gates.min_coverge=0.3"],
        ["'scoring.gates.min_coverge'", "mean 'scoring.gates.min_coverage'"],
    ),
    "new nested setting": (["+scoring.resample=3"], ["resample", "resamples'"]),
    "executor's setting": (
        ["executor.jobs=3"],
        ["'executor.jobs'", "mean 'executor.n_jobs'"],
    ),
    "setting of an algorithm": (
        ["+algo=kmeans", "+algo.kmeans.gird={n_init: [1]}"],
        ["'kmeans'", "'gird'", "mean 'grid'"],
    ),
    "parameter of an algorithm": (
        ["+algo=kmeans", "+algo.kmeans.params.n_inits=3"],
        ["kmeans", "'n_inits'", "n_init"],
    ),
    "parameter that the file does not name": (
        ["+algo=[gmm]", "algo.gmm.params.n_init=3"],
        ["'algo.gmm.params.n_init'", "+algo.gmm.params.n_init="],
    ),
    "setting taken away": (["~seed"], ["seed"]),
    "group taken away": (["~scoring"], ["scoring"]),
    "algorithm": (["+algo=kmean"], ["algorithm 'kmean'", "mean 'kmeans'", "gmm"]),
    "algorithm in a list": (
        ["+algo=[kmeans,gmn]"],
        ["algorithm 'gmn'", "mean 'gmm'"],
    ),
    "no algorithm": (["+algo=[]"], ["algo", "at least one"]),
    "algorithm null": (["+algo=null"], ["algo", "at least one"]),
    "scaler": (["scaler=standart"], ["scaler 'standart'", "mean 'standard'"]),
    "scaler in a list": (
        ["scaler=[standart,minmax]"],
        ["scaler 'standart'", "mean 'standard'"],
    ),
    "no scaler": (["scaler=[]"], ["scaler", "at least one"]),
    "scaler null": (["scaler=null"], ["scaler", "at least one"]),
    "no features": (["features=[]"], ["features", "at least one"]),
    "features null": (["features=null"], ["features", "at least one"]),
    "no columns": (["columns=[]"], ["columns", "at least one"]),
    "features": (
        ["features=incme_spending"],
        ["features 'incme_spending'", "mean 'income_spending'"],
    ),
    "dataset": (["dataset=cvs"], ["dataset 'cvs'", "mean 'csv'"]),
    "scoring": (["scoring=defalt"], ["scoring 'defalt'", "mean 'default'"]),
    "executor": (["executor=locl"], ["executor 'locl'", "mean 'local'"]),
    "several without -m": (
        ["+algo=kmeans,gmm"],
        ["+algo=kmeans,gmm", "-m", "'+algo=[kmeans,gmm]'"],
    ),
    "several scalers without -m": (
        ["scaler=standard,minmax"],
        ["-m", "'scaler=[standard,minmax]'"],
    ),
    "names not quoted": (
        ["columns=[Annual Income (k$),Age]"],
        ["columns=[Annual Income (k$),Age]", "quoted"],
    ),
    "flag": (["--multi-run"], ["--multi-run"]),
    "folder of configurations": (["--config-dir", "nowhere"], ["nowhere"]),
    "command": (["algoritms"], ["command 'algoritms'", "mean 'algorithms'"]),
    "command far off": (["foo"], ["command 'foo'", "algorithms", "report"]),
    "no such algorithm": (["algorithms", "kmean"], ["'kmean'", "kmeans"]),
    "word after help": (["help", "x"], ["help", "'x'"]),
    "report of nothing": (["report"], ["report", "one folder"]),
    "report of a missing folder": (
        ["report", "nowhere"],
        ["nowhere", "no segbench run"],
    ),
}


@pytest.mark.parametrize("command", [(), ("explore",), ("check",), ("-m",)])
def test_a_file_alone_is_told_how_to_be_given(refused, tmp_path, command):
    file = tmp_path / "customers.csv"
    file.write_text("spend\n1\n", encoding="utf-8")
    expected = f"dataset=csv dataset.path={file}"
    refused(*command, str(file), expected=(expected,))


@pytest.mark.parametrize(("words", "expected"), SETTINGS.values(), ids=SETTINGS)
def test_a_wrong_setting_is_refused(refused, words, expected):
    refused(*words, expected=tuple(expected))


MODES = {"single": [], "sweep": ["-m"]}


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
class TestOutputFolder:
    """Nothing is written where something is, or where nothing can be."""

    def test_that_exists(self, refused, tmp_path, mode):
        (tmp_path / "there").mkdir()
        (tmp_path / "there" / "ranking.csv").write_text("precious", encoding="utf-8")
        words = ["+algo=kmeans", "output_dir=there", *mode]
        refused(*words, expected=("there exists", "output_dir"))
        kept = (tmp_path / "there" / "ranking.csv").read_text(encoding="utf-8")
        assert kept == "precious"

    @pytest.mark.parametrize("setting", ["output_dir=file/run", "results_dir=file"])
    def test_below_a_file(self, refused, tmp_path, mode, setting):
        (tmp_path / "file").write_text("", encoding="utf-8")
        refused("+algo=kmeans", setting, *mode, expected=("cannot make", "file"))


SWEEPS = {
    "algorithm": (["+algo=kmean,gmm"], ["algorithm 'kmean'", "mean 'kmeans'"]),
    "scaler": (["+algo=kmeans", "scaler=standart"], ["mean 'standard'"]),
    "setting": (["+algo=kmeans", "sed=1,2"], ["mean 'seed'"]),
    **{
        f"{setting.split('=')[0]} per job": (
            ["+algo=kmeans", setting],
            [setting.split("=")[0], "the same for all jobs", "a run for each value"],
        )
        for setting in (
            "output_dir=a,b",
            "results_dir=a,b",
            "debug=true,false",
            "executor.n_jobs=1,2",
            "scoring.resamples=2,3",
            "scoring.gates.min_size=2,5",
        )
    },
}


@pytest.mark.parametrize(("words", "expected"), SWEEPS.values(), ids=SWEEPS)
def test_a_sweep_that_cannot_begin_is_refused(refused, words, expected):
    refused("-m", *words, expected=tuple(expected))


def test_report_refuses_a_folder_that_is_no_run(refused, tmp_path):
    (tmp_path / "photos").mkdir()
    refused("report", "photos", expected=("photos", "no segbench run"))


def test_debug_shows_where(typed):
    outcome = typed("debug=true", "seed=-1")
    assert outcome.code == 2
    assert "Traceback" in outcome.err
    assert outcome.complaints == [
        "segbench: seed is a whole number of at least 0, not -1"
    ]


PROCESSES = {
    "setting": (["sed=3"], ["mean 'seed'"]),
    "file": (["dataset=csv", "dataset.path=missing.csv"], ["missing.csv"]),
    "algorithm": (["+algo=kmean"], ["mean 'kmeans'"]),
    "several without -m": (["+algo=kmeans,gmm"], ["'+algo=[kmeans,gmm]'"]),
}


@pytest.mark.parametrize(("words", "expected"), PROCESSES.values(), ids=PROCESSES)
def test_a_process_ends_with_the_same_refusal(shell, assert_refused, words, expected):
    outcome = shell(*words)
    assert_refused(outcome, *expected)
    assert list(outcome.cwd.iterdir()) == []
