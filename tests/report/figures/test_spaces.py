"""What every figure of points or variables keeps, with the worst input we know."""

import io
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.text import Text

from segbench.errors import DataError, UserError
from segbench.report.figures.components import components_figure
from segbench.report.figures.condensed_tree import condensed_tree_figure
from segbench.report.figures.correlation_map import correlation_map_figure
from segbench.report.figures.dendrogram import dendrogram_figure
from segbench.report.figures.distributions import VariableCounts, distributions_figure
from segbench.report.figures.k_distance import k_distance_figure
from segbench.report.figures.mixture_ellipses import Mixture, mixture_ellipses_figure
from segbench.report.figures.pair_plot import pair_plot_figure
from segbench.report.figures.plane import plane_figure
from segbench.report.figures.principal_plane import principal_plane_figure
from segbench.report.figures.scatter_matrix import scatter_matrix_figure

pytestmark = pytest.mark.filterwarnings("ignore:Glyph")  # fonts differ by machine

NAMES = ["$a_very_$long$ name_of_a feature without any end", "年間の購入金額 円", ""]
SHAPES = {  # customers, features, segments, noise
    "one of everything": (40, 1, 1, False),
    "a pair": (300, 2, 3, True),
    "many": (400, 60, 30, True),
    "only noise": (30, 2, 0, True),
}


def draw(shape):
    n, d, k, noise = shape
    rng = np.random.default_rng(n + d)
    labels = rng.integers(0, k, n) if k else np.full(n, -1)
    values = rng.normal(size=(n, d)) + 4 * rng.normal(size=(max(k, 1), d))[labels]
    if noise:
        labels[:3] = -1
    return values, [NAMES[i % 3] + (str(i) if i > 2 else "") for i in range(d)], labels


def with_gaps(values):
    holed = values.copy()
    holed[::7, 0] = np.nan
    return holed


def mixture(values, k):
    n, d = values.shape
    probabilities = np.random.default_rng(0).dirichlet(np.ones(k), n)
    covariances = np.tile(np.eye(d), (k, 1, 1))
    return Mixture(values[:k], covariances, probabilities)


def variables(values, names):
    quantities = [
        VariableCounts(name, *np.histogram(x, 9), skewness=-9.1, transform="log " * 9)
        for name, x in zip(names, values.T, strict=True)
    ]
    levels = [f"{name} {i}" for i, name in enumerate(NAMES * 5)]
    return [VariableCounts("x_$", range(15), levels=levels, missing=3), *quantities]


def figures(shape):
    values, names, labels = draw(shape)
    holed, d = with_gaps(values), len(names)
    yield plane_figure(holed[:, :2], names[:2], labels, medoids=[1])
    yield principal_plane_figure(holed, names, labels)
    yield pair_plot_figure(holed, names, labels)
    yield dendrogram_figure(holed, max(len(set(labels)) - 1, 1), labels=labels)
    yield condensed_tree_figure(holed, 5)
    yield k_distance_figure(holed, 4, eps=1.0)
    if d > 1:
        yield mixture_ellipses_figure(values, names, mixture(values, shape[2] or 1))
    yield distributions_figure(variables(values, names))
    yield scatter_matrix_figure(holed, names)
    yield correlation_map_figure(np.corrcoef(values.T).reshape(d, d), names)
    share = np.full(d, 1 / d)
    yield components_figure(share, np.eye(d), names)


def drawn_texts(figure, monkeypatch):
    """Texts with their boxes as they are drawn: hidden ones are never looked at."""
    found = []

    def draw(text, renderer):
        if text.get_visible() and text.get_text().strip():
            found.append((text, text.get_window_extent(renderer)))

    with monkeypatch.context() as patch:
        figure.draw_without_rendering()
        patch.setattr(Text, "draw", draw)
        figure.draw_without_rendering()
    return found


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_text_is_whole_legible_and_uncovered(shape, monkeypatch):
    for figure in figures(shape):
        found = drawn_texts(figure, monkeypatch)
        assert (figure.get_size_inches() <= (8.05, 10.05)).all()
        page = figure.bbox.padded(1)
        for text, box in found:
            assert page.x0 <= box.x0, text
            assert box.x1 <= page.x1, text
            assert page.y0 <= box.y0, text
            assert box.y1 <= page.y1, text
            assert text.get_fontsize() >= 7, text
        marks = [box for text, box in found if text.get_gid() in {"number", "name"}]
        assert not any(a.overlaps(b) for a, b in combinations(marks, 2))


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_dollars_are_letters_and_the_same_figure_has_the_same_bytes(form):
    values, names, labels = draw(SHAPES["a pair"])
    settings = {"svg.hashsalt": "x"}
    date = {"Date": None} if form == "svg" else {"CreationDate": None}
    pages = []
    for _ in range(2):
        with mpl.rc_context(settings), io.BytesIO() as out:
            figure = pair_plot_figure(values, names, labels)
            figure.savefig(out, format=form, metadata=date)
            pages.append(out.getvalue())
    assert pages[0] == pages[1]


def test_no_figure_is_left_to_pyplot():
    from matplotlib import pyplot as plt

    before = plt.get_fignums()
    list(figures(SHAPES["a pair"]))
    assert plt.get_fignums() == before


@pytest.mark.parametrize(
    "call",
    [
        lambda: plane_figure([[1, 2]], ["a"], [0]),
        lambda: plane_figure([[1, 2]], ["a", "b"], [0, 1]),
        lambda: plane_figure([[1, 2, 3]], list("abc"), [0]),
        lambda: dendrogram_figure([[1], [2]], 3),
        lambda: k_distance_figure([[1], [2]], 0),
        lambda: condensed_tree_figure([[1], [2]], 1),
        lambda: Mixture(np.ones((2, 2)), np.ones((2, 2)), np.ones((5, 2))),
        lambda: mixture_ellipses_figure(
            np.ones((9, 2)), ["a", "b"], mixture(np.ones((9, 2)), 1), features=(0, 2)
        ),
        lambda: VariableCounts("x", [1, 2], edges=[0, 1]),
        lambda: VariableCounts("x", [1, 2]),
        lambda: distributions_figure([]),
        lambda: correlation_map_figure([[1, 2], [2, 1]], ["a", "b"]),
        lambda: correlation_map_figure([[1]], []),
        lambda: components_figure([1], [[1, 0]], ["a"]),
    ],
)
def test_what_does_not_fit_together_is_refused(call):
    with pytest.raises(UserError):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: principal_plane_figure([[np.nan], [1]], ["a"], [0, 0]),
        lambda: dendrogram_figure([[1], [np.nan]], 1),
        lambda: k_distance_figure([[1], [2]], 2),
        lambda: condensed_tree_figure([[1], [2]], 2),
    ],
)
def test_too_few_customers_are_named(call):
    with pytest.raises(DataError, match="got"):
        call()
