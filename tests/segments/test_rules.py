"""Rules: merged, exact, honest; and the customers to look at."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

from segbench.data import build_dataset
from segbench.segments import typical
from segbench.segments.conditions import Condition, merged, rule_text, simple_threshold
from segbench.segments.rules import explain
from segbench.segments.typical import border_customers, margins_of, typical_customers
from segbench.segments.variables import variables_of


def variables(columns):
    return variables_of(build_dataset(pd.DataFrame(columns), "d"), None)


def test_conditions_are_merged():
    x, *levels = variables({"x": [0, 2, 1, 3] * 2, "c": list("abcaabca")})
    rule = merged(
        [
            Condition(x, above=1),
            Condition(levels[0], up_to=0.5),
            Condition(x, up_to=3),
            Condition(x, above=2),
            Condition(levels[2], above=0.5),
        ]
    )
    assert rule_text(rule) == "2 < x <= 3 and c is c"
    assert rule_text(merged([Condition(levels[0], up_to=0.5)])) == "c is not a"
    assert rule_text(()) == "every customer"


def test_flags_read_as_flags():
    (flag,) = variables({"member": [0, 1, 1, 0]})
    assert rule_text([Condition(flag, above=0.5)]) == "member is 1"
    assert rule_text([Condition(flag, up_to=0.5)]) == "member is 0"


@pytest.mark.parametrize(
    ("threshold", "values", "simple"),
    [
        (69.5, [69, 70], 69.5),
        (12345.5, [12000, 12700], 12300),
        (12345.5, [12345, 12346], 12345.5),
        (1e-9, [0, 2e-9], 1e-9),
        (-3.14159, [-4, -3], -3.14),
    ],
)
def test_thresholds_are_short_and_part_the_same_customers(threshold, values, simple):
    found = simple_threshold(threshold, np.array(values, dtype=float))
    assert found == pytest.approx(simple, rel=1e-12)
    assert values[0] <= found < values[1]


def test_rules_count_whom_they_meet():
    x = np.array([*range(20), *range(30, 50), 5.5])
    labels = np.array([0] * 20 + [1] * 20 + [-1])
    found = explain(variables({"x": x}), labels, 0)
    first, second = found.rules
    assert first.text == "x <= 24.5"
    assert (first.customers, first.coverage) == (21, 1.0)
    assert first.precision == pytest.approx(20 / 21)  # the noise customer meets it
    assert (second.text, second.precision) == ("x > 24.5", 1.0)
    assert found.fidelity == 1
    assert found.recall == (1.0, 1.0)


def test_questions_with_one_answer_are_left_out(rng):
    X = rng.normal(size=(200, 3))
    labels = (X[:, 0] > 0).astype(np.int64)
    found = explain(variables(dict(zip("abc", X.T, strict=True))), labels, 0)
    assert len(found.rules) == 2


def test_labels_without_a_pattern_are_not_explained(rng):
    X = rng.normal(size=(300, 3))
    labels = np.arange(300) % 3
    found = explain(variables(dict(zip("abc", X.T, strict=True))), labels, 0)
    assert found.fidelity < 0.5
    assert found.verdict.startswith("The segments are not explainable by simple rules")


def test_missing_numbers_count_as_the_median():
    x = np.array([1.0, 2, 3, 4, 5, np.nan, 20, 21, 22, 23, 24, 25])
    labels = np.array([0] * 6 + [1] * 6)
    columns = {"x": x, "same": np.ones(12)}  # a row without anything is no customer
    found = explain(variables(columns), labels, 0)
    assert sum(rule.customers for rule in found.rules) == 12


def test_large_tables_are_learned_from_a_part(monkeypatch, rng):
    monkeypatch.setattr("segbench.segments.rules.MOST_CUSTOMERS", 100)
    x = rng.normal(size=1000)
    labels = (x > 0).astype(np.int64)
    labels[np.argmax(x)] = 2  # hardly ever drawn
    found = explain(variables({"x": x}), labels, 0)
    assert {rule.segment for rule in found.rules} == {0, 1}
    assert found.rules[0].customers + found.rules[1].customers == 1000
    assert np.isnan(found.recall[2])


def test_medoid_is_the_nearest_to_all(rng):
    points = rng.normal(size=(90, 4))
    members = np.arange(10, 60)
    found = typical_customers(points, members)
    distances = cdist(points[members], points[members])
    assert found[0] == members[distances.sum(axis=1).argmin()]
    nearest = np.argsort(cdist(points[found[:1]], points[members])[0])[:4]
    assert found.tolist() == members[nearest].tolist()


def test_medoid_of_a_large_segment_is_the_same(monkeypatch, rng):
    points = rng.normal(size=(500, 3))
    members = np.arange(500)
    exact = typical_customers(points, members)
    monkeypatch.setattr(typical, "EXACT_UP_TO", 100)
    monkeypatch.setattr(typical, "_BLOCK", 64)
    assert typical_customers(points, members).tolist() == exact.tolist()


def test_equal_customers_are_typical_in_their_order():
    points = np.zeros((6, 2))
    assert typical_customers(points, np.arange(6)).tolist() == [0, 1, 2, 3]


def test_margins_by_hand():
    points = np.array([[0.0], [2], [10], [12], [99]])
    labels = np.array([0, 0, 1, 1, -1])
    margins = margins_of(points, labels)
    assert margins.margin == pytest.approx(
        [10 / 11, 8 / 9, 8 / 9, 10 / 11, np.nan], nan_ok=True
    )
    assert margins.neighbour.tolist() == [1, 1, 0, 0, -1]
    first, second = border_customers(
        margins, np.array([0, 1]), np.array([], dtype=int), list("abcde")
    )
    assert (first.id, first.neighbour, second.id) == ("b", 1, "a")


def test_margins_of_customers_that_are_all_equal():
    margins = margins_of(np.zeros((4, 1)), np.array([0, 0, 1, 1]))
    assert margins.margin.tolist() == [0.0] * 4
