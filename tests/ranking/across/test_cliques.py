"""Groups of neighbours that are not told apart."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segbench.ranking.across import compare_over_datasets
from segbench.ranking.across.cliques import runs_alike


def matrix(n, pairs):
    differ = np.zeros((n, n), dtype=bool)
    for i, j in pairs:
        differ[i, j] = differ[j, i] = True
    return differ


def test_nobody_differs():
    assert runs_alike(matrix(4, [])) == [(0, 4)]


def test_everybody_differs():
    assert runs_alike(matrix(4, combinations(range(4), 2))) == []


def test_overlap():
    assert runs_alike(matrix(4, [(0, 2), (0, 3), (1, 3)])) == [(0, 2), (1, 3), (2, 4)]


def test_a_bar_does_not_jump_over_one_that_differs():
    assert runs_alike(matrix(3, [(0, 1), (1, 2)])) == []


@given(st.integers(2, 7), st.data())
def test_all_longest_runs_are_found(n, data):
    pairs = list(combinations(range(n), 2))
    differ = matrix(n, data.draw(st.lists(st.sampled_from(pairs), unique=True)))
    alike = [(i, j + 1) for i, j in pairs if not differ[i : j + 1, i : j + 1].any()]
    longest = [
        (i, j)
        for i, j in alike
        if not any(a <= i < j <= b for a, b in alike if (a, b) != (i, j))
    ]
    assert runs_alike(differ) == longest


def test_names_in_the_order_of_mean_ranks():
    rng = np.random.default_rng(0)
    scores = rng.normal([4, 0, 4.2, 0.5], size=(20, 4))
    found = compare_over_datasets(
        scores, algorithms=["w", "x", "y", "z"], datasets=[f"d{i}" for i in range(20)]
    )
    assert found.names_by_rank == ("y", "w", "z", "x")
    assert found.cliques == (("y", "w"), ("z", "x"))
