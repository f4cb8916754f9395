"""A profile as tidy tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pandas as pd

from segbench.segments.descriptors import DescriptorTest, Effect
from segbench.segments.markers import Deviation
from segbench.segments.rules import Rule

if TYPE_CHECKING:
    from segbench.segments.portrait import Portrait

SEGMENT_COLUMNS: Mapping[str, str] = {
    "segment": "number, 0 is the largest",
    "name": "variables in which it differs most, their means in units",
    "size": "customers",
    "share": "share of all customers, noise too",
    "warning": "that it is small (under 5 %) or too small to act on",
    "worth_share": "share of what all customers are worth; empty = not known",
    "simplified_silhouette": "mean over its customers, [-1, 1], large is distinct",
    "markers": "variables that mark it by the rule of the book",
    "rule": "simple rule that finds most of its customers",
    "coverage": "share of its customers that meet the rule",
    "precision": "share of those who meet the rule that belong to it",
    "recall": "share of its customers that rules find, cross-validated",
    "typical": "ids of typical customers, the medoid first",
    "border": "ids of customers that nearly belong elsewhere",
}
"""Columns of `Profile.segments` and what they mean."""

VARIABLE_COLUMNS: Mapping[str, str] = {
    "segment": "number; -1 = noise",
    "variable": "column of the customer table",
    "level": "level of a category; empty for numeric columns",
    "kind": "metric, binary (0 and 1) or level",
    "unit": "unit in the header, if it names one",
    "used": "whether the segments were made from the column",
    "known": "customers of the segment with a value",
    "missing": "customers of the segment without",
    "mean": "mean in the column's unit; of binary columns and levels a share",
    "median": "median in the column's unit",
    "sd": "standard deviation",
    "q1": "lower quartile",
    "q3": "upper quartile",
    "total_mean": "mean of all customers, noise too",
    "total_sd": "standard deviation of all customers",
    "difference": "mean minus total mean, in standard deviations of all customers",
    "relative": "mean over total mean, minus 1; of metric columns without negatives",
    "marker": "0.25 from the total mean; metric columns half of it",
}
"""Columns of `Profile.variables` and what they mean."""

RULE_COLUMNS = ("segment", "rule", "customers", "coverage", "precision")
"""Columns of `Profile.rules`."""


def segments_frame(portraits: Iterable[Portrait]) -> pd.DataFrame:
    """One row a segment."""
    rows = [
        {
            "segment": one.segment,
            "name": one.name,
            "size": one.size,
            "share": one.share,
            "warning": one.warning,
            "worth_share": one.worth_share,
            "simplified_silhouette": one.silhouette,
            "markers": "; ".join(mark.variable.name for mark in one.markers),
            **_first_rule(one.rules),
            "recall": one.recall,
            "typical": ", ".join(one.typical),
            "border": ", ".join(border.id for border in one.border),
        }
        for one in portraits
    ]
    return pd.DataFrame(rows, columns=list(SEGMENT_COLUMNS))


def variables_frame(
    groups: Iterable[tuple[int, Sequence[Deviation]]],
) -> pd.DataFrame:
    """One row a group of customers and variable."""
    rows = [
        {"segment": segment, **_deviation_cells(one)}
        for segment, deviations in groups
        for one in deviations
    ]
    return pd.DataFrame(rows, columns=list(VARIABLE_COLUMNS))


def rules_frame(rules: Iterable[Rule]) -> pd.DataFrame:
    """One row a rule."""
    rows = [
        {
            "segment": one.segment,
            "rule": one.text,
            "customers": one.customers,
            "coverage": one.coverage,
            "precision": one.precision,
        }
        for one in rules
    ]
    return pd.DataFrame(rows, columns=list(RULE_COLUMNS))


def descriptors_frame(
    tests: Iterable[DescriptorTest], effects: Iterable[Effect]
) -> pd.DataFrame:
    """One row a tested column, with its effect size."""
    measured = {one.column: one for one in effects}
    rows = [
        {
            **vars(one),
            "measure": measured[one.column].measure,
            "effect": measured[one.column].size,
        }
        for one in tests
    ]
    columns = [one.name for one in fields(DescriptorTest)]
    return pd.DataFrame(rows, columns=[*columns, "measure", "effect"])


def checklist_frame(portraits: Iterable[Portrait]) -> pd.DataFrame:
    """One row a segment and criterion."""
    rows: list[Mapping[str, Any]] = [
        {"segment": one.segment, "criterion": asked.name}
        | {"answer": str(asked.answer), "evidence": asked.evidence}
        for one in portraits
        for asked in one.checklist
    ]
    return pd.DataFrame(rows, columns=["segment", "criterion", "answer", "evidence"])


def records_frame(records: Iterable[Any], kind: type[Any]) -> pd.DataFrame:
    """One row a record of a dataclass, one column a field."""
    columns = [one.name for one in fields(kind)]
    return pd.DataFrame([vars(one) for one in records], columns=columns)


def _first_rule(rules: Sequence[Rule]) -> dict[str, Any]:
    if not rules:
        return {"rule": "", "coverage": float("nan"), "precision": float("nan")}
    first = rules[0]
    return {
        "rule": first.text,
        "coverage": first.coverage,
        "precision": first.precision,
    }


def _deviation_cells(one: Deviation) -> dict[str, Any]:
    numbers = ("mean", "median", "sd", "q1", "q3")
    return {
        "variable": one.variable.column,
        "level": one.variable.level,
        "kind": str(one.variable.kind),
        "unit": one.variable.header.unit,
        "used": one.variable.used,
        "known": one.known,
        "missing": one.missing,
        **{name: getattr(one, name) for name in numbers},
        "total_mean": one.variable.mean,
        "total_sd": one.variable.sd,
        "difference": one.difference,
        "relative": one.relative,
        "marker": one.is_marker,
    }
