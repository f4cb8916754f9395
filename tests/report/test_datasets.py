"""Algorithms over data sets: by the scores of their best settings."""

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


def best_scores(results, place, names):
    """Score of each algorithm's best setting in a space, by the ranking itself."""
    rows = results.rankings[place].ranked
    of = {name: [r.score for r in rows if setting(r).algo == name] for name in names}
    return [max(of[name], default=min(row.score for row in rows)) for name in names]


def setting(row):
    return row.scored.labeling.setting


def test_the_value_is_the_score_of_the_best_setting(two):
    comparison = dataset_comparison(two)
    assert comparison.table.algorithms == ("a", "b", "c")
    assert comparison.table.datasets == ("d1", "d2")
    expected = [best_scores(two, place, "abc") for place in (0, 1)]
    assert comparison.table.scores == pytest.approx(np.array(expected))
    assert comparison.mean_ranks.tolist() == [2, 1.5, 2.5]
    assert comparison.names_by_rank == ("b", "a", "c")
    assert comparison.descriptive


def test_scores_are_averaged_over_the_spaces_of_a_data_set(make):
    results = results_of(
        make,
        ("1", "s", merits(a=0.9, b=0.5, c=0.1)),
        ("1", "t", merits(a=0.9, b=0.5, c=0.7)),
        ("2", "s", merits(a=0.2, b=0.5, c=0.9)),
    )
    found = dataset_comparison(results).table.scores
    both = np.array([best_scores(results, place, "abc") for place in (0, 2)])
    assert found[0] == pytest.approx(both.mean(axis=0))
    assert found[1] == pytest.approx(best_scores(results, 1, "abc"))


def test_what_is_ranked_in_some_spaces_is_last_in_the_others(make):
    results = results_of(
        make,
        ("1", "s", merits(a=0.9, b=0.5, c=0.1)),
        ("1", "t", merits(a=0.9, b=None, c=None)),
        ("2", "s", merits(a=0.2, b=0.5, c=0.9)),
    )
    first = dataset_comparison(results).table.scores[0]
    (only,) = results.rankings[2].ranked  # in the order of the scalers
    everywhere = np.array(best_scores(results, 0, "abc"))
    assert first == pytest.approx((everywhere + only.score) / 2)


def test_what_is_ranked_in_no_space_has_no_value(make):
    results = results_of(
        make,
        ("1", "s", merits(a=0.9, b=0.5, c=None)),
        ("2", "s", merits(a=0.2, b=0.5)),
    )
    comparison = dataset_comparison(results)
    assert np.isnan(comparison.table.scores[:, 2]).all()
    assert np.isfinite(comparison.table.scores[:, :2]).all()
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
