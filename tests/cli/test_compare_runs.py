"""What changed between two runs."""

import numpy as np
import pandas as pd
import pytest

from segbench.cli.compare_runs import compare_command
from segbench.errors import UserError

COMMON = ("dataset=csv", "+algo=[kmeans,gmm]", "scoring.resamples=0")


@pytest.fixture(scope="module")
def runs(here_in):
    here = here_in()
    rng = np.random.default_rng(0)
    who = np.repeat([0, 1, 2], [30, 20, 12])
    X = rng.normal(size=(62, 2)) + np.array([[0, 0], [15, 0], [0, 15]])[who]
    table = pd.DataFrame({"id": [f"c{i}" for i in range(62)]})
    table = table.assign(spend=X[:, 0].round(2), visits=X[:, 1].round(2))
    table.to_csv(here.cwd / "a.csv", index=False)
    # Six customers of the first segment are now in the second, four left, five came.
    later = table.iloc[4:].copy()
    later.loc[later.index[:6], "spend"] += 15
    came = table.iloc[-5:].assign(id=[f"n{i}" for i in range(5)])
    pd.concat([later, came]).to_csv(here.cwd / "b.csv", index=False)
    for name in "ab":
        words = (f"dataset.path={name}.csv", f"output_dir={name}")
        more = ("seed=3",) if name == "b" else ()
        done = here(*COMMON, *words, *more)
        assert done.code == 0, done.err
    return [str(here.cwd / name) for name in "ab"]


def test_customers_settings_and_ranks_that_changed(runs, tmp_path, capsys):
    assert compare_command([*runs, f"output_dir={tmp_path / 'out'}"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "6 of 58 common customers are in another segment" in out
    assert "5 were added, 4 removed and 58 are in both" in out
    moved = pd.read_csv(tmp_path / "out" / "moved.csv")
    assert set(moved["id"]) == {f"c{i}" for i in range(4, 10)}
    assert moved[["from", "to"]].drop_duplicates().to_numpy().tolist() == [[0, 1]]
    settings = pd.read_csv(tmp_path / "out" / "settings.csv").set_index("setting")
    assert settings.loc["seed"].tolist() == ["0", "3"]
    assert {"seed", "dataset.path"} == set(settings.index)
    ranks = pd.read_csv(tmp_path / "out" / "ranks.csv")
    assert set(ranks["algo"]) == {"kmeans", "gmm"}


def test_a_run_is_like_itself(runs, capsys):
    assert compare_command([runs[0], runs[0]]) == 0
    out = capsys.readouterr().out
    assert out.startswith("0 of 62 common customers")
    assert "adjusted Rand index 1.000" in out
    assert "Settings that differ: none." in out


def test_one_run_is_not_enough(runs):
    with pytest.raises(UserError, match="takes two runs"):
        compare_command(runs[:1])
