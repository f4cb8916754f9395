"""Every figure of results, on friendly and on nasty input: words have their room."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text

from segbench.report.figures.agreement_matrix import agreement_matrix
from segbench.report.figures.clustergram import clustergram
from segbench.report.figures.markers import MeanProfiles
from segbench.report.figures.profile_heat_map import Profiles, profile_heat_map
from segbench.report.figures.profile_plot import profile_plot
from segbench.report.figures.ranking_chart import RankedCandidate, ranking_chart
from segbench.report.figures.segment_sizes import segment_sizes
from segbench.report.figures.silhouette_plot import silhouette_plot
from segbench.report.figures.snake import snake_plot
from segbench.report.figures.stability_across import stability_across
from segbench.report.figures.stability_within import stability_within

pytestmark = pytest.mark.filterwarnings("ignore:Glyph")  # fonts differ by machine

NASTY = (
    "a very long name of something that goes on and on, $x_1$ and $",
    "сегмент постоянных покупателей премиум",
    "顧客セグメント高価値の長い名前がここに続きます",
    "x",
    "two\nlines",
    "",
)
RNG = np.random.default_rng(0)


def nasty(n):
    return [f"{NASTY[i % 6]}{i if i > 5 else ''}" for i in range(n)]


def holes(values):
    values.ravel()[::7] = np.nan
    return values


def profiles(k, p):
    return Profiles(
        holes(RNG.normal(size=(k, p))), nasty(k), nasty(p), np.arange(k) * 99_999
    )


def means(k, p):
    total = np.append(0.0, RNG.uniform(-5, 5, p))[:p]
    values = holes(total * RNG.normal(1, 1, (k, p)))
    return MeanProfiles(values, total, np.arange(p) % 2 == 1, nasty(k), nasty(p))


def candidates(n):
    scores = 80 - RNG.uniform(0, 1, n).cumsum()
    lows = np.where(np.arange(n) % 5 == 1, np.nan, scores - 2)
    return [
        RankedCandidate(name, score, low, score + 3, i + 1, i % 3 == 0)
        for i, (name, score, low) in enumerate(zip(nasty(n), scores, lows, strict=True))
    ]


def labels(n, k):
    return RNG.integers(-1, k, n)


FIGURES = {
    "ranking, nobody": lambda: ranking_chart([], {"failed": 3}),
    "ranking, one": lambda: ranking_chart(candidates(1)),
    "ranking": lambda: ranking_chart(candidates(40), {NASTY[2] * 3: 2}, NASTY[0]),
    "sizes, one": lambda: segment_sizes([7], ["x"]),
    "sizes": lambda: segment_sizes(9**6 / np.arange(1, 41) ** 3, nasty(40), noise=1),
    "sizes, nobody": lambda: segment_sizes([0, np.nan], nasty(2)),
    "heat map, one": lambda: profile_heat_map(Profiles([[-0.04]], ["x"], ["y"])),
    "heat map": lambda: profile_heat_map(profiles(5, 12)),
    "heat map, large": lambda: profile_heat_map(profiles(33, 66)),
    "heat map, no value": lambda: profile_heat_map(
        Profiles(np.full((2, 2), np.nan), nasty(2), nasty(2))
    ),
    "snake, one": lambda: snake_plot(Profiles([[0.3]], ["x"], ["y"])),
    "snake": lambda: snake_plot(profiles(5, 12)),
    "snake, large": lambda: snake_plot(profiles(30, 60)),
    "profiles, one": lambda: profile_plot(means(1, 1)),
    "profiles": lambda: profile_plot(means(5, 12)),
    "profiles, many variables": lambda: profile_plot(means(3, 60)),
    "profiles, many segments": lambda: profile_plot(means(30, 3)),
    "stability within, one": lambda: stability_within(np.ones((1, 1)), ["x"]),
    "stability within": lambda: stability_within(
        np.column_stack([np.full(20, np.nan), RNG.beta(5, 2, (20, 29))]), nasty(30)
    ),
    "stability across, one": lambda: stability_across([labels(20, 3)]),
    "stability across, noise alone": lambda: stability_across([np.full(5, -1)] * 2),
    "stability across": lambda: stability_across(
        [labels(300, k) for k in (1, 2, 5, 30, 3)]
    ),
    "agreement, one": lambda: agreement_matrix([[1.0]], ["x"]),
    "agreement": lambda: agreement_matrix(
        holes(RNG.uniform(-0.1, 1, (12, 12))), nasty(12)
    ),
    "agreement, large": lambda: agreement_matrix(np.eye(33), nasty(33)),
    "silhouettes, one": lambda: silhouette_plot(np.zeros(1), np.zeros(1, int), ["x"]),
    "silhouettes, large": lambda: silhouette_plot(
        holes(RNG.uniform(-1, 1, 9000)), labels(9000, 30), nasty(30)
    ),
    "silhouettes, undefined": lambda: silhouette_plot(
        np.full(4, np.nan), np.zeros(4, int), nasty(2)
    ),
    "clustergram, one": lambda: clustergram(np.ones((9, 1)), {1: np.zeros(9, int)}),
    "clustergram": lambda: clustergram(
        holes(RNG.normal(size=(90, 3))), {k: labels(90, k) for k in range(1, 31)}
    ),
}


def written(figure):
    """All the texts that are seen."""
    texts = list(figure.texts)
    for axes in figure.axes:
        texts += [
            *axes.texts,
            *(
                child
                for child in axes.get_children()
                if isinstance(child, Text) and child not in axes.texts
            ),
        ]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            texts.append(axis.label)
            for tick in axis.get_major_ticks():
                if low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    texts += [tick.label1, tick.label2]
    return [one for one in texts if one.get_visible() and one.get_text().strip()]


@pytest.mark.parametrize("name", FIGURES)
def test_words_have_their_room(name):
    figure = FIGURES[name]()
    figure.draw_without_rendering()
    texts = written(figure)
    assert texts
    page = figure.bbox
    boxes = {one: one.get_window_extent() for one in texts}
    for text, box in boxes.items():
        inside = page.x0 <= box.x0 and box.x1 <= page.x1
        inside = inside and page.y0 <= box.y0 and box.y1 <= page.y1
        assert inside, f"{text.get_text()!r} is cut off: {box} of {page}"
        assert text.get_fontsize() >= 7
        assert not text.get_parse_math() or "$" not in text.get_text()
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        pixels = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        covered = min(pixels) > 1.5
        assert not covered, f"{one.get_text()!r} covers {other.get_text()!r}"
    width, height = figure.get_size_inches()
    assert width <= 8.05
    assert height <= 10.05
