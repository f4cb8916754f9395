"""Holding the segments of a run against new customers, from the command line."""

import numpy as np
import pandas as pd
import pytest

from segbench import compare
from segbench.cli.reevaluate import ALARM, reevaluate_command
from segbench.errors import UserError

CENTRES = np.array([[0.0, 0], [12, 0], [0, 12], [12, 12]])


def customers(path, seed, *, n=160, without=None, **changes):
    rng = np.random.default_rng(seed)
    who = rng.choice(4, n, p=[0.3, 0.3, 0.2, 0.2])
    who = who[who != without] if without is not None else who
    X = rng.normal(size=(len(who), 2)) + CENTRES[who]
    table = pd.DataFrame(
        {
            "id": [f"{seed}-{i}" for i in range(len(who))],
            "spend ($)": X[:, 0].round(3),
            "<visits>": X[:, 1].round(3),
            "city": rng.choice(["Oslo", "Lima"], len(who)),
        }
    )
    table.assign(**changes).to_csv(path, index=False)
    return str(path)


@pytest.fixture(scope="module")
def run(here_in):
    here = here_in()
    customers(here.cwd / "old.csv", 0)
    done = here(
        *("dataset=csv", "dataset.path=old.csv", "+algo=kmeans", "k=[2,3,4,5]"),
        *('columns=["spend ($)","<visits>"]', "output_dir=run"),
    )
    assert done.code == 0, done.err
    return here.cwd / "run"


@pytest.fixture
def again(run, tmp_path, capsys):
    def typed(file, *words):
        out = f"output_dir={tmp_path / 'out'}"
        code = reevaluate_command([str(run), file, out, *words])
        return code, capsys.readouterr().out, tmp_path / "out"

    return typed


def test_the_same_customers_again_hold(again, tmp_path):
    code, out, folder = again(customers(tmp_path / "more.csv", 8), "strict=true")
    assert code == 0, out
    assert out.splitlines()[0] == "The segmentation holds."
    assert "is shown first again" in " ".join(out.split())
    found = pd.read_csv(folder / "reevaluation.csv")
    assert not found["alarm"].any()
    assert {"silhouette", "share", "drift", "far", "kept", "choice"} <= set(
        found["kind"]
    )
    page = (folder / "reevaluation.html").read_text(encoding="utf-8")
    assert "data:image/svg" in page
    assert "<visits>" not in page
    ranks = pd.read_csv(folder / "rankings.csv").iloc[0]
    assert ranks["params_then"] == ranks["params_today"] == "n_clusters=4"


def test_a_vanished_segment_is_an_alarm_and_an_exit_code(again, tmp_path):
    file = customers(tmp_path / "more.csv", 2, without=1)
    code, out, folder = again(file, "strict=true", "rerun=false", "figures=false")
    assert code == ALARM == 4
    first = out.splitlines()[0]
    assert first.startswith("The segmentation does not hold: segment")
    assert "has vanished" in first
    assert "was not run again" in out
    assert not (folder / "figures").exists()
    assert not (folder / "rankings.csv").exists()
    found = pd.read_csv(folder / "reevaluation.csv")
    gone = found[(found["kind"] == "vanished") & found["alarm"]]
    assert len(gone) == 1
    assert gone["high"].item() < 0


def test_without_strict_an_alarm_is_told_and_nothing_more(again, tmp_path):
    file = customers(tmp_path / "more.csv", 3, without=2)
    code, out, _ = again(file, "customers=both", "figures=false")
    assert code == 0
    assert "old and new customers together" in " ".join(out.split())


def test_more_columns_in_another_order_change_nothing(again, tmp_path):
    file = customers(tmp_path / "more.csv", 1)
    table = pd.read_csv(file)
    table.insert(0, "extra", np.arange(len(table)) * 1.5)
    table[[*table.columns[::-1]]].to_csv(file, index=False)
    _, _, folder = again(file, "rerun=false", "figures=false")
    found = pd.read_csv(folder / "reevaluation.csv")
    assert "extra" not in set(found["subject"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "takes a run and a file"),
        (("strict=perhaps",), "true or false"),
        (("customers=old",), "unknown customers"),
        (("strickt=true",), "Did you mean 'strict'"),
    ],
)
def test_wrong_words_are_refused(run, words, expected):
    places = [str(run), "more.csv"] if words else [str(run)]
    with pytest.raises(UserError, match=expected):
        reevaluate_command([*places, *words])


def test_a_missing_column_is_named(again, tmp_path):
    file = customers(tmp_path / "more.csv", 1)
    pd.read_csv(file).drop(columns="spend ($)").to_csv(file, index=False)
    with pytest.raises(UserError, match=r"spend \(\$\)"):
        again(file)
    assert not (tmp_path / "out").exists()


def test_customers_without_structure_are_said_to_have_none(here_in, tmp_path, capsys):
    here = here_in()
    X = np.random.default_rng(5).normal(size=(120, 2))
    table = pd.DataFrame(X, columns=["spend", "visits"]).rename_axis("id")
    table.to_csv(here.cwd / "heap.csv")
    done = here(
        *("dataset=csv", "dataset.path=heap.csv", "+algo=kmeans", "k=[3]"),
        *("scoring.effort.structure=19", "figures=false", "output_dir=heap"),
    )
    assert done.code == 0, done.err
    out = f"output_dir={tmp_path / 'out'}"
    words = [str(here.cwd / "heap"), str(here.cwd / "heap.csv"), out, "rerun=false"]
    assert reevaluate_command(words) == 0
    sentence = "No structure was found in the old customers"
    assert sentence in " ".join(capsys.readouterr().out.split())
    page = (tmp_path / "out" / "reevaluation.html").read_text(encoding="utf-8")
    assert sentence in page


def test_customers_with_structure_are_not(again, tmp_path):
    _, out, _ = again(customers(tmp_path / "more.csv", 9), "rerun=false")
    assert "No structure" not in out


def test_a_report_made_in_python_is_told_apart(tmp_path):
    file = customers(tmp_path / "old.csv", 0)
    frame = pd.read_csv(file).set_index("id")
    found = compare(frame, algorithms=["kmeans"], k=[4], scoring="quick", resamples=3)
    found.report(tmp_path / "made", figures=False)
    with pytest.raises(UserError, match=r"made in Python.*Comparison\.reevaluate"):
        reevaluate_command([str(tmp_path / "made"), file])
