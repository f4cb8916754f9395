"""Files and frames of new customers: decimal marks, other libraries, pickles."""

import pickle

import numpy as np
import pandas as pd
import pytest

from segbench.errors import DataError
from segbench.features import FeatureSet

QUANTITIES = FeatureSet("all", ("age", "spend"))


def segments(model, frame):
    return model.assign(frame)["segment"].to_numpy(dtype=np.int64)


def test_text_is_read_as_numbers_with_its_decimal_mark(make_model, shop):
    model, _ = make_model(shop)
    text = shop.assign(
        age=shop["age"].map(lambda x: f"{x:.2f}".replace(".", ",")),
        spend=shop["spend"].map(lambda x: f"$ {x:.2f}"),
    )
    with pytest.raises(DataError, match="'age' holds 'old'"):
        model.assign(text.assign(age=["old", *text["age"][1:]]))
    assert segments(
        model, text[["age", "id", "city"]].assign(spend=shop["spend"])
    ).tolist() == (segments(model, shop).tolist())


def test_a_mark_that_means_two_things_is_read_like_the_first_customers(
    make_model, shop
):
    """In ``1,234`` the comma may begin decimals or group thousands."""
    rng = np.random.default_rng(0)
    whole = shop.assign(spend=rng.integers(1_000, 9_999, len(shop)))
    model, _ = make_model(whole, features=QUANTITIES)
    for mark in (",", "."):
        text = whole.assign(spend=[f"{x:,}".replace(",", mark) for x in whole["spend"]])
        assert segments(model, text).tolist() == segments(model, whole).tolist()
        other = "." if mark == "," else ","
        small = model.assign(text, decimal=mark)["distance"]
        assert (small != model.assign(text, decimal=other)["distance"]).any()


def test_a_mark_that_may_mean_either_is_asked_for(make_model, shop):
    rng = np.random.default_rng(0)
    wide = shop.assign(spend=np.round(10 ** rng.uniform(0, 4, len(shop)), 3))
    model, _ = make_model(wide, features=QUANTITIES)
    text = wide.iloc[:3].assign(spend=["1,234", "5,678", "2,345"])
    with pytest.raises(DataError, match=r"'1,234', which may be .*say decimal=point"):
        model.assign(text)
    assert len(model.assign(text, decimal=",")) == 3


def test_numbers_written_against_the_first_file_are_refused(make_model, shop):
    model, _ = make_model(shop, features=QUANTITIES)
    mixed = shop.iloc[:40].assign(spend=["5%", *map(str, shop["spend"][1:40])])
    with pytest.raises(DataError, match="'spend' of the new customers mixes percent"):
        model.assign(mixed)


def test_frames_of_other_libraries_and_named_indices(make_model, shop):
    model, _ = make_model(shop, features=QUANTITIES)
    expected = model.assign(shop)
    pl, pa = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    for frame in (
        pl.from_pandas(shop),
        pl.from_pandas(shop).lazy(),
        pa.Table.from_pandas(shop),
        shop.set_index("id"),
    ):
        pd.testing.assert_frame_equal(model.assign(frame), expected)
    with pytest.raises(DataError, match="assign takes a pandas DataFrame"):
        model.assign(shop["age"])


def test_a_model_can_be_pickled(make_model, shop):
    for algorithm in ("kmeans", "dbscan"):
        model, _ = make_model(shop, algorithm)
        again = pickle.loads(pickle.dumps(model))  # noqa: S301 made a line before
        pd.testing.assert_frame_equal(again.assign(shop), model.assign(shop))
