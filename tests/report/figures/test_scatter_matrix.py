import numpy as np

from segbench.report.figures.scatter_matrix import scatter_matrix_figure


def correlations(figure):
    return [
        text.get_text()
        for axes in figure.axes
        for text in axes.texts
        if text.get_gid() == "correlation"
    ]


def test_spearman_of_pairs_that_have_both_values():
    # Ranks 1..5 against 2 1 4 3 5: rho = 1 - 6 * 4 / (5 * 24) = 0.8; the sixth row
    # would change it, but misses a value.
    values = [[1, 20], [2, 10], [3, 40], [4, 30], [5, 5000], [6, np.nan]]
    assert correlations(scatter_matrix_figure(values, ["a", "b"])) == ["0.80"]


def test_a_constant_has_no_correlation():
    values = np.c_[np.arange(9), np.ones(9), np.full(9, np.nan)]
    found = correlations(scatter_matrix_figure(values, list("abc")))
    assert found == ["no value"] * 3


def test_caps_are_said():
    values = np.random.default_rng(0).normal(size=(5001, 7))
    figure = scatter_matrix_figure(values, list("abcdefg"))
    assert len(figure.axes) == 36
    assert "The first 6 of 7 variables" in " ".join(figure.get_supxlabel().split())
    assert "5,000 of 5,001 customers drawn" in " ".join(figure.get_supxlabel().split())
