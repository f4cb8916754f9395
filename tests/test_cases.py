"""Small tables that have broken tools before; the tables are made up."""

import numpy as np
import pandas as pd
import pytest

import segbench

BLOCKS = [
    (x + dx, y + dy)
    for x, y in [(20, 20), (50, 80), (80, 20)]
    for dx in range(3)
    for dy in range(3)
]
"""27 customers in three square blocks far apart."""


def compare(frame, **settings):
    return segbench.compare(
        frame, scalers=["none"], n_jobs=1, scoring="quick", **settings
    )


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("algo", ["kmeans", "agglomerative"])
def test_three_blocks_come_out_again_in_every_resample(algo, seed):
    frame = pd.DataFrame(BLOCKS, columns=["age", "score"])
    found = compare(frame, algorithms=[algo], k=[3], resamples=10, random_state=seed)
    ((scored,),) = (cell.rows for cell in found.records.cells)
    assert scored.stability.ari.tolist() == [1.0] * 10
    assert scored.stability.jaccard.tolist() == [[1.0] * 3] * 10
    row = found.ranking.iloc[0]
    assert (row["stability_low"], row["stability_high"]) == (1.0, 1.0)


def test_blocks_of_the_shared_case(shared):
    frame = pd.read_csv(shared("cases", "bootstrap-stability", "three_blocks.csv"))
    found = compare(frame, algorithms=["kmeans", "agglomerative"], k=[3], resamples=20)
    for cell in found.records.cells:
        assert cell.rows[0].stability.ari.tolist() == [1.0] * 20
        assert cell.rows[0].scores["silhouette"] == pytest.approx(0.9660, abs=5e-5)


def test_every_customer_a_segment_stops_nothing():
    frame = pd.DataFrame(BLOCKS, columns=["age", "score"])
    found = compare(frame, algorithms=["agglomerative"], k=[3, 26, 27], resamples=3)
    by_k = found.ranking.set_index("k_asked")
    assert by_k.loc[3, "rank"] == 1
    assert by_k.loc[27, "status"] == "all_singletons"
    assert np.isnan(by_k.loc[27, "stability"])
    assert np.isnan(by_k.loc[26, "stability"])  # a resample has fewer customers
    assert by_k.loc[26, "reason"]


def test_three_distinct_customers(recwarn):
    """Asked for more than there are: the number found is shown, and three is best."""
    rows = [(25, 40)] * 3 + [(40, 70)] * 3 + [(60, 20)] * 2
    frame = pd.DataFrame(rows, columns=["age", "score"])
    found = compare(frame, algorithms=["kmeans"], k=range(2, 11), resamples=0)
    by_k = found.scores.set_index("k_asked")
    assert by_k.loc[3, "silhouette"] == 1.0
    assert by_k.loc[3, "inertia"] == 0.0
    assert by_k.loc[4:8, "k"].tolist() == [3] * 5
    assert by_k.loc[9:, "status"].tolist() == ["impossible"] * 2
    assert (found.winners["k"] == 3).all()
    remarks = found.ranking.set_index("k_asked")["reason"]
    assert remarks[5].startswith("5 segments asked for, 3 found")
    assert [str(one.message) for one in recwarn] == []  # the row has said it


def test_group_numbers_follow_sizes_not_seeds():
    rng = np.random.default_rng(0)
    centres = np.repeat([[0, 0], [40, 0], [0, 40], [40, 40]], [9, 12, 12, 15], axis=0)
    frame = pd.DataFrame(centres + rng.normal(size=(48, 2)), columns=["age", "score"])
    labels = [
        compare(frame, algorithms=["kmeans"], k=[4], resamples=0, random_state=seed)
        .labels.iloc[:, 1]
        .tolist()
        for seed in range(4)
    ]
    expected = [3] * 9 + [1] * 12 + [2] * 12 + [0] * 15
    assert labels == [expected] * 4
