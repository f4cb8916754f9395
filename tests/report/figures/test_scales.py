import numpy as np
import pytest

from segbench.report.figures.scales import Scale, scale_of

TAIL = 10.0 ** np.linspace(0, 4, 200)


def test_only_a_long_tail_without_negative_values_is_logarithmic():
    assert scale_of(TAIL).log
    assert not scale_of(np.arange(1, 100)).log
    assert not scale_of(np.r_[TAIL, -1]).log
    assert not scale_of(TAIL, log=False).log
    assert not scale_of(np.full(5, 3.0), log=True).log
    assert not scale_of(np.full(5, np.nan)).log


def test_zeros_get_a_linear_place():
    scale = scale_of(np.r_[np.zeros(50), TAIL])
    assert scale.start == 1
    assert scale.words == "  (log above 1)"


@pytest.mark.parametrize("scale", [Scale(), Scale(True), Scale(True, 10)])
def test_bins_hold_everybody(scale):
    edges = scale.bins(TAIL, 12)
    assert len(edges) == 13
    assert (np.diff(edges) > 0).all()
    assert np.histogram(TAIL, edges)[0].sum() == len(TAIL)


def test_logarithmic_bins_are_equal_ratios():
    edges = np.array(Scale(True).bins(TAIL, 4))
    assert edges == pytest.approx([1, 10, 100, 1000, 10_000])
