"""One row per segment: its size, its customers in their own units, its stability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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


def segment_rows(dataset: Dataset, scored: Scored) -> list[dict[str, Any]]:
    """Describe the segments of one labeling; see `SegmentTable.rows`."""
    return SegmentTable(dataset, variables_of(dataset, None)).rows(scored)


@dataclass(frozen=True, eq=False)
class SegmentTable:
    """Describes the segments of many labelings of the same customers."""

    dataset: Dataset  # the customers in their own units
    variables: Sequence[Variable]  # of them, as `variables_of` gives
    _coded: dict[str, _Levels] = field(default_factory=dict, init=False, repr=False)

    def rows(self, scored: Scored) -> list[dict[str, Any]]:
        """Describe the segments of one labeling.

        Returns
        -------
        list of dict
            By segment: ``segment, name, size, share``, the mean of every numeric
            column and the most frequent level of every categorical one, and with
            stability the mean Jaccard similarity, how often the segment dissolved (at
            most 0.5) or was recovered (above 0.75), and Hennig's word for it. Empty
            without a labeling.
        """
        labels = scored.labeling.labels
        sizes = scored.labeling.sizes
        if labels is None or not len(sizes):
            return []
        deviations = deviations_by_segment(self.variables, labels)
        names = name_segments(deviations)
        typical = self._typical(labels, deviations)
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

    def _typical(
        self, labels: Labels, deviations: Sequence[Sequence[Deviation]]
    ) -> list[dict[str, Any]]:
        """Mean of every numeric column and most frequent level of every other."""
        k = len(deviations)
        means = {
            one.variable.column: [of_segment[i].mean for of_segment in deviations]
            for i, one in enumerate(deviations[0])
            if one.variable.kind is not Kind.LEVEL
        }
        columns: dict[str, Sequence[Any]] = {}
        for name in self.dataset.frame.columns:
            if name in means:
                columns[f"mean {name}"] = means[name]
            else:
                columns[f"most frequent {name}"] = self._levels(name).modes(labels, k)
        return [{name: values[j] for name, values in columns.items()} for j in range(k)]

    def _levels(self, name: str) -> _Levels:
        if name not in self._coded:
            self._coded[name] = _levels_of(self.dataset.frame[name])
        return self._coded[name]


@dataclass(frozen=True, eq=False)
class _Levels:
    """A column of categories: which there are, and each customer's by number."""

    names: Sequence[str]  # in the order of the alphabet
    codes: NDArray[np.int64]

    def modes(self, labels: Labels, k: int) -> list[str]:
        """Most frequent level by segment, ties to the first in the alphabet."""
        assigned, n = labels != NOISE, len(self.names)
        cells = labels[assigned] * n + self.codes[assigned]
        counts = np.bincount(cells, minlength=k * n).reshape(k, n)
        return [self.names[j] for j in counts.argmax(axis=1)]


def _levels_of(column: pd.Series) -> _Levels:
    levels = column.astype("category").cat
    names = [str(one) for one in levels.categories]
    return _Levels(names, np.asarray(levels.codes, dtype=np.int64))


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
