"""Put numbers and names on a plane so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from segbench.core import Matrix
from segbench.report.figures.drawing import BLACK, plain_text, segment_color

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import BboxBase

NUMBER_SIZE = 7.5  # points
CIRCLE = 17.0  # points, between the centres of two circles that just do not touch


def settle(axes: Axes) -> None:
    """Lay the figure out and freeze the limits: from now on pixels mean something."""
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes made by a figure are in it
    figure.draw_without_rendering()
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim(), aspect="auto")


def number_centres(
    axes: Axes, centres: Matrix, segments: Sequence[int]
) -> list[BboxBase]:
    """Write each segment's number in a white circle at its centre.

    Circles that would touch are moved apart; a line leads from a moved one to its
    centre. The axes have to be settled.

    Parameters
    ----------
    centres : ndarray of shape (k, 2)
        In the axes' units; NaN = not drawn.
    segments : sequence of int
        Their numbers.

    Returns
    -------
    list of Bbox
        What the circles cover, in pixels.
    """
    centres = np.asarray(centres, float).reshape(-1, 2)
    shown = np.asarray(np.isfinite(centres).all(axis=1))
    centres = centres[shown]
    if not len(centres):
        return []
    numbers = [one for one, show in zip(segments, shown, strict=True) if show]
    unit = _pixels_per_point(axes)
    start = axes.transData.transform(centres)
    box = axes.get_window_extent().padded(-CIRCLE / 2 * unit)
    moved = spread(start, CIRCLE * unit, np.array([box.min, box.max]))
    places = axes.transData.inverted().transform(moved)
    for centre, place, number in zip(centres, places, numbers, strict=True):
        line = axes.plot(*np.column_stack([centre, place]), color=BLACK, lw=0.8)[0]
        line.set(zorder=8, in_layout=False)
        text = axes.text(
            place[0], place[1], str(number), fontsize=NUMBER_SIZE, color=BLACK
        )
        text.set(ha="center", va="center", zorder=9, in_layout=False, gid="number")
        edge = segment_color(number)
        text.set_bbox(
            {"boxstyle": "circle,pad=0.2", "fc": "white", "ec": edge, "lw": 1.3}
        )
    return [_square(centre, CIRCLE * unit) for centre in moved]


def spread(points: Matrix, gap: float, box: Matrix) -> Matrix:
    """Push points apart until none is nearer to another than the gap.

    Parameters
    ----------
    points : ndarray of shape (k, 2)
    gap : float
        Least distance, in the points' units.
    box : ndarray of shape (2, 2)
        Lower and upper corner of where they may stand.
    """
    # Equal points have no direction in which to part: give everyone its own.
    turns = 2.4 * np.arange(len(points))
    own = 1e-3 * gap * np.c_[np.cos(turns), np.sin(turns)]
    at: Matrix = np.clip(np.asarray(points, float), *box)
    for _ in range(500):
        apart = (at + own)[:, None] - (at + own)[None]
        distance = np.linalg.norm(apart, axis=2)
        np.fill_diagonal(distance, np.inf)
        lacking = np.maximum(gap - distance, 0)
        if lacking.max() < 0.02 * gap:
            break
        away = apart / np.maximum(distance, 1e-9)[:, :, None]
        push = 0.55 * (away * lacking[:, :, None]).sum(axis=1)
        # In a crowd all push at once: no step may carry anybody past the others.
        length = np.linalg.norm(push, axis=1, keepdims=True)
        push *= np.minimum(1, 0.5 * gap / np.maximum(length, 1e-9))
        at = np.clip(at + push, *box)
    return at


def place_names(
    axes: Axes, tips: Matrix, names: Sequence[str], taken: Sequence[BboxBase]
) -> None:
    """Write names at the tips of arrows from the origin, where there is room.

    The place nearest to the tip is taken; where there is none at all, the name is
    left out rather than written over another. The axes have to be settled.

    Parameters
    ----------
    tips : ndarray of shape (m, 2)
        In the axes' units, the most important first.
    names : sequence of str
    taken : sequence of Bbox
        What must not be covered, in pixels.
    """
    occupied = list(taken)
    frame = axes.get_window_extent().padded(-2)
    origin = axes.transData.transform((0, 0))
    back = axes.transData.inverted()
    heads: Matrix | list[Matrix] = axes.transData.transform(tips) if len(tips) else []
    occupied += [_square(head, 4) for head in heads]
    for tip, name in zip(tips, names, strict=True):
        text = axes.text(tip[0], tip[1], name, fontsize=8, color=BLACK, zorder=10)
        text.set(in_layout=False, ha="center", va="center", gid="name", **plain_text())
        text.set_bbox({"fc": "white", "ec": "none", "alpha": 0.75, "pad": 1})
        box = text.get_window_extent().padded(2)
        for at in _candidates(axes.transData.transform(tip), origin, box):
            here = box.translated(*(at - (np.add(box.min, box.max)) / 2))
            inside = frame.x0 <= here.x0 and here.x1 <= frame.x1
            inside = inside and frame.y0 <= here.y0 and here.y1 <= frame.y1
            if inside and not any(here.overlaps(other) for other in occupied):
                text.set_position(tuple(back.transform(at)))
                occupied.append(here)
                break
        else:
            text.remove()


def _candidates(tip: Matrix, origin: Matrix, box: BboxBase) -> Matrix:
    """Places for a text's middle, the nearest to the arrow's tip first."""
    way = (tip - origin) / max(float(np.linalg.norm(tip - origin)), 1e-9)
    # As far as the box has to be moved for its edge to stand at the tip.
    reach = abs(way[0]) * box.width / 2 + abs(way[1]) * box.height / 2 + 3
    ahead = tip + way * reach
    steps = np.arange(-8, 9) * 0.5
    sideways, along = np.meshgrid(steps * box.width / 4, steps * box.height)
    moves = np.c_[sideways.ravel(), along.ravel()]
    order = np.argsort(np.linalg.norm(moves, axis=1), kind="stable")
    places: Matrix = ahead + moves[order]
    return places


def _square(centre: Matrix, side: float) -> BboxBase:
    from matplotlib.transforms import Bbox

    return Bbox.from_bounds(centre[0] - side / 2, centre[1] - side / 2, side, side)


def _pixels_per_point(axes: Axes) -> float:
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes made by a figure are in it
    return figure.dpi / 72
