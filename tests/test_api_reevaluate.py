"""Holding a comparison's segments against new customers, in Python."""

import numpy as np
import pandas as pd
import pytest

import segbench
from segbench.errors import DataError, UserError

CENTRES = np.array([[0.0, 0], [12, 0], [0, 12], [12, 12]])


def customers(seed, n=160, *, without=None, moved=0.0):
    rng = np.random.default_rng(seed)
    who = rng.choice(4, n, p=[0.3, 0.3, 0.2, 0.2])
    who = who[who != without] if without is not None else who
    X = rng.normal(size=(len(who), 2)) + CENTRES[who]
    return pd.DataFrame(
        {
            "customer_id": [f"{seed}-{i}" for i in range(len(who))],
            "spend": X[:, 0].round(3) + moved,
            "visits": X[:, 1].round(3),
            "city": rng.choice(["Oslo", "Lima"], len(who)),
        }
    )


@pytest.fixture(scope="module")
def found():
    return segbench.compare(
        customers(0),
        features=["spend", "visits"],
        algorithms=["kmeans"],
        k=[2, 3, 4, 5],
        scoring="quick",
        resamples=0,
        n_jobs=1,
    )


def test_the_same_customers_again_hold(found, tmp_path):
    more = customers(8)[["visits", "city", "customer_id", "spend"]]
    told = found.reevaluate(more.assign(note="x"))
    assert told.holds, told
    assert told.verdict == "The segmentation holds."
    assert "is shown first again" in repr(told)
    assert not told.findings["alarm"].any()
    page = told.report(tmp_path / "held")
    assert "The segmentation holds" in page.read_text(encoding="utf-8")
    assert (page.parent / "figures" / "flow.svg").exists()
    written = pd.read_csv(page.parent / "reevaluation.csv")
    assert len(written) == len(told.findings)


def test_a_segment_that_has_gone_and_a_variable_that_has_moved_are_named(found):
    told = found.reevaluate(customers(9, without=1), rerun=False)
    assert not told.holds
    assert "has vanished" in told.verdict
    assert told.answers["would the comparison choose the same today"].endswith(
        "was not run again."
    )
    moved = found.reevaluate(customers(9, moved=3.0), rerun=False)
    assert "spend has shifted" in moved.verdict


def test_frames_of_other_libraries(found):
    polars = pytest.importorskip("polars")
    more = customers(8)
    told = found.reevaluate(polars.from_pandas(more), rerun=False)
    pd.testing.assert_frame_equal(
        told.findings, found.reevaluate(more, rerun=False).findings
    )


def test_what_does_not_fit_is_said(found):
    with pytest.raises(DataError, match="'visits' is numeric in the run and missing"):
        found.reevaluate(customers(8).drop(columns="visits"))
    with pytest.raises(DataError, match="expected at least 20"):
        found.reevaluate(customers(8, n=12))
    with pytest.raises(UserError, match="reevaluate takes a pandas DataFrame"):
        found.reevaluate([1, 2])


def test_all_in_one_segment_have_no_silhouette(found):
    rng = np.random.default_rng(3)
    one = customers(8, n=60).assign(
        spend=rng.normal(12, 1, 60), visits=rng.normal(0, 1, 60)
    )
    told = found.reevaluate(one, rerun=False).findings
    (silhouette,) = told[told["kind"] == "silhouette"].to_dict("records")
    assert np.isnan(silhouette["value"])
    assert not silhouette["alarm"]
    assert "no silhouette" in silhouette["words"]
