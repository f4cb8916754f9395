"""Labels against several known segmentations of the same customers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as reference

from segbench.metrics import agreement_scores
from segbench.scoring.measures_external import EXTERNAL

LABELS = [0, 0, 5, 5, 5, 9]
COLOUR = ["red", "red", "blue", "blue", "blue", "red"]


def test_each_truth_by_itself():
    size = [1, 1, 1, 2, 2, 2]
    found = agreement_scores(LABELS, {"colour": COLOUR, "size": size})
    assert list(found) == ["colour", "size"]
    for name, truth in (("colour", COLOUR), ("size", size)):
        assert list(found[name]) == [one.name for one in EXTERNAL]
        for index, function in (
            ("ari", reference.adjusted_rand_score),
            ("ami", reference.adjusted_mutual_info_score),
            ("v_measure", reference.v_measure_score),
            ("fowlkes_mallows", reference.fowlkes_mallows_score),
        ):
            expected = pytest.approx(function(truth, LABELS))
            assert found[name][index] == expected, index
    assert max(found, key=lambda name: found[name]["ari"]) == "colour"


def test_customers_of_unknown_segment_are_left_out_of_that_truth_alone():
    partly = ["a", "a", None, "b", "b", np.nan]
    numbers = np.array([3, 3, -1, 7, 7, -1])
    found = agreement_scores(
        [0, 0, 1, 1, 1, 0],
        {
            "texts": np.array(partly, dtype=object),
            "numbers": numbers,
            "all": [0, 0, 0, 1, 1, 1],
        },
    )
    assert found["texts"] == found["numbers"]
    assert found["texts"]["ari"] == 1.0
    assert found["all"]["ari"] < 1


@given(st.integers(0, 1000))
def test_a_stack_is_each_one_alone_and_names_do_not_matter(seed):
    rng = np.random.default_rng(seed)
    stack, truth = rng.integers(-1, 4, (3, 30)), rng.integers(-1, 3, 30)
    together = agreement_scores(stack, {"t": truth})["t"]
    renamed = np.where(truth < 0, -1, (truth + 1) % 3 + 4)
    order = rng.permutation(30)
    for number, labels in enumerate(stack):
        moved = np.where(labels < 0, -1, 10 - labels)[order]
        alone = agreement_scores(moved, {"t": renamed[order]})["t"]
        for index, values in together.items():
            expected = pytest.approx(values[number], abs=1e-9, nan_ok=True)
            assert alone[index] == expected, index


def test_undefined_is_nan():
    found = agreement_scores([0, 0, 1], {"nobody": [-1, -1, -1], "one": [4, 4, 4]})
    assert np.isnan(list(found["nobody"].values())).all()
    assert np.isnan(found["one"]["homogeneity"])


@pytest.mark.parametrize(
    ("labels", "truth", "told"),
    [
        ([0, 1], [0, 1, 1], r"truth 't' must have shape \(2,\)"),
        ([0.5, 1], [0, 1], "integers"),
        (3, [0], "shape"),
    ],
)
def test_mistakes(labels, truth, told):
    with pytest.raises(ValueError, match=told):
        agreement_scores(labels, {"t": truth})
