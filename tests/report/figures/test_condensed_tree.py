import numpy as np
import pytest
from hdbscan import HDBSCAN

from segbench.report.figures.condensed_tree import _tree, condensed_tree_figure


@pytest.fixture(scope="module")
def blobs():
    rng = np.random.default_rng(3)
    centres = np.repeat([[0, 0], [8, 0], [0, 9]], [60, 40, 25], axis=0)
    return np.r_[rng.normal(size=(125, 2)) + centres, rng.uniform(-5, 15, (15, 2))]


def numbers(figure):
    texts = [t for t in figure.axes[0].texts if t.get_gid() == "number"]
    return sorted(t.get_text() for t in texts)


def test_selected_groups_are_those_of_the_library(blobs):
    clusters, labels = _tree(blobs, 10, None)
    model = HDBSCAN(min_cluster_size=10).fit(blobs)
    expected = sorted(np.bincount(model.labels_[model.labels_ >= 0]), reverse=True)
    first = sorted((one for one in clusters if one.first), key=lambda c: c.segment)
    assert [int(one.sizes[0]) for one in first] == expected
    assert np.bincount(labels[labels >= 0]).tolist() == expected
    chosen = model.condensed_tree_._select_clusters()
    assert len(first) == len(chosen)


def test_icicles_lose_customers_and_lie_inside_their_parents(blobs):
    clusters, _ = _tree(blobs, 10, None)
    assert clusters[0].sizes[0] == len(blobs)
    for one in clusters:
        assert len(one.lambdas) == len(one.sizes)
        assert (np.diff(one.lambdas) >= 0).all()
        assert (np.diff(one.sizes) <= 0).all()
        assert one.sizes[-1] == 0
        assert one.middle - one.sizes[0] / 2 >= 0
        assert one.middle + one.sizes[0] / 2 <= len(blobs)


def test_numbers_and_words(blobs):
    figure = condensed_tree_figure(blobs, 10)
    assert numbers(figure) == ["0", "1", "2"]
    assert "lambda = 1 / distance" in " ".join(figure.get_supxlabel().split())
    assert figure.axes[0].yaxis_inverted()


def test_no_group_at_all():
    figure = condensed_tree_figure(np.random.default_rng(0).uniform(size=(30, 2)), 20)
    assert numbers(figure) == []
    assert "everybody is noise" in " ".join(figure.get_supxlabel().split())


def test_equal_customers_have_an_end():
    figure = condensed_tree_figure(np.repeat(np.eye(3), 6, axis=0), 3)
    assert np.isfinite(figure.axes[0].get_ylim()).all()
    assert numbers(figure) == ["0", "1", "2"]
