"""The records of a profile: one portrait a segment, and everything around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from segbench.segments import profile_frames as frames
from segbench.segments.action import Criterion
from segbench.segments.descriptors import DescriptorTest, Effect
from segbench.segments.headers import percent
from segbench.segments.markers import Deviation
from segbench.segments.rules import Explanation, Rule
from segbench.segments.typical import Border
from segbench.visible import visible


@dataclass(frozen=True, eq=False)
class Portrait:
    """One segment in the customers' own units."""

    segment: int
    name: str  # of the variables it differs in; unique
    size: int
    share: float  # of all customers, noise too
    warning: str  # that it is small; "" when it is not
    worth_share: float  # of what all customers are worth; NaN = unknown
    silhouette: float  # mean simplified silhouette, [-1, 1]; NaN = undefined
    deviations: tuple[Deviation, ...] = field(repr=False)  # by variable
    rules: tuple[Rule, ...] = field(repr=False)  # () when no rule leads to it
    recall: float  # share of its customers that rules find; NaN = undefined
    typical: tuple[str, ...]  # ids, the medoid first
    border: tuple[Border, ...]  # least clear first
    checklist: tuple[Criterion, ...] = field(repr=False)

    @property
    def markers(self) -> tuple[Deviation, ...]:
        """The variables that mark the segment, by the book's rule."""
        return tuple(one for one in self.deviations if one.is_marker)


@dataclass(frozen=True, eq=False)
class NoiseGroup:
    """Customers that belong to no segment. They are no segment either."""

    size: int
    share: float
    worth_share: float
    deviations: tuple[Deviation, ...] = field(repr=False)

    @property
    def variables(self) -> pd.DataFrame:
        """One row a variable, as `Profile.variables` has it; the segment is -1."""
        return frames.variables_frame([(-1, self.deviations)])


@dataclass(frozen=True, eq=False)
class Profile:
    """Who the segments are."""

    dataset: str
    customers: int
    used: tuple[str, ...] | None  # columns that made the segments; None = unknown
    worth: str  # column that says what customers are worth; "" = none
    worth_reason: str  # why there is none, or no shares
    portraits: tuple[Portrait, ...]  # by segment
    noise: NoiseGroup | None
    explanation: Explanation
    effect_sizes: tuple[Effect, ...]  # by column
    tests: tuple[DescriptorTest, ...]  # of columns that were not used

    @property
    def segments(self) -> pd.DataFrame:
        """One row a segment."""
        return frames.segments_frame(self.portraits)

    @property
    def variables(self) -> pd.DataFrame:
        """One row a segment and variable; a category has one a level."""
        return frames.variables_frame(
            [(one.segment, one.deviations) for one in self.portraits]
        )

    @property
    def rules(self) -> pd.DataFrame:
        """One row a rule."""
        return frames.rules_frame(self.explanation.rules)

    @property
    def effects(self) -> pd.DataFrame:
        """One row a column: how strongly it goes together with the segments."""
        return frames.records_frame(self.effect_sizes, Effect)

    @property
    def descriptors(self) -> pd.DataFrame:
        """One row a column that was not used: its test and its effect."""
        return frames.descriptors_frame(self.tests, self.effect_sizes)

    @property
    def checklist(self) -> pd.DataFrame:
        """One row a segment and criterion: measured, or left to the analyst."""
        return frames.checklist_frame(self.portraits)

    def __repr__(self) -> str:
        return visible("\n".join(self._lines()))

    def _lines(self) -> Iterable[str]:
        yield (
            f"Profile of {self.dataset}: {self.customers} customers, "
            f"{len(self.portraits)} segments"
        )
        for one in self.portraits:
            warning = f" [{one.warning}]" if one.warning else ""
            yield (
                f"  {one.segment}: {one.name} - {one.size} customers "
                f"({percent(one.share)}){warning}"
            )
        if self.noise is not None:
            size, share = self.noise.size, percent(self.noise.share)
            yield f"  noise: {size} customers ({share}) in no segment"
        yield self.explanation.verdict
        if self.used is None:
            yield "Which columns made the segments is not known: none is tested."
