"""What `docs/clusters.md` says of SLURM, with jobs that are processes here."""

import pandas as pd
import pytest

from segbench.cli import main

CHEAP = (
    *("features=income_spending", "scoring=quick", "scoring.resamples=2", "k=[2,3]"),
    *("figures=false", "models=false"),
)


def outcome(process):
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out, err


def test_commands_beside_each_other_and_one_that_makes_the_table(
    start, tmp_path, monkeypatch, capsys
):
    words = (*CHEAP, "+algo=[kmeans,agglomerative]")
    beside = [start(*words, f"scaler={name}") for name in ("standard", "robust")]
    for process in beside:
        outcome(process)
    monkeypatch.chdir(tmp_path)
    assert main([*words, "scaler=[standard,robust]", "output_dir=all"]) == 0
    err = capsys.readouterr().err
    (told,) = [line for line in err.splitlines() if "from earlier runs" in line]
    found, _, total = told.removeprefix("segbench: ").split()[:3]
    assert int(found) == int(total) > 2
    ranking = pd.read_csv(tmp_path / "all" / "ranking.csv")
    assert set(ranking["scaler"]) == {"standard", "robust"}


def test_submitits_jobs_make_the_tables_of_a_sweep(start, tmp_path):
    pytest.importorskip(
        "hydra_plugins.hydra_submitit_launcher.submitit_launcher",
        reason="the extra 'cluster' is not installed",
    )
    words = (*CHEAP, "+algo=kmeans", "seed=0,1", "-m", "output_dir=swept")
    logs = "hydra.launcher.submitit_folder=logs/%j"
    out, err = outcome(start("hydra/launcher=submitit_local", logs, *words))
    assert "job 0" not in err  # that is in the logs of the job
    said = [one.read_text("utf-8") for one in tmp_path.glob("logs/*/*_log.err")]
    assert sorted("seed=1" in one for one in said) == [False, True]
    assert "standard / seed 1" in out
    ranking = pd.read_csv(tmp_path / "swept" / "ranking.csv")
    assert set(ranking["seed"]) == {0, 1}
