"""Contracts of what is kept and how it is compared."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import segbench
from segbench.errors import OutputError, UserError
from segbench.report.reference.algorithms import algorithms_frame
from segbench.report.reference.check import compare
from segbench.report.reference.differences import compare_tables
from segbench.report.reference.manifest import (
    Reference,
    read_reference,
    reference_of,
    sum_of,
    write_reference,
)
from segbench.report.reference.tables import names_of
from segbench.report.reference.tolerance import EXACT, ROUNDED, SCORE, tolerance_of

TABLE = "algo,params,k,silhouette,stability\nkmeans,k=2,2,0.5,0.9\ngmm,k=3,3,0.25,0.8\n"
SETTINGS = {
    "dataset": {"source": "mall_simulated", "seed": 0},
    "seed": 0,
    "modules": [],
    "executor": {"n_jobs": 3},
    "output_dir": "/somewhere",
}


def job(**changes):
    config = {**SETTINGS, **changes}
    told = ("seed=0", "dataset.path=/home/me/customers.csv")
    return SimpleNamespace(error="", config=config, told=told, versions={"numpy": "2"})


def reference(tmp_path, jobs=None, text=TABLE):
    texts = {"ranking.csv": text}
    made = reference_of([], jobs or [job()], texts)
    write_reference(tmp_path, made, texts)
    return made


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("rank", ["1", ""], EXACT),
        ("status", ["ok"], EXACT),
        ("segment", ["0", "-1"], EXACT),
        ("silhouette", ["1"], SCORE),
        ("z_stability", ["2.5"], SCORE),
        ("stability", ["0.5"], ROUNDED),
        ("mean Age", ["38.5", "40"], SCORE),
        ("most frequent Gender", ["Female"], EXACT),
    ],
)
def test_what_a_column_is_decides_its_tolerance(column, values, expected):
    assert tolerance_of(column, values) == expected


@given(st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-2))
def test_scores_may_differ_by_rounding_alone(value):
    assert SCORE.holds(f"{value:.10g}", f"{value * (1 + 5e-7):.10g}")
    assert not SCORE.holds(f"{value:.10g}", f"{value * (1 + 1e-5):.10g}")


def test_nothing_is_no_number():
    assert not SCORE.holds("", "0")
    assert not SCORE.holds("0.5", "")
    assert SCORE.holds("", "")


def test_equal_tables_have_no_differences_in_any_order():
    lines = TABLE.splitlines(keepends=True)
    found = compare_tables("ranking.csv", TABLE, lines[0] + lines[2] + lines[1])
    assert found.differences == ()
    assert [one.cells for one in found.columns] == [2] * 5


@given(st.integers(0, 9))
def test_any_other_digit_is_a_difference(digit):
    other = TABLE.replace("0.25", f"0.{digit}5")
    found = compare_tables("ranking.csv", TABLE, other)
    assert len(found.differences) == (digit != 2)
    for one in found.differences:
        assert (one.row, one.column, one.stored) == ("gmm / k=3", "silhouette", "0.25")


def test_rows_and_columns_that_come_or_go_are_said():
    less = "algo,params,k,stability,more\nkmeans,k=2,2,0.9,1\n"
    found = {
        (d.row, d.column, d.now) for d in compare_tables("t", TABLE, less).differences
    }
    assert found == {
        ("(all)", "silhouette", "missing"),
        ("(all)", "more", "there"),
        ("gmm / k=3", "(a row)", "missing"),
    }


def test_the_manifest_is_read_as_it_was_written(tmp_path):
    made = reference(tmp_path, [job(), job(seed=1)])
    assert read_reference(tmp_path) == made
    assert made.tables == {"ranking.csv": sum_of(TABLE)}
    assert [one["settings"]["seed"] for one in made.jobs] == [0, 1]


def test_where_and_how_quickly_is_left_out(tmp_path):
    source = {"source": "csv", "path": "/home/me/customers.csv"}
    made = reference(tmp_path, [job(dataset=source)])
    (one,) = made.jobs
    assert one["settings"]["dataset"]["path"] == "customers.csv"
    assert made.files == ("customers.csv",)
    assert not {"executor", "output_dir"} & one["settings"].keys()
    assert one["told"] == ["seed=0"]


@pytest.mark.parametrize(
    "changes",
    [{"modules": ["mine"]}, {"dataset": {"source": "csv", "query": "select 1"}}],
)
def test_what_means_nothing_elsewhere_is_refused(changes):
    with pytest.raises(UserError):
        reference_of([], [job(**changes)], {})


def test_a_failed_job_makes_no_reference():
    failed = job()
    failed.error = "no"
    with pytest.raises(UserError, match="ended well"):
        reference_of([], [failed], {})


def test_a_missing_table_and_another_layout_are_refused(tmp_path):
    reference(tmp_path)
    made = read_reference(tmp_path)
    (tmp_path / "ranking.csv").unlink()
    with pytest.raises(OutputError, match=r"ranking\.csv"):
        compare(tmp_path, made, [], {}, {})
    (tmp_path / "manifest.json").write_text('{"layout": 0, "tables": {}}')
    with pytest.raises(OutputError, match="layout"):
        read_reference(tmp_path)


def test_a_newer_library_is_a_remark(tmp_path):
    made = reference(tmp_path)
    found = compare(tmp_path, made, [], {"ranking.csv": TABLE}, {"numpy": "3"})
    assert found.holds
    assert found.versions == (("numpy", "2", "3"),)


def test_tables_are_known_by_their_files():
    files = ["spaces.csv", "labels_a.csv", "labels_b.csv", "datasets.csv"]
    assert names_of(files) == ["spaces", "datasets", "labels"]
    assert Reference((), (), {}, {}).files == ()


def test_algorithms_of_a_space_are_compared_pair_by_pair():
    spots = [0, 0.2, 0.4, 10, 10.2, 10.4, 20, 20.2, 20.4, 30.1, 30.2, 30.3]
    customers = pd.DataFrame({"spend": spots, "visits": spots[::-1]})
    found = segbench.compare(
        customers,
        algorithms=["kmeans", "agglomerative", "one_segment"],
        k=[4],
        scoring="quick",
        resamples=0,
    )
    frame = algorithms_frame(found.results)
    pairs = {
        frozenset(pair) for pair in zip(frame["algo"], frame["other_algo"], strict=True)
    }
    assert len(frame) == len(pairs) == 3
    same = frame[(frame[["algo", "other_algo"]] != "one_segment").all(axis=1)]
    assert same["ari"].tolist() == [1.0]
    assert frame["ari"].sum() == 1.0  # one segment agrees with four by chance alone
