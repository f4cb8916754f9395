import numpy as np

from segbench.report.figures.correlation_map import correlation_map_figure


def rows(figure):
    return [t.get_text() for t in figure.axes[0].get_yticklabels()]


def columns(figure):
    return [t.get_text() for t in figure.axes[0].get_xticklabels()]


def test_variables_that_go_together_stand_together():
    table = np.eye(4)
    table[0, 2] = table[2, 0] = -0.9
    table[1, 3] = table[3, 1] = 0.8
    figure = correlation_map_figure(table, list("abcd"))
    order = [*columns(figure)[:1], *rows(figure)]
    assert abs(order.index("a") - order.index("c")) == 1
    assert abs(order.index("b") - order.index("d")) == 1
    written = sorted(t.get_text() for t in figure.axes[0].texts)
    assert written == ["-0.90", "0.00", "0.00", "0.00", "0.00", "0.80"]


def test_undefined_is_grey_and_said():
    table = np.array([[1, np.nan, 0.5], [np.nan, np.nan, np.nan], [0.5, np.nan, 1]])
    figure = correlation_map_figure(table, list("abc"))
    assert [t.get_text() for t in figure.axes[0].texts] == ["0.50"]
    assert "undefined" in " ".join(figure.get_supxlabel().split())


def test_strongest_of_many():
    table = np.eye(70)
    table[64, 69] = table[69, 64] = 0.7
    figure = correlation_map_figure(table, [f"v{i}" for i in range(70)])
    assert "The 60 of 70" in " ".join(figure.get_supxlabel().split())
    names = [row.split()[0] for row in rows(figure)]
    assert {"v64", "v69"} & set(names)
    assert columns(figure)[0] == "1"


def test_input_is_not_changed():
    table = np.array([[1, 0.5], [0.5, 1]])
    before = table.copy()
    correlation_map_figure(table, ["a", "b"])
    assert (table == before).all()
