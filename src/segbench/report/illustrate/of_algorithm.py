"""What an algorithm saw: its tree, its densities, its components."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from segbench.core import Metric
from segbench.report.figures.condensed_tree import condensed_tree_figure
from segbench.report.figures.dendrogram import dendrogram_figure
from segbench.report.figures.k_distance import k_distance_figure
from segbench.report.figures.mixture_ellipses import mixture_ellipses_figure
from segbench.report.illustrate.illustration import Illustration, Place
from segbench.report.illustrate.mixtures import mixture_of
from segbench.report.story import Lead, Tale


def of_algorithm(tale: Tale, mark: str) -> Iterator[Illustration]:
    """Draw the tree, the distances or the components behind the segments."""
    if tale.lead is None:
        return
    if tale.lead.key.metric != Metric.EUCLIDEAN:
        return  # these figures measure Euclidean distances
    make = _MAKERS.get(tale.lead.row.scored.labeling.setting.algo)
    made = None if make is None else make(tale.lead, mark)
    if made is not None:
        yield made


def _tree(lead: Lead, mark: str) -> Illustration | None:
    """Draw Ward's tree; that of another linkage would be another one."""
    if lead.params.get("linkage", "ward") != "ward":
        return None
    k = lead.row.scored.labeling.k_found
    return Illustration(
        f"dendrogram{mark}",
        Place.SEGMENTS,
        f"Ward's tree, cut into {k} segments.",
        "The last merges of the tree with the height of the cut.",
        partial(dendrogram_figure, lead.points.matrix, k, labels=lead.labels),
    )


def _condensed(lead: Lead, mark: str) -> Illustration:
    size = int(lead.params.get("min_cluster_size", 5))
    neighbours = lead.params.get("min_samples")
    return Illustration(
        f"condensed_tree{mark}",
        Place.SEGMENTS,
        "HDBSCAN's condensed tree: groups that last as the density rises.",
        "Icicles of groups by density, those selected in colour.",
        partial(
            condensed_tree_figure,
            lead.points.matrix,
            size,
            min_samples=None if neighbours is None else int(neighbours),
        ),
    )


def _distances(lead: Lead, mark: str) -> Illustration:
    k = int(lead.params.get("min_samples", 5))
    eps = float(lead.params.get("eps", 0.5))
    return Illustration(
        f"k_distance{mark}",
        Place.SEGMENTS,
        f"Distances of the customers to their neighbour number {k - 1}, and eps as it "
        f"was used: who has {k} in reach, oneself too, is at the core of a segment.",
        "A rising curve of sorted distances with a line at eps.",
        partial(k_distance_figure, lead.points.matrix, max(1, k - 1), eps=eps),
    )


def _mixture(lead: Lead, mark: str) -> Illustration:
    form = str(lead.params.get("covariance_type", "full"))
    mixture = mixture_of(lead.points.matrix, lead.labels, form)
    return Illustration(
        f"mixture{mark}",
        Place.SEGMENTS,
        "The mixture, fitted again from these segments: half and 95 % of each "
        "component; pale customers might belong to another one.",
        "Ellipses of the components over the customers.",
        partial(
            mixture_ellipses_figure, lead.points.matrix, lead.points.names, mixture
        ),
    )


_MAKERS: Mapping[str, Callable[[Lead, str], Illustration | None]] = {
    "agglomerative": _tree,
    "hdbscan": _condensed,
    "dbscan": _distances,
    "gmm": _mixture,
}
"""By the name of the algorithm that is shown first."""
