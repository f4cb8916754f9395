"""The segmentation shown first: what it says, and customers it is used on."""

import pickle

import numpy as np
import pandas as pd
import pytest

import segbench
from segbench.algorithms import AlgorithmSpec


def compare(frame, **changes):
    settings = {"algorithms": ["kmeans", "agglomerative"], "k": [2, 3, 4]}
    quick = {"scoring": "quick", "resamples": 0, "n_jobs": 1}
    return segbench.compare(frame, **{**quick, **settings, **changes})


@pytest.fixture(scope="module")
def found(same_customers):
    return compare(same_customers, features={"pair": ["income", "visits"]})


NEW = pd.DataFrame({"visits": [31.0, -1, 0], "income": [0.0, 29, 1], "shoe": [1, 2, 3]})
"""One new customer near the middle of each group, the largest group first."""


def test_it_is_the_first_of_the_ranking(found, blobs):
    best, row = found.best, found.winners.iloc[0]
    assert (best.algo, best.k, best.rank) == ("kmeans", 3, 1)
    assert best.params["n_clusters"] == 3
    assert (best.features, best.scaler) == (row["features"], row["scaler"])
    assert best.score == row["score"]
    assert best.labels.tolist() == blobs[1].tolist()  # by size
    assert best.profile is found.profile


def test_new_customers_get_the_segments(found):
    assert found.best.model.assign(NEW)["segment"].tolist() == [0, 1, 2]
    assert found.best.model is found.best.model  # made once


def test_a_model_goes_through_a_file(found, tmp_path):
    found.best.model.save(tmp_path / "segments.skops")
    again = segbench.load_model(tmp_path / "segments.skops")
    assert isinstance(again, segbench.SegmentModel)
    assert again.names == tuple(one.name for one in found.profile.portraits)
    pd.testing.assert_frame_equal(again.assign(NEW), found.best.model.assign(NEW))


def test_those_left_out_have_no_label_and_the_order_stays(customers):
    customers.loc[[3, 50], "income"] = np.nan
    plan = segbench.CleaningPlan(missing="drop")
    best = compare(customers, features=["income", "visits"], cleaning=plan).best
    assert len(best.labels) == len(customers)
    assert best.labels[best.labels.isna()].index.tolist() == [3, 50]
    assigned = best.model.assign(customers)["segment"]
    pd.testing.assert_series_equal(assigned, best.labels)


def test_the_space_of_the_best_is_made_again_of_several(customers):
    """A model of the wrong space would put other columns or scales to use."""
    features = {"noise": ["dice"], "pair": ["income", "visits"]}
    customers["dice"] = np.random.default_rng(5).uniform(size=len(customers))
    reference = (["income"], "robust")
    found = compare(
        customers, features=features, scalers=["none", "power"], reference=reference
    )
    origin = found.best.model.origin
    assert (origin.features, origin.scaler) == (found.best.features, found.best.scaler)
    again = found.best.model.assign(customers)["segment"]
    assert again.tolist() == found.best.labels.tolist()


def test_an_algorithm_of_ones_own_has_a_model(customers):
    mine = AlgorithmSpec(
        "mine", "sklearn.cluster.KMeans", "n_clusters", params={"n_init": 2}
    )
    best = compare(customers, algorithms=[mine], features=["income", "visits"]).best
    assert dict(best.params) == {"n_init": 2, "n_clusters": 3}
    assert best.model.assign(NEW)["segment"].tolist() == [0, 1, 2]
    # found by the declared class: the own rule is used, nobody's values are kept
    assert best.model.known is None


def test_nothing_ranked_is_none(customers):
    nobody = AlgorithmSpec(
        "nobody",
        "sklearn.cluster.DBSCAN",
        params={"eps": 1e-6, "min_samples": 3},
        assigns_noise=True,
    )
    found = compare(customers, algorithms=[nobody])
    assert found.best is None
    assert found.winners.empty


def test_it_is_kept_by_pickle_with_its_model(found):
    expected = found.best.model.assign(NEW)
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 our own bytes
    pd.testing.assert_frame_equal(again.best.model.assign(NEW), expected)


def test_prints_well(customers):
    odd = customers.rename(columns={"income": "<i>income"})
    features = {"a&b": ["<i>income", "visits"]}
    best = compare(odd, features=features, algorithms=["kmeans"]).best
    title, place, *segments = repr(best).splitlines()
    assert title.startswith("Best of customers: kmeans(")
    assert place.strip().startswith("3 segments, a&b / standard, rank 1, score ")
    shares = [line.split()[:2] for line in segments]
    assert shares == [["0", "50.0%"], ["1", "31.2%"], ["2", "18.8%"]]
    page = best._repr_html_()
    assert "a&amp;b" in page
    assert "<i>" not in page


def test_it_says_why_the_first_row_of_the_ranking_is_not_taken(found):
    """Both find the same customers together: the baseline is taken."""
    best = found.best
    assert found.ranking["algo"].iloc[0] == "agglomerative"
    assert best.algo == "kmeans"
    assert best.why.startswith("Chosen: kmeans (n_clusters=3), the baseline.")
    assert best.why in repr(best)
    assert best.why in best._repr_html_()


def test_importing_segbench_imports_no_library(python):
    python(
        "import sys, segbench; dir(segbench); "
        "assert not {'sklearn', 'pandas', 'numpy'} & set(sys.modules)"
    )


def test_the_written_report_has_the_model(found, tmp_path):
    folder = found.report(tmp_path / "run", figures=False)
    (path,) = (folder / "models").iterdir()
    assert segbench.load_model(path).assign(NEW)["segment"].tolist() == [0, 1, 2]
