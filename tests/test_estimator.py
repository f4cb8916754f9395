"""The comparison as an estimator: what scikit-learn asks, and what a user does."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import segbench
from segbench.errors import DataError

QUICK = {"k": [2, 3], "scoring": "quick", "resamples": 0, "n_jobs": 1}
EXPECTED_FAILURES = {}  # check -> reason; there is none


def segmenter(*algorithms, **changes):
    names = list(algorithms) or ["kmeans", "agglomerative"]
    return segbench.Segmenter(names, **{**QUICK, **changes})


@parametrize_with_checks(
    # segments that have no rule of their own for new customers: the harder case
    [segmenter("agglomerative")],
    expected_failed_checks=lambda _: EXPECTED_FAILURES,
)
def test_scikit_learn_takes_it(estimator, check):
    check(estimator)


def test_it_is_the_comparison(customers):
    frame = customers[["income", "visits"]]
    made = segmenter().fit(frame)
    best = segbench.compare(
        frame, algorithms=["kmeans", "agglomerative"], features=None, **QUICK
    ).best
    assert made.labels_.tolist() == best.labels.tolist()
    assert made.comparison_.best.params == best.params
    assert made.feature_names_in_.tolist() == ["income", "visits"]
    assert made.model_.origin.algo == best.algo


def test_arrays_and_frames_agree(customers):
    frame = customers[["income", "visits"]]
    of_frame, of_array = segmenter().fit(frame), segmenter().fit(frame.to_numpy())
    assert of_frame.labels_.tolist() == of_array.labels_.tolist()
    new = pd.DataFrame({"income": [0.0, 29, 1], "visits": [31.0, -1, 0]})
    assert of_frame.predict(new).tolist() == [0, 1, 2]
    assert of_array.predict(new.to_numpy()).tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match="feature names"):
        of_frame.predict(new[["visits", "income"]])


def test_columns_that_look_like_ids_or_codes_are_quantities_here():
    """Numbers 1..n, 0 and 1 and blanks around names: all were meant to be used."""
    rng = np.random.default_rng(3)
    group = np.repeat([0, 1], 20)
    frame = pd.DataFrame(
        {
            "customer_id": np.arange(40),
            " flag ": group,
            "spend": group * 9 + rng.normal(size=40),
        }
    )
    made = segmenter("kmeans", k=[2]).fit(frame)
    assert made.labels_.tolist() in (group.tolist(), (1 - group).tolist())
    (ranking,) = made.comparison_.results.rankings
    columns = made.comparison_.results.points[ranking.space].columns
    assert set(columns) == {"customer_id", "flag", "spend"}
    assert made.predict(frame).tolist() == made.labels_.tolist()


def test_in_a_pipeline_with_categories(customers, blobs):
    step = make_column_transformer(
        (StandardScaler(), ["income", "visits"]), (OneHotEncoder(), ["city"])
    )
    line = make_pipeline(step, segmenter(scaler="none"))
    line = clone(line).set_params(segmenter__k=[3])
    assert line.fit_predict(customers).tolist() == blobs[1].tolist()
    again = pickle.loads(pickle.dumps(line))  # noqa: S301 our own bytes
    turned = customers.iloc[::-1]
    assert again.predict(turned).tolist() == blobs[1][::-1].tolist()


def test_noise_is_minus_one(blobs):
    X = np.vstack([blobs[0], [[500.0, 500.0]]])
    made = segmenter("dbscan").fit(X)
    assert made.labels_[-1] == -1
    assert made.predict([[-400.0, 900.0], [0.0, 30.0]]).tolist() == [-1, 0]


def test_nothing_ranked_is_refused_in_a_sentence():
    with pytest.raises(
        DataError, match="no segmentation of the 30 customers is ranked"
    ):
        segmenter("hdbscan").fit(np.random.default_rng(0).uniform(size=(30, 3)))


@pytest.mark.parametrize("dtype", ["object", "category", "string"])
def test_texts_are_refused_by_their_column(customers, dtype):
    frame = customers[["income", "city"]].astype({"city": dtype})
    with pytest.raises(DataError, match="column 'city' holds no numbers"):
        segmenter().fit(frame)


def test_mistakes_are_said_by_fit_not_before(blobs):
    wrong = segbench.Segmenter(["k-means"])
    with pytest.raises(ValueError, match="Did you mean 'kmeans'"):
        wrong.fit(blobs[0])


def test_random_states(blobs):
    for state in (np.random.RandomState(0), None, np.int64(4)):
        made = segmenter("kmeans", random_state=state, n_jobs=None).fit(blobs[0])
        assert made.labels_.tolist() == blobs[1].tolist()
