import numpy as np

from segbench.report.figures.plane import plane_figure
from segbench.report.figures.points import (
    drawn_customers,
    share_in_words,
    stratified,
)


def test_no_segment_vanishes_from_a_sample():
    labels = np.r_[np.zeros(90_000), np.ones(9_000), np.full(25, 2), np.full(3, -1)]
    rows = stratified(labels.astype(int), 5000)
    assert len(rows) == len(set(rows)) == 5000
    drawn = labels[rows]
    assert (drawn == 2).sum() >= 20
    assert (drawn == -1).sum() == 3
    # 4,937 places are left after 20 + 20 + 20 + 3; nearly all go to the largest two.
    assert abs((drawn == 0).sum() - 4507) <= 2


def test_more_segments_than_places():
    rows = stratified(np.arange(100), 30)
    assert len(set(rows)) == 30


def test_a_sample_is_the_same_every_time_and_everybody_is_taken_if_few():
    labels = np.arange(9000) % 7
    assert (stratified(labels, 500) == stratified(labels, 500)).all()
    assert (stratified(labels[:50], 500) == np.arange(50)).all()


def test_the_note_counts_both_kinds_of_left_out():
    values = np.ones((20, 2))
    values[:4, 1] = np.nan
    drawn = drawn_customers(values, np.zeros(20, int), most=10)
    assert drawn.note == "10 of 16 customers drawn, 4 with missing values not drawn"
    assert drawn.rows.min() >= 4


def test_a_large_plane_says_that_it_is_a_sample_and_is_a_picture():
    rng = np.random.default_rng(0)
    figure = plane_figure(rng.normal(size=(6000, 2)), ["a", "b"], np.zeros(6000))
    assert "5,000 of 6,000 customers drawn" in " ".join(figure.get_supxlabel().split())
    (points,) = figure.axes[0].collections
    assert points.get_rasterized()
    assert len(points.get_offsets()) == 5000


def test_shares_are_not_rounded_to_nothing_or_all():
    said = [share_in_words(*one) for one in [(0, 9), (1, 999), (995, 999), (9, 9)]]
    assert said == ["0 %", "under 1 %", "over 99 %", "100 %"]
    assert share_in_words(0, 0) == "0 %"
