"""Measures that somebody adds: found, computed, and held apart from the others."""

import logging

import numpy as np
import pytest

from segbench.core import Labeling, Setting, Status
from segbench.errors import ConfigError
from segbench.report.columns import COLUMNS
from segbench.scoring import MEASURES, available_measures, measures, score_labelings
from segbench.scoring.measures import Direction, Measure, Values, register_measure
from segbench.scoring.reserved import RESERVED

X = np.array([[0.0], [1], [10], [12]])


def largest_share(given):
    return Values(np.array([np.bincount(x).max() / len(x) for x in given.stack]))


def named(name="largest_share", function=largest_share, **more):
    reference = "nobody, nowhere, never"
    return Measure(
        name, function, Direction.SMALL, 0.0, 1.0, False, "", reference, **more
    )


@pytest.fixture(autouse=True)
def nothing_stays_registered(monkeypatch):
    monkeypatch.setattr(measures, "_registered", {})


def score(*stack):
    labelings = [
        Labeling(Setting("a", {}), Status.OK, "", np.array(one), None, 0.0)
        for one in stack
    ]
    return score_labelings(X, labelings, None)


def test_every_labeling_gets_a_value_after_the_shipped_ones():
    added = register_measure(named(origin="my-package"))
    assert available_measures() == {**MEASURES, "largest_share": added}
    first, second = score([0, 0, 1, 1], [0, 0, 0, 1])
    assert list(first.values)[-1] == "largest_share"
    assert (first.values["largest_share"], second.values["largest_share"]) == (
        0.5,
        0.75,
    )


def test_only_what_is_asked_for_is_computed():
    register_measure(named())
    labeling = Labeling(Setting("a", {}), Status.OK, "", np.array([0, 0, 1, 1]), 2, 0.0)
    (found,) = score_labelings(X, [labeling], None, measures=["inertia"])
    assert set(found.values) == {"inertia"}


def test_the_origin_is_the_module_where_none_is_given():
    assert register_measure(named()).origin == __name__
    assert {one.origin for one in MEASURES.values()} == {"segbench"}


@pytest.mark.parametrize("name", ["silhouette", "largest_share"])
def test_a_taken_name_is_refused_with_both_origins(name):
    register_measure(named(origin="first-package"))
    owner = "segbench" if name == "silhouette" else "first-package"
    with pytest.raises(ConfigError, match=f"second-package is already.* by {owner}"):
        register_measure(named(name, origin="second-package"))
    assert available_measures().get(name).origin == owner


@pytest.mark.parametrize("name", ["stability", "rank", "largest_share_low", "bic"])
def test_a_name_of_another_column_is_refused(name):
    register_measure(named())
    with pytest.raises(ConfigError, match=r"already a column of segbench"):
        register_measure(named(name))


@pytest.mark.parametrize("name", ["my index", "a,b", "", "2nd"])
def test_a_name_is_a_plain_word(name):
    with pytest.raises(ConfigError, match="letters, digits and _"):
        register_measure(named(name))


def test_every_column_is_a_measure_or_reserved():
    intervals = {f"silhouette_{end}" for end in ("low", "high")}
    assert set(COLUMNS) - set(MEASURES) - intervals <= RESERVED
    assert set(MEASURES) & RESERVED == set()


def broken(_given):
    raise ZeroDivisionError("no\nluck")


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (broken, "ZeroDivisionError: no luck"),
        (lambda _given: Values(np.zeros(7)), "gave shape (7,) for 1 labelings"),
        (lambda _given: 0.5, "AttributeError"),
    ],
)
def test_a_broken_measure_leaves_the_others_alone(function, told, caplog):
    register_measure(named(function=function, origin="my-package"))
    with caplog.at_level(logging.WARNING, logger="segbench"):
        (found,) = score([0, 0, 1, 1])
    assert np.isnan(found.values["largest_share"])
    assert told in found.reasons["largest_share"]
    assert "my-package" in caplog.text
    assert found.values["silhouette"] > 0.8


def test_an_undefined_value_always_has_a_reason():
    empty = Values(np.array([np.nan, np.nan]), reasons=("because", ""))
    register_measure(named(function=lambda _given: empty))
    scores = score([0, 0, 1, 1], [0, 0, 0, 1])
    assert [one.reasons["largest_share"] for one in scores] == ["because", "undefined"]
