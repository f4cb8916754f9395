"""Settings and the files that hold them run no code."""

import pytest

from segbench.errors import ConfigError
from segbench.features import ScalerSpec

KMEANS = "{target: sklearn.cluster.KMeans, k_param: n_clusters}"


@pytest.mark.parametrize("target", ["os.mkdir", "subprocess.Popen", "builtins.eval"])
def test_a_scaler_that_is_none_is_not_called(tmp_path, target):
    made = tmp_path / "made"
    params = {"path": str(made)} if target == "os.mkdir" else {}
    with pytest.raises(ConfigError, match="is no transformer"):
        ScalerSpec("x", target, params).transformer()
    assert not made.exists()


HYDRA = {
    "callbacks": "callbacks: {x: {_target_: pathlib.Path.mkdir, self: made}}",
    "job.env_set": "job: {env_set: {LD_PRELOAD: x.so}}",
    "job_logging.root": "job_logging: {root: {}, handlers: {x: {(): os.mkdir}}}",
    "launcher": "launcher: {_target_: os.getcwd}",
    "run.dir": "run: {dir: made}",
}


@pytest.mark.parametrize("name", HYDRA)
def test_a_file_of_somebody_else_makes_hydra_run_nothing(tmp_path, name, monkeypatch):
    from segbench.cli.hydra_app import call_hydra
    from segbench.cli.words import sort_words

    (tmp_path / "algo").mkdir()
    text = f"# @package _global_\nhydra:\n  {HYDRA[name]}\nalgo:\n  mine: {KMEANS}\n"
    (tmp_path / "algo" / "mine.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    worked = []
    words = sort_words(["+algo=mine", "--config-dir", str(tmp_path)])
    with pytest.raises(ConfigError, match=rf"hydra\.{name} cannot be changed"):
        call_hydra(words, worked.append)
    assert not worked
    assert not (tmp_path / "made").exists()
