"""Who the segments are: everything about them in the customers' own units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Dataset, Labels, Matrix, Stability
from segbench.errors import DataError
from segbench.segments.action import Evidence, checklist, size_warning
from segbench.segments.descriptors import descriptor_tests, effects_of
from segbench.segments.markers import Deviation, deviation, deviations_by_segment
from segbench.segments.naming import name_segments
from segbench.segments.portrait import NoiseGroup, Portrait, Profile
from segbench.segments.rules import Explanation, explain
from segbench.segments.table import held
from segbench.segments.typical import (
    Margins,
    border_customers,
    checked_points,
    margins_of,
    points_for,
    typical_customers,
)
from segbench.segments.variables import Variable, checked_columns, variables_of
from segbench.segments.worth import Worth, worth_of


def profile_segments(  # noqa: PLR0913 keywords with defaults, one question each
    dataset: Dataset,
    labels: Labels,
    *,
    used: Sequence[str] | None = None,
    points: Matrix | None = None,
    value: str | None = None,
    stability: Stability | None = None,
    random_state: int = 0,
) -> Profile:
    """Describe the segments of a labeling.

    Parameters
    ----------
    dataset : Dataset
        The customers in their own units.
    labels : ndarray of int, shape (n_customers,)
        Segments 0..k-1 without gaps; -1 is noise, a group of its own.
    used : sequence of str, optional
        Columns that the segments were made from; empty: none of these. Without it
        all count as used, and nothing is tested.
    points : ndarray of shape (n_customers, n_features), optional
        What was clustered; typical and border customers are found in it. Without it
        the standardised quantities that were used.
    value : str, optional
        Numeric column that says what a customer is worth. Without it the only column
        whose name speaks of money paid, if there is one.
    stability : Stability, optional
        Of the same labeling.
    random_state : int, default 0
        For the folds of the cross-validation, and ties in the tree.

    Returns
    -------
    Profile

    Raises
    ------
    UserError
        When labels, columns or points do not fit the data set.

    References
    ----------
    S. Dolnicar, B. Gruen and F. Leisch (2018). Market Segmentation Analysis.
    doi:10.1007/978-981-10-8818-6
    """
    labels = _checked_labels(labels, dataset.n_customers)
    _check_stability(stability, labels)
    columns = checked_columns(dataset, used)
    worth = worth_of(dataset, value)
    variables = variables_of(dataset, columns)
    chosen = [one for one in variables if one.used]
    X = points_for(chosen, dataset.n_customers) if points is None else points
    X = checked_points(X, dataset.n_customers)
    explanation = explain(chosen, labels, random_state)
    drawn = _Drawn(dataset, labels, X, margins_of(X, labels), worth, stability)
    return Profile(
        dataset=dataset.title,
        customers=dataset.n_customers,
        used=None if columns is None else tuple(columns),
        worth=worth.column,
        worth_reason=worth.reason,
        portraits=_portraits(drawn, variables, explanation),
        noise=_noise(drawn, variables),
        explanation=explanation,
        effect_sizes=tuple(effects_of(variables, labels)),
        tests=tuple(descriptor_tests(variables, labels)),
    )


@dataclass(frozen=True, eq=False)
class _Drawn:
    """What every portrait is drawn from."""

    dataset: Dataset
    labels: Labels
    points: Matrix
    margins: Margins
    worth: Worth
    stability: Stability | None

    def members(self, segment: int) -> NDArray[np.bool_]:
        """Tell who belongs to a segment, shape (n_customers,)."""
        return np.equal(self.labels, segment)


def _portraits(
    drawn: _Drawn, variables: Sequence[Variable], explanation: Explanation
) -> tuple[Portrait, ...]:
    deviations = deviations_by_segment(variables, drawn.labels)
    names = name_segments(deviations)
    return tuple(
        _portrait(drawn, names[segment], deviations[segment], explanation, segment)
        for segment in range(len(names))
    )


def _portrait(
    drawn: _Drawn,
    name: str,
    deviations: tuple[Deviation, ...],
    explanation: Explanation,
    segment: int,
) -> Portrait:
    members = np.flatnonzero(drawn.members(segment))
    ids = drawn.dataset.ids
    known = _evidence(drawn, segment, explanation.recall[segment])
    typical = typical_customers(drawn.points, members)
    return Portrait(
        segment=segment,
        name=name,
        size=known.size,
        share=known.size / known.customers,
        warning=size_warning(known.size, known.customers),
        worth_share=known.worth_share,
        silhouette=known.silhouette,
        deviations=deviations,
        rules=tuple(one for one in explanation.rules if one.segment == segment),
        recall=known.recall,
        typical=tuple(ids[i] for i in typical),
        border=border_customers(drawn.margins, members, typical, ids),
        checklist=checklist(known, deviations),
    )


def _evidence(drawn: _Drawn, segment: int, recall: float) -> Evidence:
    members = drawn.members(segment)
    stable = held(drawn.stability, segment, len(drawn.labels))
    return Evidence(
        size=int(members.sum()),
        customers=len(drawn.labels),
        worth_share=drawn.worth.share(members),
        worth_column=drawn.worth.column,
        trust=stable["trust"],
        jaccard=stable["jaccard"],
        silhouette=float(drawn.margins.margin[members].mean()),
        recall=recall,
    )


def _noise(drawn: _Drawn, variables: Sequence[Variable]) -> NoiseGroup | None:
    members = drawn.members(NOISE)
    if not members.any():
        return None
    return NoiseGroup(
        size=int(members.sum()),
        share=float(members.mean()),
        worth_share=drawn.worth.share(members),
        deviations=tuple(deviation(one, members) for one in variables),
    )


def _checked_labels(labels: Labels, n_customers: int) -> Labels:
    array = np.asarray(labels)
    if array.shape != (n_customers,):
        raise DataError(
            f"labels should have the shape ({n_customers},), one a customer; got "
            f"{array.shape}"
        )
    if not np.issubdtype(array.dtype, np.integer):
        raise DataError(f"labels should be whole numbers, got {array.dtype}")
    found = np.unique(array[array != NOISE])
    if not np.array_equal(found, np.arange(len(found))):
        raise DataError(
            "segments should be numbered 0, 1, 2, ... without gaps and noise -1; got "
            f"{', '.join(map(str, found[:10]))}"
        )
    return array.astype(np.int64)


def _check_stability(stability: Stability | None, labels: Labels) -> None:
    if stability is None:
        return
    k = int(labels.max(initial=NOISE)) + 1
    if stability.jaccard.shape[1] != k:
        raise DataError(
            f"stability should be that of these {k} segments, got one of "
            f"{stability.jaccard.shape[1]}"
        )
