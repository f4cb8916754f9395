import numpy as np

from segbench.report.figures.variable_order import order_variables


def test_variables_that_go_together_stand_together():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 500))
    blur = 0.3 * rng.normal(size=(500, 4))
    X = np.column_stack([a, b, a, b]) + blur
    order = order_variables(X)
    assert sorted(order) == [0, 1, 2, 3]
    assert {frozenset(order[:2]), frozenset(order[2:])} == {
        frozenset({0, 2}),
        frozenset({1, 3}),
    }


def test_constants_and_missing_values_have_a_place():
    X = np.column_stack(
        [np.ones(9), np.arange(9.0), np.full(9, np.nan), np.arange(9.0)]
    )
    assert sorted(order_variables(X)) == [0, 1, 2, 3]
    assert order_variables(X[:, :1]) == [0]
