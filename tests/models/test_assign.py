"""New customers get a segment; old ones their own."""

import numpy as np
import pandas as pd
import pytest

from segbench.core import NOISE
from segbench.errors import DataError
from segbench.features import FeatureSet

MIXED = FeatureSet("all", distance="gower")
AXES = FeatureSet("all", famd=2)
QUANTITIES = FeatureSet("all", ("age", "spend"))


def segments(model, frame):
    return model.assign(frame)["segment"].to_numpy(dtype=np.int64)


@pytest.mark.parametrize(
    ("algorithm", "features"),
    [
        ("agglomerative", QUANTITIES),
        ("agglomerative", MIXED),
        ("dbscan", QUANTITIES),
        ("hdbscan", MIXED),
        ("birch", AXES),
        ("spectral", QUANTITIES),
    ],
)
def test_first_customers_keep_their_segments(make_model, shop, algorithm, features):
    model, labels = make_model(shop, algorithm, features=features)
    shuffled = shop.sample(frac=1, random_state=1)[["city", "spend", "id", "age"]]
    assert segments(model, shuffled).tolist() == labels[shuffled.index].tolist()
    assert any("keep their own segments" in line for line in model.words)


@pytest.mark.parametrize("algorithm", ["kmeans", "gmm", "mini_batch_kmeans"])
def test_own_rules_and_all_first_customers_keep_their_segments(
    make_model, shop, algorithm
):
    rng = np.random.default_rng(0)
    close = shop.assign(age=rng.normal(size=len(shop)), spend=rng.gamma(2, 30, 120))
    for frame in (shop, close):
        model, labels = make_model(frame, algorithm, features=QUANTITIES)
        assert model.taken.own
        assert segments(model, frame).tolist() == labels.tolist()


def test_whom_a_rule_moves_is_said_and_has_its_membership(make_model, shop):
    rng = np.random.default_rng(0)
    close = shop.assign(age=rng.normal(size=len(shop)), spend=rng.gamma(2, 30, 120))
    model, labels = make_model(close, "gmm", features=QUANTITIES)
    typed = model.schema.typed(close)
    matrix = model.preparation.matrix(model.preparation.values(typed))
    moved = model.rule.assign(matrix).labels != labels
    assert moved.any(), "these customers are to be on the border"
    assert f"{moved.sum()} first customers whom it would move keep" in model.words[1]
    given = model.assign(close)
    assert (given["segment"].to_numpy(np.int64) == labels).all()
    assert (given["membership"][moved] < 0.9).all()


@pytest.mark.parametrize("scaler", ["none", "minmax", "robust", "power", "quantile"])
@pytest.mark.parametrize(
    "features", [QUANTITIES, FeatureSet("all", log1p="skewed", pca=2)]
)
def test_every_scale_is_learnt_from_the_first_customers(
    make_model, shop, scaler, features
):
    model, labels = make_model(shop, scaler=scaler, features=features)
    one_by_one = [segments(model, shop.iloc[[i]])[0] for i in range(0, 120, 17)]
    assert one_by_one == segments(model, shop)[::17].tolist()
    assert np.mean(segments(model, shop) == labels) == 1


@pytest.mark.parametrize("features", [MIXED, AXES, FeatureSet("all", log1p=("spend",))])
def test_the_preparation_is_that_of_the_space(shop, features):
    from segbench.data import build_dataset
    from segbench.features import ScalerSpec, build_space
    from segbench.models.preparation import learn_preparation

    dataset = build_dataset(shop, "shop")
    space = build_space(dataset, features, ScalerSpec("none"), 0)
    learnt = learn_preparation(dataset, features, space)
    again = learnt.matrix(learnt.values(dataset.frame))
    assert again == pytest.approx(space.matrix, abs=1e-12)


def test_a_group_that_nobody_was_in_is_noise(make_model, shop):
    model, labels = make_model(shop, "dbscan", features=QUANTITIES)
    far = pd.DataFrame({"id": ["x"], "age": [200.0], "spend": [900.0]})
    assert (labels == NOISE).any()
    row = model.assign(far).iloc[0]
    assert (row["segment"], row["segment_name"]) == (NOISE, "no segment")
    assert row["confidence"] > 0.8


def test_confidence_falls_towards_the_border(make_model):
    frame = pd.DataFrame({"x": [0.0, 0.1, 0.2, 10, 10.1, 10.2]})
    model, _ = make_model(frame, k=2)
    new = pd.DataFrame({"x": [0.1, 3.0, 5.09, 5.11, 10.1]})
    confidence = model.assign(new)["confidence"].to_numpy()
    assert confidence[[0, 4]] == pytest.approx(1, abs=1e-6)
    assert confidence[1] > 0.5
    assert (confidence[[2, 3]] < 0.01).all()


def test_memberships_are_probabilities(make_model, shop):
    model, _ = make_model(shop, "gmm", features=QUANTITIES)
    found = model.assign(shop)
    assert found["membership"].between(1 / 3, 1).all()
    assert found["membership"].equals(found["confidence"].rename("membership"))


def test_order_of_columns_and_extra_ones_do_not_matter(make_model, shop):
    model, _ = make_model(shop)
    other = shop.assign(note="hello")[["note", "city", "spend", "age", "id"]]
    assert model.assign(other).equals(model.assign(shop))


def test_a_missing_column_is_named_with_the_closest(make_model, shop):
    model, _ = make_model(shop)
    with pytest.raises(DataError, match=r"no column 'spend'.*Did you mean 'Spends'\?"):
        model.assign(shop.rename(columns={"spend": "Spends"}))


def test_new_levels_are_as_far_from_every_level(make_model, shop):
    model, _ = make_model(shop, "agglomerative", features=MIXED)
    new = shop.iloc[[5, 6]].assign(city=["Rome", "Oslo"], id=["n1", "n2"])
    found = model.assign(new)
    assert found["remark"].tolist() == ["new level of city", ""]
    encoder = model.preparation.encoder
    levels = [*encoder.levels["city"], "Rome"]
    frame = pd.DataFrame({"age": 50.0, "spend": 50.0, "city": levels})
    encoded = encoder.encode(encoder.values(frame))
    apart = np.abs(encoded[:-1] - encoded[-1]).sum(axis=1)
    assert apart == pytest.approx(np.abs(encoded[0] - encoded[1]).sum())


def test_a_new_level_beside_two_is_neither(make_model, shop):
    two = shop.assign(city=np.where(shop["city"] == "Oslo", "Oslo", "Lima"))
    model, _ = make_model(two)
    encoder = model.preparation.encoder
    frame = pd.DataFrame({"age": 1.0, "spend": 1.0, "city": ["Lima", "Oslo", "Rome"]})
    assert encoder.encode(encoder.values(frame))[:, -1].tolist() == [0, 1, 0.5]


@pytest.mark.parametrize("missing", ["median", "most_frequent", "knn", "indicator"])
@pytest.mark.parametrize("gap_at_first", [False, True])
def test_gaps_are_filled_as_was_learnt(make_model, shop, missing, gap_at_first):
    first = shop.copy()
    if gap_at_first:
        first.loc[[7, 9], "age"] = np.nan
    model, _ = make_model(first, missing=missing, features=QUANTITIES)
    new = shop.iloc[[20]].assign(age=np.nan)
    crowd = pd.concat([new, shop.assign(age=99.0)])  # who else comes changes nothing
    one = model.assign(new).iloc[0]
    assert one.equals(model.assign(crowd).iloc[0])
    assert one["remark"] == "age filled in"
    assert one["segment"] in {0, 1, 2}


def test_who_would_have_been_left_out_gets_no_segment(make_model, shop):
    model, _ = make_model(shop, missing="drop", features=QUANTITIES)
    found = model.assign(shop.head(3).assign(age=[np.nan, 40, 41]))
    assert found["segment"].isna().tolist() == [True, False, False]
    assert found["remark"].tolist() == ["missing age", "", ""]
    assert np.isnan(found["confidence"][0])


def test_outliers_are_clipped_to_the_fences_that_were_learnt(make_model, shop):
    first = shop.copy()
    first.loc[0, "spend"] = 5_000.0
    model, _ = make_model(first, outliers="clip", features=QUANTITIES)
    _, high = model.preparation.limits["spend"]
    assert first["spend"].drop(0).max() < high < 1_000
    ends = shop.iloc[[30, 30]].assign(spend=[high, 1e9])
    at_the_fence, far_out = model.assign(ends)["distance"]
    assert at_the_fence == far_out


def test_a_new_table_without_ids_is_numbered(make_model, shop):
    model, _ = make_model(shop)
    assert model.assign(shop.drop(columns="id"))["id"].tolist()[:2] == ["1", "2"]


def test_it_prints_in_a_persons_words(make_model, shop):
    model, _ = make_model(shop)
    text = repr(model)
    assert text.startswith("SegmentModel of customers: kmeans, rank 1")
    assert "New customers get the segment whose mean customer is nearest" in text
    assert all(name in text for name in model.names)
