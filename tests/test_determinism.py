"""Same seed, same tables: workers, turns and other candidates change nothing."""

import numpy as np
import pandas as pd
import pytest

import segbench


def compare(frame, **changes):
    return segbench.compare(
        frame,
        **{"n_jobs": 1, "k": [2, 3], "scoring": "quick", "resamples": 3, **changes},
    )


def noisy_customers():
    rng = np.random.default_rng(0)
    return pd.DataFrame(rng.normal(size=(60, 3)), columns=["a", "b", "c"])


ALL_FIVE = {
    "algorithms": ["kmeans", "agglomerative", "dbscan", "hdbscan", "gmm"],
    "k": [2, 3],
    "scalers": ["standard", "robust"],
}


@pytest.fixture(scope="module")
def one():
    return compare(noisy_customers(), **ALL_FIVE)


def test_workers_change_nothing(one):
    two = compare(noisy_customers(), **ALL_FIVE, n_jobs=2)
    pd.testing.assert_frame_equal(one.ranking, two.ranking, check_exact=True)
    pd.testing.assert_frame_equal(one.scores, two.scores, check_exact=True)
    pd.testing.assert_frame_equal(one.labels, two.labels)


def as_written(frame):
    """What the files hold: ten digits."""
    return frame.to_csv(index=False, float_format="%.10g").splitlines()


def test_turns_change_nothing(one):
    turned = {name: values[::-1] for name, values in ALL_FIVE.items()}
    two = compare(noisy_customers(), **turned)
    assert as_written(one.ranking) == as_written(two.ranking)
    assert as_written(one.scores) == as_written(two.scores)
    assert as_written(one.labels) == as_written(two.labels)


def test_other_candidates_change_no_score():
    frame = noisy_customers()
    alone = compare(frame, algorithms=["gmm"], k=[3]).scores
    together = compare(frame, algorithms=["kmeans", "gmm"], k=[2, 3]).scores
    picked = together[(together["algo"] == "gmm") & (together["k_asked"] == 3)]
    for name in ("silhouette", "davies_bouldin", "stability", "min_jaccard"):
        assert picked[name].tolist() == pytest.approx(alone[name].tolist(), rel=1e-12)


def test_seed_changes_what_is_random():
    frame = noisy_customers()
    first, again, other = (
        compare(frame, algorithms=["random_labels"], random_state=seed).scores
        for seed in (0, 0, 1)
    )
    assert first["silhouette"].tolist() == again["silhouette"].tolist()
    assert first["silhouette"].tolist() != other["silhouette"].tolist()


def test_turn_of_the_columns_does_not_matter_to_the_winner(customers):
    straight = compare(customers, algorithms=["kmeans"])
    turned = compare(customers[customers.columns[::-1]], algorithms=["kmeans"])
    assert straight.best.params == turned.best.params
    assert straight.labels.iloc[:, 1].tolist() == turned.labels.iloc[:, 1].tolist()
