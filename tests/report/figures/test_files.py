"""Figures as files: the same whoever draws them, and none is lost with a worker."""

from functools import partial

import numpy as np
import pytest

from segbench.executors import Cause, Lost
from segbench.figures import CriterionCurve, choice_of_k_figure, segment_sizes
from segbench.report.figures import files
from segbench.report.figures.files import SHARED_FROM, write_figures
from segbench.report.figures.saving import FORMATS, save_figure
from segbench.report.illustrate import Illustration, Place


@pytest.fixture(scope="module")
def planned():
    return [
        Illustration(
            f"sizes_{i}",
            Place.SEGMENTS,
            "caption",
            "description",
            partial(segment_sizes, [20 + i, 10], ["0: young", "1: old"]),
        )
        for i in range(SHARED_FROM)
    ]


@pytest.fixture(scope="module")
def alone(planned, tmp_path_factory):
    return write_figures(planned, tmp_path_factory.mktemp("alone") / "figures")


def content(drawn):
    return {path.name: path.read_bytes() for one in drawn for path in one.files}


def test_every_figure_is_there_in_every_format(alone, planned):
    assert [one.name for one in alone] == [one.name for one in planned]
    assert len(content(alone)) == len(FORMATS) * len(planned)
    assert all(content(alone).values())


def test_several_processes_write_the_same_bytes(alone, planned, tmp_path):
    assert content(write_figures(planned, tmp_path / "figures", 2)) == content(alone)


def test_what_a_worker_loses_is_drawn_here(alone, planned, tmp_path, monkeypatch):
    class Dying:
        def run(self, _, pieces, limits):
            del limits
            lost = Lost(Cause.CRASHED, "its worker died")
            return ((position, lost) for position in range(len(pieces)))

    monkeypatch.setattr(files, "processes", lambda _: Dying())
    assert content(write_figures(planned, tmp_path / "figures", 2)) == content(alone)


def test_no_figure_makes_no_folder(tmp_path):
    assert write_figures([], tmp_path / "figures") == []
    assert not (tmp_path / "figures").exists()


def test_a_layout_is_found_once_and_stays(tmp_path):
    k = np.arange(2, 6)
    figure = choice_of_k_figure([CriterionCurve("inertia", k, 9.0 - k)])
    paths = [tmp_path / f"one.{form}" for form in FORMATS]
    save_figure(figure, paths)
    places = [one.get_position().bounds for one in figure.axes]
    save_figure(figure, [tmp_path / f"two.{form}" for form in FORMATS])
    assert [one.get_position().bounds for one in figure.axes] == places
    label = figure.axes[0].xaxis.get_label()
    assert label.get_window_extent().y0 > 0  # a label that is there keeps its place
    for path in paths:
        assert path.read_bytes() == path.with_stem("two").read_bytes()
