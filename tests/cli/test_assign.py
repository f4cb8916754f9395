"""`assign`: a file of new customers in, a file with their segments out."""

import zipfile
from io import StringIO

import numpy as np
import pandas as pd
import pytest

from segbench.cli import main
from segbench.cli.assign import assign_command
from segbench.cli.stored import results_of
from segbench.errors import UserError
from segbench.models import load_model
from segbench.models.of_run import write_models
from segbench.store import open_run_folder

ROWS = """\
id,age,income_k,score
t1,22,15,80
t2,24,17,77
t3,21,16,82
t4,23,18,79
t5,46,75,18
t6,48,78,15
t7,51,80,12
t8,49,77,17
t9,35,48,50
t10,33,46,52
t11,36,50,49
t12,34,47,51
"""
NEW = "id,age,income_k,score\nx1,23,16,81\nx2,50,79,14\nx3,34,48,50\n"


QUICK = (
    *("scoring=quick", "scoring.resamples=0", "executor.n_jobs=1"),
    *("figures=false", "dataset=csv"),
)


@pytest.fixture(scope="module")
def run_of(tmp_path_factory):
    """Run on a text of customers; give the folder of the run."""

    def make(text, *words):
        folder = tmp_path_factory.mktemp("run")
        (folder / "train.csv").write_text(text, encoding="utf-8")
        given = (f"dataset.path={folder / 'train.csv'}", f"output_dir={folder / 'out'}")
        assert main([*QUICK, *words, *given]) == 0
        stored = open_run_folder(str(folder / "out"))
        write_models(results_of(stored), stored)
        return stored.path

    return make


@pytest.fixture(scope="module")
def run(run_of):
    """A run with k-means, k = 3, on twelve customers in three plain groups."""
    return run_of(ROWS, "+algo=kmeans", "k=[3]")


@pytest.fixture
def assign(run, tmp_path, capsys):
    """Type ``assign``; give what was printed and the labelled customers by id."""

    def typed(text, *words, name="new.csv", run=run):
        new, out = tmp_path / name, tmp_path / "labelled.csv"
        new.write_text(text, encoding="utf-8")
        assert assign_command([str(run), str(new), "-o", str(out), *words]) == 0
        labelled = pd.read_csv(out, keep_default_na=False).set_index("id")
        return capsys.readouterr().out, labelled

    return typed


@pytest.fixture
def refused(run, tmp_path):
    """Type ``assign`` on a text; give the sentence; no file may be left behind."""

    def typed(text, *words, run=run):
        new, out = tmp_path / "new.csv", tmp_path / "refused.csv"
        new.write_text(text, encoding="utf-8")
        before = sorted(tmp_path.iterdir())
        with pytest.raises(UserError) as refusal:
            assign_command([str(run), str(new), "-o", str(out), *words])
        assert sorted(tmp_path.iterdir()) == before
        assert refusal.value.exit_code == 2
        return str(refusal.value)

    return typed


def groups(assign, text):
    """Segments of x1, x2, x3, as the first customer of each."""
    _, first = assign(ROWS)
    _, found = assign(text)
    of = {first.loc[one, "segment"]: one for one in ("t1", "t5", "t9")}
    return [of[segment] for segment in found["segment"]]


def test_each_joins_the_group_it_is_like(assign):
    assert groups(assign, NEW) == ["t1", "t5", "t9"]


def test_columns_in_another_order_and_an_extra_one(assign):
    lines = ["score,city,id,income_k,age"]
    lines += ["81,Oslo,x1,16,23", "14,Lima,x2,79,50", "50,Oslo,x3,48,34"]
    text = "\n".join(lines)
    assert groups(assign, text) == ["t1", "t5", "t9"]
    assert "columns that were not looked at: city" in assign(text)[0]


def test_one_alone_gets_what_it_gets_among_others(assign):
    _, together = assign(NEW)
    _, alone = assign("\n".join(NEW.splitlines()[:2]))
    assert alone.loc["x1"].equals(together.loc["x1"])


def test_a_missing_column_is_named(refused):
    said = refused("id,age,score\nx1,23,81\n")
    assert "no column 'income_k'" in said


def test_the_shared_case(assign, refused, shared):
    case = shared("cases", "new-customers-column-order")
    for name in ("new_same_order.csv", "new_reordered.csv"):
        assert groups(assign, (case / name).read_text()) == ["t1", "t5", "t9"]
    assert "income_k" in refused((case / "new_missing_column.csv").read_text())


def test_a_stored_model_is_the_one_made_of_the_records(run, assign):
    (path,) = (run / "models").iterdir()
    stored = assign(NEW)[1]
    assert assign(NEW, run=path)[1].equals(stored)
    assert assign(NEW, "rank=1")[1].equals(stored)
    assert load_model(path).assign(pd.read_csv(StringIO(NEW)))["id"][0] == "x1"


def test_a_model_that_was_cut_short(run, refused):
    (path,) = (run / "models").iterdir()
    cut = run.parent / "cut.skops"
    cut.write_bytes(path.read_bytes()[:200])
    assert "cut.skops is damaged or no model" in refused(NEW, run=cut)


def test_any_row_by_its_rank(run_of, assign, refused):
    run = run_of(ROWS, "+algo=[kmeans,agglomerative]", "k=[2,3]")
    ranking = pd.read_csv(run / "ranking.csv").set_index("rank")
    last = int(ranking.index.max())
    for rank in (1, last):
        _, found = assign(ROWS, f"rank={rank}", run=run)
        k = ranking.loc[[rank], "k"].iloc[0]
        assert found["segment"].nunique() == k
    assert f"no segmentation has rank {last + 7}" in refused(
        ROWS, f"rank={last + 7}", run=run
    )


def test_parquet_in_and_out(run, tmp_path):
    frame = pd.read_csv(StringIO(NEW))
    new, out = tmp_path / "new.parquet", tmp_path / "out.parquet"
    frame.to_parquet(new)
    assert assign_command([str(run), str(new), f"output={out}"]) == 0
    found = pd.read_parquet(out)
    assert found["id"].tolist() == ["x1", "x2", "x3"]
    assert sorted(found["segment"]) == [0, 1, 2]


def test_new_levels_and_gaps_are_counted(run_of, assign):
    rng = np.random.default_rng(0)
    lines = ["id,spend,city"]
    for i in range(30):
        spend = 10 + 50 * (i % 2) + rng.integers(0, 5)
        lines.append(f"c{i},{spend},{['Oslo', 'Lima', 'Bern'][i % 3]}")
    run = run_of("\n".join(lines), "+algo=kmeans", "k=[2]")
    text = "id,spend,city\na,12,Rome\nb,,Rome\nc,61,Oslo\nd,60,Kyiv\n"
    out, found = assign(text, run=run)
    assert "levels of city that no first customer had: Rome (2), Kyiv (1)" in out
    assert found["remark"].tolist() == [
        "new level of city",
        "new level of city; spend filled in",
        "",
        "new level of city",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["RUN"], "a run and a file"),
        (["RUN", "NEW"], "-o labelled.csv"),
        (["RUN", "NEW", "-o", "x.xlsx"], ".csv or .parquet"),
        (["RUN", "NEW", "-o", "nowhere/x.csv"], "no folder nowhere"),
        (["RUN", "NEW", "-o", "x.csv", "rnak=2"], "Did you mean 'rank'"),
        (["RUN", "NEW", "-o", "x.csv", "rank=no"], "rank is a number"),
        (["gone", "NEW", "-o", "x.csv"], "no run and no model at gone"),
        ([".", "NEW", "-o", "x.csv"], "no segbench run"),
        (["NEW", "NEW", "-o", "x.csv"], "damaged or no model"),
        (["RUN", "gone.csv", "-o", "x.csv"], "no file at gone.csv"),
        (["RUN", "NEW", "-o", "NEW"], "is the file of the new customers"),
    ],
)
def test_refusals(run, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.csv").write_text(NEW)
    places = {"RUN": str(run), "NEW": "new.csv"}
    with pytest.raises(UserError) as refusal:
        assign_command([places.get(word, word) for word in words])
    assert said in str(refusal.value)
    assert [one.name for one in tmp_path.iterdir()] == ["new.csv"]


def test_a_foreign_archive(run, refused):
    path = run.parent / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "no model of segbench" in refused(NEW, run=path)


def test_the_malls_five_segments(run_of, shared, assign):
    text = shared("data", "Mall_Customers.csv").read_text()
    words = ("dataset=mall", "features=income_spending", "+algo=kmeans", "k=[5]")
    out, found = assign(text, run=run_of(text, *words))
    assert found["segment"].value_counts().tolist() == [81, 39, 35, 23, 22]
    assert "nearest centroid: 100.0% keep their segment" in out
