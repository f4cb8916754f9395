"""Figures that take plain data and give a matplotlib ``Figure``.

They read and change no state of pyplot, take any names as plain text, and say in the
figure when customers or variables are left out.
"""

from segbench.report.figures.agreement_matrix import agreement_matrix
from segbench.report.figures.choice_of_k import CriterionCurve, choice_of_k_figure
from segbench.report.figures.clustergram import clustergram
from segbench.report.figures.components import components_figure
from segbench.report.figures.condensed_tree import condensed_tree_figure
from segbench.report.figures.correlation_map import correlation_map_figure
from segbench.report.figures.critical_difference import critical_difference_diagram
from segbench.report.figures.dendrogram import dendrogram_figure
from segbench.report.figures.distributions import VariableCounts, distributions_figure
from segbench.report.figures.k_distance import k_distance_figure
from segbench.report.figures.markers import MeanProfiles
from segbench.report.figures.mixture_ellipses import Mixture, mixture_ellipses_figure
from segbench.report.figures.pair_plot import pair_plot_figure
from segbench.report.figures.plane import plane_figure
from segbench.report.figures.principal_plane import principal_plane_figure
from segbench.report.figures.profile_heat_map import Profiles, profile_heat_map
from segbench.report.figures.profile_plot import profile_plot
from segbench.report.figures.ranking_chart import RankedCandidate, ranking_chart
from segbench.report.figures.scatter_matrix import scatter_matrix_figure
from segbench.report.figures.segment_sizes import segment_sizes
from segbench.report.figures.silhouette_plot import silhouette_plot
from segbench.report.figures.snake import snake_plot
from segbench.report.figures.stability_across import stability_across
from segbench.report.figures.stability_within import stability_within

__all__ = [
    "CriterionCurve",
    "MeanProfiles",
    "Mixture",
    "Profiles",
    "RankedCandidate",
    "VariableCounts",
    "agreement_matrix",
    "choice_of_k_figure",
    "clustergram",
    "components_figure",
    "condensed_tree_figure",
    "correlation_map_figure",
    "critical_difference_diagram",
    "dendrogram_figure",
    "distributions_figure",
    "k_distance_figure",
    "mixture_ellipses_figure",
    "pair_plot_figure",
    "plane_figure",
    "principal_plane_figure",
    "profile_heat_map",
    "profile_plot",
    "ranking_chart",
    "scatter_matrix_figure",
    "segment_sizes",
    "silhouette_plot",
    "snake_plot",
    "stability_across",
    "stability_within",
]
