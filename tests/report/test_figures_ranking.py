"""Figures of the comparison over data sets and of the choice of k."""

import io
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest

from segbench.errors import UserError
from segbench.ranking.across import compare_over_datasets
from segbench.report.figures import (
    CriterionCurve,
    choice_of_k_figure,
    critical_difference_diagram,
)

pytest.importorskip("matplotlib")
pytestmark = pytest.mark.filterwarnings("ignore:Glyph")  # fonts differ by machine


def comparison(n_algorithms, n_datasets=12, names=None, ties=False):
    rng = np.random.default_rng(n_algorithms)
    scores = rng.normal(size=(n_datasets, n_algorithms))
    scores = np.ones_like(scores) if ties else scores + np.arange(n_algorithms) / 2
    long = [f"algorithm {i} with a_very_$long$ name" for i in range(n_algorithms)]
    datasets = [f"d{i}" for i in range(n_datasets)]
    return compare_over_datasets(scores, algorithms=names or long, datasets=datasets)


def png(figure):
    with io.BytesIO() as out:
        figure.savefig(out, format="png")
        return out.getvalue()


def texts(figure):
    return [text for axes in figure.axes for text in axes.texts if text.get_text()]


def lines(figure, gid):
    return [
        line for axes in figure.axes for line in axes.lines if line.get_gid() == gid
    ]


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("n_algorithms", range(2, 21))
def test_names_neither_overlap_nor_leave_the_page(n_algorithms, ties):
    figure = critical_difference_diagram(comparison(n_algorithms, ties=ties))
    boxes = [text.get_window_extent() for text in texts(figure)]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    page = figure.bbox
    assert all(page.x0 <= box.x0 and box.x1 <= page.x1 for box in boxes)
    assert all(page.y0 <= box.y0 and box.y1 <= page.y1 for box in boxes)


def test_bars_and_scale():
    found = comparison(5)
    figure = critical_difference_diagram(found)
    assert len(lines(figure, "bar")) == len(found.cliques) > 0
    (scale,) = lines(figure, "scale")
    (axis, *_) = figure.axes[0].lines
    per_rank = np.ptp(axis.get_xdata()) / 4
    assert np.ptp(scale.get_xdata()) == pytest.approx(found.tests.nemenyi_cd * per_rank)
    assert any("Nemenyi CD = 1.76" in text.get_text() for text in texts(figure))


def test_bars_do_not_touch():
    figure = critical_difference_diagram(comparison(15, 30))
    bars = [(line.get_ydata()[0], *line.get_xdata()) for line in lines(figure, "bar")]
    for (y, a, b), (other_y, c, d) in combinations(bars, 2):
        assert y != other_y or b < c or d < a


def test_without_a_test_it_is_descriptive():
    figure = critical_difference_diagram(comparison(5, 4))
    assert lines(figure, "bar") == lines(figure, "scale") == []
    said = " ".join(text.get_text() for text in texts(figure))
    assert "descriptive" in said
    assert "p = " not in said
    assert "Nemenyi" not in said


def test_names_are_letters_only():
    names = ["$\\frac{1$", "a_b^c", "Ёжик", "聚类", "two\nlines", " "]
    figure = critical_difference_diagram(comparison(6, names=names))
    assert png(figure).startswith(b"\x89PNG")
    said = " ".join(text.get_text() for text in texts(figure))
    assert all(name in said for name in [*names[:4], "two lines"])


def test_failures_are_in_the_caption():
    scores = np.random.default_rng(0).normal(size=(8, 3))
    scores[0, 0] = np.nan
    found = compare_over_datasets(
        scores, algorithms=list("abc"), datasets=list("abcdefgh")
    )
    said = " ".join(
        text.get_text() for text in texts(critical_difference_diagram(found))
    )
    assert "1 failed, ranked last" in said


def curve(n=5, **changes):
    ks = list(range(2, 2 + n))
    return CriterionCurve(
        **{
            "title": "silhouette_$x$",
            "ks": ks,
            "values": [1.0 / k for k in ks],
            **changes,
        }
    )


def test_panels_side_by_side():
    figure = choice_of_k_figure([curve(chosen=3)] * 6)
    places = [axes.get_subplotspec() for axes in figure.axes]
    assert {place.get_gridspec().get_geometry() for place in places} == {(2, 3)}
    assert [line.get_xdata()[0] for line in lines(figure, "chosen")] == [3] * 6
    assert png(figure).startswith(b"\x89PNG")


def test_votes_and_what_is_only_shown():
    figure = choice_of_k_figure([curve(chosen=3), curve(counts=False, chosen=2)])
    titles = [axes.get_title() for axes in figure.axes]
    assert titles[0] == "silhouette_$x$\nk = 3"
    assert titles[1] == "silhouette_$x$\nk = 2; shown, not counted"
    (nothing,) = choice_of_k_figure([curve()]).axes
    assert nothing.get_title().endswith("names no k")


@pytest.mark.parametrize(
    "odd",
    [
        curve(1, low=[0.1], high=[0.9], chosen=2),
        curve(40, chosen=9),
        curve(5, values=[1, np.nan, 2, np.nan, np.nan], chosen=3),
        curve(5, values=[np.nan] * 5),
        curve(5, chosen=1),
        curve(0),
    ],
    ids=["one k", "forty", "gaps", "no value", "k outside", "no k"],
)
def test_odd_curves_are_drawn(odd, recwarn):
    figure = choice_of_k_figure([odd])
    assert png(figure).startswith(b"\x89PNG")
    assert [str(one.message) for one in recwarn] == []


def test_curves_that_do_not_fit_are_refused():
    with pytest.raises(UserError, match="one value per k"):
        curve(values=[1.0])
    with pytest.raises(UserError, match="one value per k"):
        curve(low=[0.0] * 5)
    with pytest.raises(UserError, match="one curve or more"):
        choice_of_k_figure([])


def test_matplotlib_is_imported_when_something_is_drawn():
    code = (
        "import sys, segbench.report.figures; "
        "sys.exit(any(name.startswith('matplotlib') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_state_of_pyplot():
    png(critical_difference_diagram(comparison(3)))
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or pyplot.get_fignums() == []
