"""Labels list every customer of the input in its order, also those left out."""

from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pytest

from segbench.core import LeftOut
from segbench.ranking import Method, RankingRule
from segbench.report.files import write_csv
from segbench.report.labels import labels_frames, labels_of, writing_all_labels

WHY = ("duplicate of 0", "missing spend", "outlier: spend 9, age 1")


@pytest.fixture
def gaps(make):
    """Customers left out at the start, in the middle and at the end."""
    n = make.N
    names = [f"c{i}" for i in range(n + 3)]
    out = (0, 7, n + 2)
    frame = pd.DataFrame({"spend": [1.0, np.nan, 9.0], "age": np.ones(3)})
    dataset = make.dataset(
        ids=tuple(names[i] for i in range(n + 3) if i not in out),
        left_out=LeftOut(tuple(names[i] for i in out), WHY, out, frame),
    )
    cell = make.cell([make.row(2), make.row(3)])
    rule = RankingRule(method=Method.RANKS)
    return make.results([cell], rule, datasets=[dataset])


def test_every_customer_is_listed_in_the_order_of_the_input(make, gaps):
    [labels] = labels_frames(gaps).values()
    assert labels["id"].tolist() == [f"c{i}" for i in range(make.N + 3)]
    assert labels.columns.tolist() == ["id", "money / standard", "left_out"]
    first = gaps.rankings[0].ranked[0].scored.labeling.labels
    segments = labels["money / standard"]
    assert segments.isna().to_numpy().nonzero()[0].tolist() == [0, 7, make.N + 2]
    assert segments.dropna().tolist() == first.tolist()
    assert labels["left_out"].dropna().tolist() == list(WHY)
    assert labels["left_out"].isna().sum() == make.N


def test_the_file_has_empty_cells(gaps, tmp_path):
    [labels] = labels_frames(gaps).values()
    lines = write_csv(tmp_path / "labels.csv", labels).read_text().splitlines()
    assert lines[1] == "c0,,duplicate of 0"
    assert lines[2] == "c1,0,"
    assert lines[-1] == f'c{len(lines) - 2},,"{WHY[2]}"'


def test_all_labels_have_nulls(make, gaps, tmp_path):
    path = _written(gaps, tmp_path)
    found = duckdb.read_parquet(path).df()
    for row in gaps.rankings[0].rows:
        part = found[found["params"] == row.scored.labeling.setting.text]
        assert part["id"].tolist() == [f"c{i}" for i in range(make.N + 3)]
        assert part["segment"].isna().sum() == 3
        known = part["segment"].dropna().astype(int).tolist()
        assert known == row.scored.labeling.labels.tolist()
        assert part["left_out"].dropna().tolist() == list(WHY)


def test_nobody_left_out_needs_no_column(make, quick, tmp_path):
    [dataset] = quick.datasets.values()
    labels = labels_of(quick, dataset)
    assert labels.columns.tolist() == ["id", "money / standard"]
    assert len(labels) == make.N
    path = _written(quick, tmp_path)
    found = duckdb.read_parquet(path)
    assert found.columns[-2:] == ["segment", "left_out"]
    assert [str(kind) for kind in found.types[-2:]] == ["BIGINT", "VARCHAR"]
    assert found.df()["left_out"].isna().all()


def test_a_space_without_candidates_has_empty_labels(make, gaps):
    [dataset] = gaps.datasets.values()
    ranking = gaps.rankings[0]
    nothing = replace(gaps, rankings=(replace(ranking, rows=()),))
    labels = labels_of(nothing, dataset)
    assert labels["money / standard"].isna().all()
    assert len(labels) == make.N + 3


def test_an_error_beside_leaves_no_half_a_file(gaps, tmp_path):
    path = tmp_path / "labels.parquet"
    with (
        pytest.raises(KeyboardInterrupt),
        writing_all_labels(gaps, path) as labels,
    ):
        raise KeyboardInterrupt
    assert labels.done()
    assert path.exists() == (labels.exception() is None)
    assert list(tmp_path.iterdir()) == ([path] if path.exists() else [])


def _written(results, folder):
    with writing_all_labels(results, folder / "labels.parquet") as labels:
        return str(labels.result())
