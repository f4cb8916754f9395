import numpy as np
import pytest

from segbench.report.figures.plane import plane_figure

SQUARE = np.array([[0, 0], [0, 2], [2, 0], [2, 2], [10, 10], [10, 12], [50, 9]], float)
LABELS = [0, 0, 0, 0, 1, 1, -1]


def numbers(figure):
    texts = [t for t in figure.axes[0].texts if t.get_gid() == "number"]
    return {t.get_text(): t.get_position() for t in texts}


def test_numbers_stand_at_the_means_and_noise_has_none():
    found = numbers(plane_figure(SQUARE, ["a", "b"], LABELS, log=False))
    assert set(found) == {"0", "1"}
    assert found["0"] == pytest.approx((1, 1), abs=0.02)
    assert found["1"] == pytest.approx((10, 11), abs=0.02)


def test_a_customer_with_a_missing_value_moves_no_centre():
    values = np.r_[SQUARE, [[np.nan, 900.0]]]
    figure = plane_figure(values, ["a", "b"], [*LABELS, 0], log=False)
    assert numbers(figure)["0"] == pytest.approx((1, 1), abs=0.02)
    assert "1 with missing values not drawn" in " ".join(figure.get_supxlabel().split())


def test_colour_and_marker_differ_and_noise_is_named():
    axes = (figure := plane_figure(SQUARE, ["a", "b"], LABELS)).axes[0]
    kinds = {c.get_gid(): c for c in axes.collections}
    assert set(kinds) == {"segment -1", "segment 0", "segment 1"}
    paths = [tuple(c.get_paths()[0].vertices.ravel()) for c in kinds.values()]
    assert len(set(paths)) == 3
    assert "noise, 14 %" in " ".join(figure.get_supxlabel().split())


def test_medoids_and_one_feature():
    figure = plane_figure(SQUARE[:, :1], ["a"], LABELS, medoids=[0, 4])
    medoids = [c for c in figure.axes[0].collections if c.get_gid() == "medoid"]
    assert [c.get_offsets()[0][0] for c in medoids] == [0, 10]
    assert "Height has no meaning" in " ".join(figure.get_supxlabel().split())


def test_nobody_with_values():
    figure = plane_figure([[np.nan, 1], [1, np.nan]], ["a", "b"], [0, 1])
    assert [t.get_text() for t in figure.axes[0].texts] == ["no values"]


def test_long_tails_are_logarithmic_and_said():
    values = np.c_[10.0 ** np.linspace(0, 4, 50), np.arange(50)]
    axes = plane_figure(values, ["money", "age"], np.zeros(50)).axes[0]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "linear")
    assert axes.get_xlabel() == "money  (log)"
