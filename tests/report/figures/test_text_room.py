import numpy as np
import pytest

from segbench.report.figures.text_room import fit, spread, widest, wrap


def test_names_are_cut_to_a_width_and_stay_different():
    names = [f"a rather long name of an algorithm, k={k}" for k in (2, 3)]
    short = fit([*names, "x"], 1.0)
    assert short[2] == "x"
    assert len(set(short)) == 3
    assert widest(short) < 1.3


def test_labels_move_apart_and_stay_inside():
    moved = spread([5.0, 5.0, 5.0, 0.0], 1.0, 0.0, 10.0)
    assert moved == pytest.approx([4.0, 5.0, 6.0, 0.0])
    assert spread([0.0, 0.0], 2.0, 0.0, 3.0) == pytest.approx([0.0, 2.0])
    crowded = spread(np.zeros(11), 5.0, 0.0, 10.0)
    assert crowded == pytest.approx(np.arange(11.0))


def test_notes_of_wide_letters_are_broken_too():
    lines = wrap("顧客セグメント" * 20, 3.0)
    assert len(lines) > 1
    assert widest(lines) <= 3.0
