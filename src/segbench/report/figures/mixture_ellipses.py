"""A mixture's components as ellipses, and where it is not sure of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Labels, Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import (
    new_figure,
    plain_text,
    segment_color,
    segment_marker,
)
from segbench.report.figures.legible import caption, fit, readable_ticks
from segbench.report.figures.numbering import number_centres, settle
from segbench.report.figures.points import (
    VECTORS,
    customers,
    drawn_customers,
    share_in_words,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Ellipse

WIDTH, HEIGHT = 6.5, 5.8  # inches
NAME_LETTERS = 48
COVERED = (0.5, 0.95)
"""Shares of a component's customers inside its ellipses."""

FEW = 12
"""With more components than this only the inner ellipses are drawn."""

SURE = 0.8
"""A customer whose largest probability is below this counts as uncertain."""


@dataclass(frozen=True)
class Mixture:
    """A fitted Gaussian mixture; component j is segment j."""

    means: Matrix  # shape (k, d)
    covariances: Matrix  # shape (k, d, d)
    probabilities: Matrix  # shape (n, k), rows sum to 1

    def __post_init__(self) -> None:
        """Refuse parts that do not belong together."""
        k, d = np.shape(self.means)
        got = (np.shape(self.covariances), np.shape(self.probabilities)[1:])
        if got != ((k, d, d), (k,)):
            raise UserError(
                f"a mixture of {k} components in {d} features takes covariances of "
                f"shape ({k}, {d}, {d}) and {k} probabilities per customer, got {got}"
            )


def mixture_ellipses_figure(
    matrix: ArrayLike,
    names: Sequence[str],
    mixture: Mixture,
    *,
    features: tuple[int, int] = (0, 1),
) -> Figure:
    """Draw a mixture in the plane of two of its features.

    Each component has two ellipses, around half and around 95 % of its customers:
    contours of its marginal distribution in these two features. Customers are drawn
    the larger and darker, the less sure their segment is (Fraley & Raftery's
    uncertainty, 1 - the largest probability).

    Parameters
    ----------
    matrix : array-like of shape (n, d)
        With d >= 2, as the mixture was fitted to it.
    names : sequence of str
        Of the d features.
    mixture : Mixture
    features : (int, int)
        Columns to draw: horizontal, vertical.

    References
    ----------
    Fraley & Raftery 2002, JASA 97, 611-631, doi:10.1198/016214502760047131
    """
    known = customers(matrix, names)
    _check(known.values, mixture, features)
    labels = mixture.probabilities.argmax(axis=1).astype(np.int64)
    pair = list(features)
    points = known.values[:, pair]
    drawn = drawn_customers(points, labels)
    figure = new_figure(WIDTH, HEIGHT)
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    doubt = 1 - mixture.probabilities.max(axis=1)
    rows = drawn.rows
    _draw_customers(axes, points[rows], labels[rows], doubt[rows])
    means = np.asarray(mixture.means)[:, pair]
    shares = COVERED if len(means) <= FEW else COVERED[:1]
    for j, mean in enumerate(means):
        covariance = mixture.covariances[j][np.ix_(pair, pair)]
        for share in shares:
            axes.add_patch(_ellipse(mean, covariance, j, share))
    axes.autoscale_view()
    _dress(axes, [names[i] for i in pair])
    unsure = share_in_words(int((doubt > 1 - SURE).sum()), len(doubt))
    caption(
        figure,
        [
            f"Ellipses hold {' and '.join(map(_in_words, shares))} of a segment.",
            "The larger and darker a customer, the less sure is the segment.",
            f"Under {100 * SURE:.0f} % sure: {unsure} of all customers.",
            f"{drawn.note}." if drawn.note else "",
        ],
    )
    settle(axes)
    # A component that is nobody's likeliest is there all the same: it keeps its number.
    number_centres(axes, means, range(len(means)))
    return figure


def _check(values: Matrix, mixture: Mixture, features: tuple[int, int]) -> None:
    shape = values.shape
    if shape != (len(mixture.probabilities), np.shape(mixture.means)[1]):
        raise UserError(
            f"the mixture is of {len(mixture.probabilities)} customers in "
            f"{np.shape(mixture.means)[1]} features, the customers are {shape}"
        )
    if len(set(features)) != 2 or not set(features) <= set(range(shape[1])):
        raise UserError(
            f"ellipses take two different features in 0..{shape[1] - 1}, got {features}"
        )


def _draw_customers(axes: Axes, points: Matrix, labels: Labels, doubt: Matrix) -> None:
    k = max(int(labels.max(initial=0)) + 1, 2)
    share = doubt / (1 - 1 / k)  # 0 = sure, 1 = every segment is as likely
    base = float(np.clip(4000 / max(len(points), 1), 5, 16))
    for segment in np.unique(labels).tolist():
        mine = labels == segment
        axes.scatter(
            points[mine, 0],
            points[mine, 1],
            s=base * (1 + 3 * share[mine]),
            c=segment_color(segment),
            marker=segment_marker(segment),
            alpha=np.clip(0.35 + 0.9 * share[mine], 0, 1),
            linewidths=0,
            rasterized=len(points) > VECTORS,
            gid=f"segment {segment}",
        )


def _in_words(share: float) -> str:
    return "half" if share == 0.5 else f"{100 * share:.0f} %"


def _ellipse(mean: Matrix, covariance: Matrix, segment: int, share: float) -> Ellipse:
    from matplotlib.patches import Ellipse
    from scipy.stats import chi2

    variances, directions = np.linalg.eigh(covariance)
    half_axes = np.sqrt(np.maximum(variances, 0) * chi2.ppf(share, 2))
    angle = float(np.degrees(np.arctan2(directions[1, 1], directions[0, 1])))
    place = (float(mean[0]), float(mean[1]))
    short, long = 2 * half_axes
    ellipse = Ellipse(place, float(long), float(short), angle=angle, fill=False)
    width = 1.8 if share == COVERED[0] else 1.1
    ellipse.set(edgecolor=segment_color(segment), linewidth=width, zorder=5)
    ellipse.set_gid(f"{100 * share:.0f} % of segment {segment}")
    return ellipse


def _dress(axes: Axes, names: Sequence[str]) -> None:
    style = {"fontsize": 9, **plain_text()}
    axes.set_xlabel(fit(names[0], NAME_LETTERS), **style)
    axes.set_ylabel(fit(names[1], NAME_LETTERS), **style)
    axes.tick_params(labelsize=8)
    readable_ticks(axes)
    axes.spines[["top", "right"]].set_visible(False)
