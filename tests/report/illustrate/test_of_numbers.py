"""Like segments of several solutions are drawn alike."""

import numpy as np
from matplotlib.colors import to_hex

from segbench.api import compare
from segbench.report.figures.clustergram import clustergram
from segbench.report.figures.drawing import segment_color
from segbench.report.figures.stability_across import stability_across
from segbench.report.illustrate.of_numbers import matching_colors, of_numbers

TWO = np.repeat([1, 0], [30, 10])
THREE = np.repeat([2, 0, 1], [20, 10, 10])  # the first of two has parted
FOUR = np.repeat([1, 2, 3, 0], [10, 10, 10, 10])


def drawn(axes, gid):
    return [to_hex(one.get_facecolor()) for one in axes.patches if one.get_gid() == gid]


def test_the_shown_solution_has_its_own_colours_and_the_others_follow():
    colors = matching_colors(THREE, {2: TWO, 3: THREE, 4: FOUR})
    assert {k: list(one) for k, one in colors.items()} == {
        2: [1, 2],
        3: [0, 1, 2],
        4: [1, 2, 3, 0],
    }


def test_both_figures_use_them():
    solutions = {2: TWO, 3: THREE}
    colors = matching_colors(THREE, solutions)
    (axes,) = stability_across(list(solutions.values()), list(colors.values())).axes
    wanted = [segment_color(int(one)).lower() for k in (2, 3) for one in colors[k]]
    assert drawn(axes, "segment") == wanted
    (axes,) = clustergram(np.arange(40.0)[:, None], solutions, colors).axes
    dots = [to_hex(one) for part in axes.collections for one in part.get_facecolor()]
    assert dots == wanted


def test_a_report_draws_the_segments_shown_first_in_their_own_colours(customers):
    found = compare(
        customers,
        algorithms=["kmeans"],
        k=range(2, 5),
        scoring="quick",
        resamples=0,
        n_jobs=1,
    )
    lead = found.story.tales[0].lead
    figures = {one.name: one.draw() for one in of_numbers(lead, "")}
    (axes,) = figures["clustergram"].axes
    place = lead.row.scored.labeling.k_found - 2
    dots = [to_hex(one) for one in axes.collections[place].get_facecolor()]
    assert dots == [segment_color(i).lower() for i in range(len(dots))]
