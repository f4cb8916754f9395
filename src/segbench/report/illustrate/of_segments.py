"""Who is in the segments, and how they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from segbench.core import Labels, Matrix, Role
from segbench.report.figures.markers import MeanProfiles
from segbench.report.figures.pair_plot import pair_plot_figure
from segbench.report.figures.plane import plane_figure
from segbench.report.figures.principal_plane import principal_plane_figure
from segbench.report.figures.profile_heat_map import Profiles, profile_heat_map
from segbench.report.figures.profile_plot import profile_plot
from segbench.report.figures.segment_sizes import segment_sizes
from segbench.report.figures.silhouette_plot import silhouette_plot
from segbench.report.figures.snake import snake_plot
from segbench.report.figures.stability_within import stability_within
from segbench.report.illustrate.illustration import Illustration, Place
from segbench.report.illustrate.of_customers import quantities
from segbench.report.illustrate.of_numbers import of_numbers
from segbench.report.story import Lead, Tale
from segbench.segments.markers import Deviation
from segbench.segments.table import held
from segbench.segments.variables import Kind

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_VARIABLES = 5
"""Variables that are drawn in pairs."""

EXACT_UP_TO = 50_000
"""Customers up to which every silhouette is computed."""


def of_segments(tale: Tale, mark: str) -> Iterator[Illustration]:
    """Draw the segments among the customers, then what they are like."""
    if tale.lead is None:
        return
    lead = tale.lead
    yield from _among_customers(tale, lead, mark)
    yield from _profiles(lead, mark)
    yield from _stability(lead, mark)
    yield from of_numbers(lead, mark)


def _names(lead: Lead) -> list[str]:
    """Name segments by what tells them apart first: figures cut long names."""
    names = []
    for one in lead.profile.portraits:
        means, colon, words = one.name.rpartition(": ")
        names.append(f"{one.segment}: {words} ({means})" if colon else one.name)
    return names


def _among_customers(tale: Tale, lead: Lead, mark: str) -> Iterator[Illustration]:
    dataset = tale.dataset
    numeric = [c for c in lead.points.columns if dataset.roles[c] is Role.NUMERIC]
    values = dataset.frame[numeric].to_numpy(dtype=np.float64)
    if 0 < len(numeric) <= 2:
        yield Illustration(
            f"segments_plane{mark}",
            Place.SHORT,
            "The segments in the variables they were made from, numbers at their "
            "centres.",
            "Customers as points, coloured and shaped by segment.",
            partial(plane_figure, values, numeric, lead.labels),
        )
    else:
        yield Illustration(
            f"segments_components{mark}",
            Place.SHORT,
            "The segments in the plane in which the customers differ most.",
            "Customers in two principal components, coloured by segment.",
            partial(
                principal_plane_figure,
                lead.points.matrix,
                lead.points.names,
                lead.labels,
            ),
        )
    drawn = quantities(dataset, numeric)
    if len(drawn) > 2:
        order = _by_effect(lead, drawn)
        yield Illustration(
            f"segments_pairs{mark}",
            Place.SEGMENTS,
            "The segments in pairs of the variables that tell them apart best.",
            "A matrix of scatter plots, coloured by segment.",
            partial(
                pair_plot_figure,
                dataset.frame[order].to_numpy(dtype=np.float64),
                order,
                lead.labels,
            ),
        )


def _by_effect(lead: Lead, columns: Sequence[str]) -> list[str]:
    """Order columns by how strongly they go together with the segments."""
    effect = {one.column: np.nan_to_num(one.size) for one in lead.profile.effect_sizes}
    ordered = sorted(columns, key=lambda name: -effect.get(name, 0.0))
    return ordered[:MOST_VARIABLES]


def _profiles(lead: Lead, mark: str) -> Iterator[Illustration]:
    names, profile = _names(lead), lead.profile
    sizes = [one.size for one in profile.portraits]
    noise = 0 if profile.noise is None else profile.noise.size
    yield Illustration(
        f"segment_sizes{mark}",
        Place.SEGMENTS,
        "How many customers are in each segment.",
        f"Bars of the sizes: {', '.join(f'{one:,}' for one in sizes[:12])}.",
        partial(segment_sizes, sizes, names, noise),
    )
    used = [
        _without_mirrors([one for one in p.deviations if one.variable.used])
        for p in profile.portraits
    ]
    if used and used[0]:
        yield from _differences(used, names, sizes, mark)


def _without_mirrors(deviations: Sequence[Deviation]) -> list[Deviation]:
    """Keep the second of two levels: the first says the same with the other sign."""
    levels = Counter(one.variable.column for one in deviations)
    kept, seen = [], set()
    for one in deviations:
        column = one.variable.column
        if levels[column] != 2 or column in seen:
            kept.append(one)
        seen.add(column)
    return kept


def _differences(
    used: Sequence[Sequence[Deviation]],
    names: Sequence[str],
    sizes: Sequence[int],
    mark: str,
) -> Iterator[Illustration]:
    """Draw how the segments differ in the variables they were made from."""
    titles = [one.variable.title for one in used[0]]
    table = Profiles(
        np.array([[one.difference for one in row] for row in used]),
        names,
        titles,
        sizes,
    )
    yield Illustration(
        f"profile_heat_map{mark}",
        Place.SEGMENTS,
        "How far the mean of each segment is from that of all customers, in standard "
        "deviations.",
        "A heat map of segments by variables.",
        partial(profile_heat_map, table),
    )
    if len(titles) > 2:
        yield Illustration(
            f"snake{mark}",
            Place.SEGMENTS,
            "The same as lines: one for each segment.",
            "One line per segment over the variables.",
            partial(snake_plot, table),
        )
    yield Illustration(
        f"profile_plot{mark}",
        Place.SEGMENTS,
        "Segment profiles: marker variables in colour (Dolnicar, Grün & Leisch 2018).",
        "One panel of bars per segment, dots for all customers.",
        partial(profile_plot, _means(used, names, titles)),
    )


def _means(
    used: Sequence[Sequence[Deviation]], names: Sequence[str], titles: Sequence[str]
) -> MeanProfiles:
    return MeanProfiles(
        means=np.array([[one.mean for one in row] for row in used]),
        total=np.array([one.variable.mean for one in used[0]]),
        binary=[one.variable.kind is not Kind.METRIC for one in used[0]],
        segments=names,
        variables=titles,
    )


def _stability(lead: Lead, mark: str) -> Iterator[Illustration]:
    names = [str(one.segment) for one in lead.profile.portraits]
    if len(lead.labels) <= EXACT_UP_TO:
        metric = str(lead.key.metric)
        yield Illustration(
            f"silhouettes{mark}",
            Place.SEGMENTS,
            "Silhouettes of all customers: above 0, nearer to the own segment than to "
            "any other.",
            "Sorted silhouettes by segment.",
            partial(_silhouettes, lead.points.matrix, lead.labels, metric, names),
        )
    stability = lead.row.scored.stability
    if stability is not None and stability.jaccard.size:
        words = held(stability, 0, len(lead.labels))["trust"] != ""
        yield Illustration(
            f"stability_within{mark}",
            Place.STABILITY,
            f"How each segment is found again in {stability.resamples} refits "
            "(Jaccard similarity, Hennig 2007).",
            "A box plot of similarities per segment.",
            partial(stability_within, stability.jaccard, _names(lead), words=words),
        )


def _silhouettes(
    matrix: Matrix, labels: Labels, metric: Any, segments: Sequence[str]
) -> Figure:
    """Compute the silhouettes where they are drawn: the loops may be loaded there."""
    from segbench.scoring.silhouette.exact import silhouette_samples

    found = silhouette_samples(matrix, labels, metric=metric)
    return silhouette_plot(np.asarray(found), labels, segments)
