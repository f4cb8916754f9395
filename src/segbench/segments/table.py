"""One row per segment: its size, its customers in their own units, its stability."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from segbench.core import NOISE, Dataset, Labels, Scheme, Scored, Stability
from segbench.scoring.stability import (
    BOOTSTRAP_UP_TO,
    DISSOLVED_UP_TO,
    RECOVERED_FROM,
    trust,
)
from segbench.segments.markers import Deviation, deviations_by_segment
from segbench.segments.naming import name_segments
from segbench.segments.variables import Kind, Variable, variables_of


def segment_rows(
    dataset: Dataset, scored: Scored, variables: Sequence[Variable] | None = None
) -> list[dict[str, Any]]:
    """Describe the segments of one labeling.

    Parameters
    ----------
    dataset : Dataset
        The customers in their own units.
    scored : Scored
        A labeling of them.
    variables : sequence of Variable, optional
        What `variables_of` gives, which knows the columns that were used; made anew
        without it, where all count as used.

    Returns
    -------
    list of dict
        By segment: ``segment, name, size, share``, the mean of every numeric column and
        the most frequent level of every categorical one, and with stability the
        mean Jaccard similarity, how often the segment dissolved (at most 0.5) or was
        recovered (above 0.75), and Hennig's word for it. Empty without a labeling.
    """
    labels = scored.labeling.labels
    sizes = scored.labeling.sizes
    if labels is None or not len(sizes):
        return []
    if variables is None:
        variables = variables_of(dataset, None)
    deviations = deviations_by_segment(variables, labels)
    names = name_segments(deviations)
    typical = _typical(dataset, labels, deviations)
    return [
        {
            "segment": segment,
            "name": names[segment],
            "size": int(size),
            "share": size / len(labels),
            **held(scored.stability, segment, len(labels)),
            **typical[segment],
        }
        for segment, size in enumerate(sizes)
    ]


def held(stability: Stability | None, segment: int, n_customers: int) -> dict[str, Any]:
    """Return how well a segment holds, by column; without stability nothing is said."""
    if stability is None:
        return {
            "jaccard": np.nan,
            "dissolved": None,
            "recovered": None,
            "resamples": 0,
            "trust": "",
        }
    is_small = n_customers <= BOOTSTRAP_UP_TO
    is_bootstrap = is_small and stability.scheme is Scheme.BOOTSTRAP
    similarities = stability.jaccard[:, segment]
    known = similarities[~np.isnan(similarities)]
    mean = float(known.mean()) if len(known) else float("nan")
    return {
        "jaccard": mean,
        "dissolved": int((known <= DISSOLVED_UP_TO).sum()),
        "recovered": int((known > RECOVERED_FROM).sum()),
        "resamples": len(known),
        # Hennig's words belong to the bootstrap alone.
        "trust": trust(mean) if is_bootstrap else "",
    }


def _typical(
    dataset: Dataset, labels: Labels, deviations: Sequence[Sequence[Deviation]]
) -> list[dict[str, Any]]:
    """Mean of every numeric column and most frequent level of every other, by segment.

    All segments at once, because hundreds of candidates are described.
    """
    k, assigned = len(deviations), labels != NOISE
    means = {
        one.variable.column: [of_segment[i].mean for of_segment in deviations]
        for i, one in enumerate(deviations[0])
        if one.variable.kind is not Kind.LEVEL
    }
    columns: dict[str, Sequence[Any]] = {}
    for name in dataset.frame.columns:
        if name in means:
            columns[f"mean {name}"] = means[name]
        else:
            inside = dataset.frame[name][assigned]
            columns[f"most frequent {name}"] = _modes(inside, labels[assigned], k)
    return [{name: values[j] for name, values in columns.items()} for j in range(k)]


def _modes(column: pd.Series, groups: Labels, k: int) -> list[str]:
    """Most frequent level by segment, ties to the first in the alphabet."""
    levels = column.astype("category").cat
    n = len(levels.categories)
    counts = np.bincount(groups * n + levels.codes, minlength=k * n).reshape(k, n)
    return [str(levels.categories[j]) for j in counts.argmax(axis=1)]
