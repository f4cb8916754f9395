"""A command on a cluster: the tables of this machine, even when a worker is killed."""

from segbench.cli import main

TABLES = ("ranking.csv", "scores.csv", "labels.csv", "segments.csv", "spaces.csv")

COMPARISON = (
    *("features=income_spending", "+algo=[kmeans,gmm,agglomerative]", "k=[3,4]"),
    *("scoring.resamples=24", "scoring.effort.structure=19", "scoring.effort.nulls=20"),
    *("scoring.effort.partitions=20", "scoring.effort.stability_nulls=10"),
    *("scoring.effort.stability_resamples=2", "scoring.effort.seeds=2"),
    *("scoring.effort.choose_k=false", "scoring.effort.outliers=false"),
    *("figures=false", "models=false", "cache=false"),
)


def tables(folder):
    return {name: (folder / name).read_bytes() for name in TABLES}


def test_a_killed_worker_changes_no_table(
    cluster, start, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main([*COMPARISON, "output_dir=local"]) == 0
    out = capsys.readouterr().out

    address = f"executor.address={cluster.address}"
    remote = start(*COMPARISON, "executor=dask", address, "output_dir=remote")
    said = []
    for line in remote.stderr:
        said.append(line)
        if line.startswith("segbench: resampling ("):
            cluster.kill(cluster.workers[0])
            break
    remote_out, rest = remote.communicate(timeout=300)
    assert remote.returncode == 0, (said, rest, cluster.said())
    assert cluster.workers[0].poll() is not None
    assert cluster.workers[1].poll() is None
    assert tables(tmp_path / "remote") == tables(tmp_path / "local")
    assert [line for line in rest.splitlines() if "segbench: " not in line] == []
    assert remote_out.split("Files in")[0] == out.split("Files in")[0]


def test_nobody_at_the_address_is_a_sentence(start, tmp_path):
    words = ("+algo=kmeans", "executor=dask", "executor.address=tcp://127.0.0.1:9")
    process = start(*words)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert out == ""
    assert err.startswith("segbench: no Dask scheduler answers at tcp://127.0.0.1:9; ")
    assert len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_the_package_it_is_a_sentence(python):
    python(
        """
import sys
sys.modules["distributed"] = None  # as where it is not installed
from segbench.errors import UserError
from segbench.executors.dask import Dask
try:
    Dask("tcp://127.0.0.1:9")
except UserError as error:
    assert "pip install 'segbench[cluster]'" in str(error), error
else:
    raise AssertionError("it was taken")
"""
    )
