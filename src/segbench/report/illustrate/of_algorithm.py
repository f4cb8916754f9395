"""What an algorithm saw: its tree, its densities, its components."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from segbench.core import Matrix
from segbench.report.figures.condensed_tree import condensed_tree_figure
from segbench.report.figures.dendrogram import dendrogram_figure
from segbench.report.figures.k_distance import k_distance_figure
from segbench.report.figures.mixture_ellipses import (
    Mixture,
    mixture_ellipses_figure,
)
from segbench.report.illustrate.illustration import Illustration, Place
from segbench.report.story import Lead, Tale


def of_algorithm(tale: Tale, mark: str) -> Iterator[Illustration]:
    """Draw the tree, the distances or the components behind the segments."""
    if tale.lead is None:
        return
    setting = tale.lead.row.scored.labeling.setting
    make = _MAKERS.get(setting.algo)
    if make is not None:
        yield make(tale.lead, setting.params, mark)


def _tree(lead: Lead, _: Mapping[str, Any], mark: str) -> Illustration:
    k = lead.row.scored.labeling.k_found
    return Illustration(
        f"dendrogram{mark}",
        Place.SEGMENTS,
        f"Ward's tree, cut into {k} segments.",
        "The last merges of the tree with the height of the cut.",
        dendrogram_figure(lead.points.matrix, k, labels=lead.labels),
    )


def _condensed(lead: Lead, params: Mapping[str, Any], mark: str) -> Illustration:
    size = int(params["min_cluster_size"])
    return Illustration(
        f"condensed_tree{mark}",
        Place.SEGMENTS,
        "HDBSCAN's condensed tree: groups that last as the density rises.",
        "Icicles of groups by density, those selected in colour.",
        condensed_tree_figure(lead.points.matrix, size),
    )


def _distances(lead: Lead, params: Mapping[str, Any], mark: str) -> Illustration:
    k, eps = int(params["min_samples"]), float(params["eps"])
    return Illustration(
        f"k_distance{mark}",
        Place.SEGMENTS,
        f"Distances of the customers to their neighbour number {k - 1}, and eps as it "
        f"was used: who has {k} in reach, oneself too, is at the core of a segment.",
        "A rising curve of sorted distances with a line at eps.",
        k_distance_figure(lead.points.matrix, max(1, k - 1), eps=eps),
    )


def _mixture(lead: Lead, params: Mapping[str, Any], mark: str) -> Illustration:
    from sklearn.mixture import GaussianMixture

    X, labels = lead.points.matrix, lead.labels
    means = np.array([X[labels == j].mean(axis=0) for j in range(labels.max() + 1)])
    form = params.get("covariance_type", "full")
    fitted = GaussianMixture(len(means), covariance_type=form, means_init=means).fit(X)
    mixture = Mixture(
        fitted.means_, _in_full(fitted, X.shape[1]), fitted.predict_proba(X)
    )
    return Illustration(
        f"mixture{mark}",
        Place.SEGMENTS,
        "The mixture, fitted again from these segments: half and 95 % of each "
        "component; pale customers might belong to another one.",
        "Ellipses of the components over the customers.",
        mixture_ellipses_figure(X, lead.points.names, mixture),
    )


def _in_full(fitted: Any, d: int) -> Matrix:
    """Return covariances of shape (k, d, d), whichever form they were fitted in."""
    k, found = len(fitted.means_), fitted.covariances_
    forms: dict[str, Callable[[], Any]] = {
        "full": lambda: found,
        "tied": lambda: np.broadcast_to(found, (k, d, d)),
        "diag": lambda: np.array([np.diag(one) for one in found]),
        "spherical": lambda: np.array([one * np.eye(d) for one in found]),
    }
    return np.asarray(forms[fitted.covariance_type]())


_MAKERS: Mapping[str, Callable[[Lead, Mapping[str, Any], str], Illustration]] = {
    "agglomerative": _tree,
    "hdbscan": _condensed,
    "dbscan": _distances,
    "gmm": _mixture,
}
"""By the name of the algorithm that is shown first."""
