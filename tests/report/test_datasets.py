"""Algorithms over data sets: by the ranks of their best settings."""

from dataclasses import replace

import numpy as np
import pytest

from segbench.ranking import Method, RankingRule
from segbench.report.datasets import dataset_comparison, dataset_frames

RULE = RankingRule(method=Method.RANKS)


def space_cells(make, fingerprint, scaler, merits):
    """One cell an algorithm, a row for each of its merits; None = not ranked."""
    key = replace(make.KEY, scaler=scaler, fingerprint=fingerprint * 64)
    cells = []
    for algo, values in merits.items():
        rows = []
        for k, value in enumerate(values, start=2):
            row = make.row(k, algo=algo)
            scores = {"silhouette": value, "davies_bouldin": 1 - (value or 0)}
            labels = row.labeling.labels
            if value is None:
                labels = np.where(np.arange(make.N) < 30, -1, labels)
            labeling = replace(row.labeling, labels=labels)
            rows.append(replace(row, scores=scores, labeling=labeling))
        cells.append(make.cell(rows, key, algo))
    return cells


def results_of(make, *spaces):
    cells = [cell for space in spaces for cell in space_cells(make, *space)]
    prints = list(dict.fromkeys(cell.space.fingerprint for cell in cells))
    named = [make.dataset(name=f"d{one[0]}", fingerprint=one) for one in prints]
    return make.results(cells, RULE, datasets=named)


def merits(**values):
    return {name: np.atleast_1d(one).tolist() for name, one in values.items()}


@pytest.fixture
def two(make):
    return results_of(
        make,
        ("1", "s", merits(a=[0.1, 0.9], b=[0.5, 0.6], c=0.2)),
        ("2", "s", merits(a=0.1, b=0.5, c=0.3)),
    )


def test_the_value_is_minus_the_rank_of_the_best_setting(two):
    comparison = dataset_comparison(two)
    assert comparison.table.algorithms == ("a", "b", "c")
    assert comparison.table.datasets == ("d1", "d2")
    assert comparison.table.scores.tolist() == [[-1, -2, -3], [-3, -1, -2]]
    assert comparison.mean_ranks.tolist() == [2, 1.5, 2.5]
    assert comparison.names_by_rank == ("b", "a", "c")
    assert comparison.descriptive


def test_ranks_are_averaged_over_the_spaces_of_a_data_set(make):
    results = results_of(
        make,
        ("1", "s", merits(a=0.9, b=0.5, c=0.1)),
        ("1", "t", merits(a=0.9, b=0.5, c=0.7)),
        ("2", "s", merits(a=0.2, b=0.5, c=0.9)),
    )
    found = dataset_comparison(results).table.scores.tolist()
    assert found == [[-1, -2.5, -2.5], [-3, -2, -1]]


def test_equal_settings_share_a_rank(make):
    spaces = [(name, "s", merits(a=0.5, b=0.5, c=0.1)) for name in "12"]
    scores = dataset_comparison(results_of(make, *spaces)).table.scores
    assert scores.tolist() == [[-1.5, -1.5, -3]] * 2


def test_what_is_ranked_in_some_spaces_is_last_in_the_others(make):
    results = results_of(
        make,
        ("1", "s", merits(a=0.9, b=0.5, c=0.1)),
        ("1", "t", merits(a=0.9, b=None, c=None)),
        ("2", "s", merits(a=0.2, b=0.5, c=0.9)),
    )
    first = dataset_comparison(results).table.scores[0]
    assert first.tolist() == [-1, -2.25, -2.75]


def test_what_is_ranked_in_no_space_has_no_value(make):
    results = results_of(
        make,
        ("1", "s", merits(a=0.9, b=0.5, c=None)),
        ("2", "s", merits(a=0.2, b=0.5)),
    )
    comparison = dataset_comparison(results)
    expected = [[-1, -2, np.nan], [-2, -1, np.nan]]
    np.testing.assert_array_equal(comparison.table.scores, expected)
    assert comparison.table.failures.tolist() == [0, 0, 2]


def test_one_data_set_or_one_algorithm_is_no_comparison(make):
    spaces = [("1", scaler, merits(a=0.9, b=0.5)) for scaler in "st"]
    assert dataset_comparison(results_of(make, *spaces)) is None
    assert dataset_frames(results_of(make, *spaces)) == {}
    lone = [(name, "s", merits(a=0.9)) for name in "12"]
    assert dataset_comparison(results_of(make, *lone)) is None
    assert dataset_frames(results_of(make, *lone)) == {}


def test_data_sets_of_one_name_are_told_apart(make, two):
    prints = [one * 64 for one in "12"]
    same = [make.dataset(name="shop", fingerprint=one) for one in prints]
    results = make.results(two.cells, RULE, datasets=same)
    names = dataset_comparison(results).table.datasets
    assert names == ("shop", "shop-222222")


def test_tables_have_a_row_per_algorithm_and_per_pair(two):
    frames = dataset_frames(two)
    assert list(frames) == ["datasets.csv", "dataset_pairs.csv"]
    ranks, pairs = frames.values()
    assert ranks["algorithm"].to_list() == ["b", "a", "c"]
    assert ranks["mean_rank"].to_list() == [1.5, 2, 2.5]
    assert set(ranks["n_datasets"]) == {2}
    named = [set(pair) for pair in pairs[["first", "second"]].to_numpy()]
    assert sorted(map(sorted, named)) == [["a", "b"], ["a", "c"], ["b", "c"]]
