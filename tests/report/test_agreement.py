"""How like each other the first segmentations of the spaces are."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from segbench.ranking import Gates, Method, RankingRule
from segbench.report.agreement import COLUMNS, agreement_frame, scaler_line

RULE = RankingRule(method=Method.RANKS, gates=Gates(min_coverage=0.5))
A = np.repeat([0, 1], 20)
B = np.repeat([0, 1, 0, 1], [16, 4, 4, 16])
C = np.tile([0, 1], 20)
NOISY = np.where(np.arange(40) % 5 == 0, -1, A)
OTHER_NOISE = np.where(np.arange(40) % 4 == 0, -1, B)


def results_of(make, *spaces):
    """One space for each pair of changes of the key and labels of the first."""
    cells = []
    for changes, labels in spaces:
        row, worse = make.row(2), make.row(3)
        labeling = replace(row.labeling, labels=labels)
        better = {"silhouette": 0.9, "davies_bouldin": 0.1}
        first = replace(row, labeling=labeling, scores=better)
        key = replace(make.KEY, **changes)
        cells.append(make.cell([worse, first], key))
    prints = sorted({cell.space.fingerprint for cell in cells})
    datasets = [make.dataset(name=one[0], fingerprint=one) for one in prints]
    return make.results(cells, RULE, datasets=datasets)


def alone(labels):
    """Noise customers as segments of one."""
    noise = labels < 0
    return np.where(noise, 100 + np.arange(len(labels)), labels)


@pytest.mark.parametrize(
    ("one", "other"), [(A, B), (A, C), (A, A), (A, NOISY), (NOISY, OTHER_NOISE)]
)
def test_agreement_is_the_adjusted_rand_index_with_noise_as_segments_of_one(
    make, one, other
):
    results = results_of(make, ({"scaler": "a"}, one), ({"scaler": "b"}, other))
    expected = adjusted_rand_score(alone(one), alone(other))
    (row,) = agreement_frame(results).to_dict("records")
    assert row.pop("ari") == pytest.approx(expected, abs=1e-12)
    assert row == {
        "dataset": "shop",
        "features": "money",
        "scaler": "a",
        "seed": 7,
        "other_features": "money",
        "other_scaler": "b",
        "other_seed": 7,
    }


def test_every_pair_of_spaces_of_the_same_customers_is_compared(make):
    results = results_of(
        make,
        ({"scaler": "a"}, A),
        ({"scaler": "b"}, B),
        ({"features": "time", "scaler": "a"}, C),
        ({"dataset": "else", "fingerprint": "e" * 64}, A),
    )
    frame = agreement_frame(results)
    names = ["features", "scaler", "other_features", "other_scaler"]
    pairs = [tuple(row) for row in frame[names].to_numpy()]
    assert pairs == [
        ("money", "a", "money", "b"),
        ("money", "a", "time", "a"),
        ("money", "b", "time", "a"),
    ]
    assert set(frame["dataset"]) == {"shop"}
    expected = [adjusted_rand_score(x, y) for x, y in ((A, B), (A, C), (B, C))]
    assert frame["ari"].to_list() == pytest.approx(expected)


def test_spaces_without_a_ranked_segmentation_are_left_out(make):
    hardly = np.where(np.arange(40) < 30, -1, A)  # covers too few customers
    results = results_of(make, ({"scaler": "a"}, A), ({"scaler": "b"}, B))
    nothing = make.cell([make.row(2)], replace(make.KEY, scaler="c"))
    (row,) = nothing.rows
    row = replace(row, labeling=replace(row.labeling, labels=hardly))
    cells = [*results.cells, replace(nothing, rows=(row,))]
    frame = agreement_frame(make.results(cells, RULE))
    assert len(make.results(cells, RULE).rankings) == 3
    assert len(frame) == 1


def test_a_single_space_has_an_empty_table(make):
    frame = agreement_frame(results_of(make, ({}, A)))
    assert frame.empty
    assert list(frame.columns) == COLUMNS
    assert scaler_line(results_of(make, ({}, A))) == ""


def test_the_least_alike_scalers_are_named(make):
    results = results_of(
        make, ({"scaler": "a"}, A), ({"scaler": "b"}, A), ({"scaler": "c"}, B)
    )
    ari = adjusted_rand_score(A, B)
    assert scaler_line(results) == (
        "The scaler alone changes the segmentation by up to: "
        f"ARI {ari:.2f} between a and c (money)."
    )


def test_other_features_are_not_the_scalers_doing(make):
    spaces = ({"features": "money"}, A), ({"features": "time"}, C)
    assert scaler_line(results_of(make, *spaces)) == ""
    both = results_of(make, ({"scaler": "a"}, A), ({"features": "x", "scaler": "b"}, C))
    assert len(agreement_frame(both)) == 1
    assert scaler_line(both) == ""


def test_other_seeds_are_not_the_scalers_doing(make):
    results = results_of(
        make, ({"scaler": "a", "seed": 1}, A), ({"scaler": "b", "seed": 2}, C)
    )
    assert scaler_line(results) == ""
