"""What a careful analyst says at first sight, in plain sentences."""

from __future__ import annotations

from segbench.core import Role
from segbench.exploration.columns import ColumnSummary
from segbench.exploration.components import ENOUGH, Components
from segbench.exploration.correlations import Correlations
from segbench.exploration.outliers import Outliers
from segbench.exploration.overview import Overview
from segbench.exploration.rows import FITTED_OF_MORE, MOST_FITTED, OutlyingRows
from segbench.exploration.transforms import LOG, MANY_ZEROS, POWER
from segbench.exploration.wording import counted, listed, percent, quoted

MOST_PAIRS = 3
"""Redundant pairs that are told one by one."""

MANY_OUTLIERS = 0.1
"""A larger share of outliers is the shape of the data, not a few odd customers."""

Columns = tuple[ColumnSummary, ...]


def say_size(overview: Overview) -> list[str]:
    """Tell how many customers and columns there are, and which are left out."""
    used = [f"{n} {role}" for role, n in overview.roles.items() if n]
    size = counted(overview.n_customers, "customer")
    columns = counted(overview.n_columns, "column")
    told = [f"{size} in {columns}: {', '.join(used)}."]
    if overview.ignored:
        count = counted(len(overview.ignored), "column")
        verb = "is" if len(overview.ignored) == 1 else "are"
        told.append(f"{count} {verb} left out: {listed(overview.ignored)}.")
    return told


def say_missing(overview: Overview, columns: Columns) -> list[str]:
    """Tell how much is missing and where most of it."""
    if not overview.missing_cells:
        return ["No value is missing."]
    worst = max(columns, key=lambda one: one.missing)
    share = percent(worst.missing / overview.n_customers)
    customers = counted(overview.incomplete, "customer")
    verb = "has" if overview.incomplete == 1 else "have"
    told = [
        f"{customers} {verb} a gap, {percent(overview.missing_share)} of all values "
        f"are missing. Most gaps are in {quoted(worst.name)} ({share})."
    ]
    empty = [one.name for one in columns if one.distinct == 0]
    if empty:
        it = "it" if len(empty) == 1 else "them"
        told.append(f"Nobody has a value in {listed(empty)}: leave {it} out.")
    return told


def say_duplicates(overview: Overview) -> list[str]:
    """Tell how many customers repeat an earlier one."""
    apart = ["the id"] if overview.roles[Role.ID] else []
    apart += ["those left out"] if overview.ignored else []
    where = "every column" + (f" but {' and '.join(apart)}" if apart else "")
    if not overview.duplicates:
        return [f"No two customers are equal in {where}."]
    verb = "equals" if overview.duplicates == 1 else "equal"
    return [
        f"{counted(overview.duplicates, 'customer')} {verb} an earlier one in {where}: "
        "the same person twice, or chance where columns hold few values."
    ]


def say_shapes(columns: Columns) -> list[str]:
    """Tell what is constant, what is skewed, and where zeros are a group."""
    told = []
    numbers = [(one.name, one.quantities) for one in columns if one.quantities]
    constant = [one.name for one in columns if one.distinct == 1]
    if constant:
        told.append(f"Every known value is the same in {listed(constant)}.")
    for transform, shape in (
        (LOG, "a long tail of large values"),
        (POWER, "a long tail and values below zero"),
    ):
        names = [name for name, found in numbers if found.transform == transform]
        if names:
            verb = "has" if len(names) == 1 else "have"
            told.append(
                f"{listed(names)} {verb} {shape}: use the transform {transform} "
                "before distances are measured."
            )
    zeros = [name for name, found in numbers if found.warning]
    if zeros:
        verb = "is" if len(zeros) == 1 else "are"
        told.append(
            f"{listed(zeros)} {verb} zero for more than {percent(MANY_ZEROS)} of the "
            "customers: they may be a segment by themselves."
        )
    return told


def say_redundant(correlations: Correlations) -> list[str]:
    """Tell which columns say the same twice."""
    pairs = correlations.redundant
    told = [
        f"{pair.text}: together they count twice, {pair.advice}."
        for pair in pairs[:MOST_PAIRS]
    ]
    if len(pairs) > MOST_PAIRS:
        more = counted(len(pairs) - MOST_PAIRS, "pair")
        told.append(f"{more} of columns more are as close.")
    if not pairs and max(len(correlations.names), len(correlations.levels)) > 1:
        told.append("No two numeric columns, and no two categories, say the same.")
    return told


def say_outliers(outliers: Outliers) -> list[str]:
    """Tell who is far from the others, in one column and in all."""
    beyond = {one.name: one.n_low + one.n_high for one in outliers.columns}
    names = sorted((n for n in beyond if beyond[n]), key=lambda n: (-beyond[n], n))
    told = []
    if names:
        most = counted(beyond[names[0]], "customer")
        told.append(
            f"{listed(names)} hold outliers; most, {most}, are in {quoted(names[0])}."
        )
    if len(names) == 1:
        told = [f"{quoted(names[0])} has {counted(beyond[names[0]], 'outlier')}."]
    return [*told, *_say_rows(outliers.rows)]


def _say_rows(rows: OutlyingRows) -> list[str]:
    if not rows.method:
        return [f"Nobody was compared in all columns at once: {rows.reason}."]
    how = rows.method
    if rows.in_logarithms:
        how += f", {listed(rows.in_logarithms)} in logarithms"
    if len(rows.distances) > MOST_FITTED:
        how += f", estimated from a sample of {FITTED_OF_MORE:,}"
    if not rows.count:
        return [f"Nobody is far from all others in all numeric columns ({how})."]
    verb = "is" if rows.count == 1 else "are"
    told = [
        f"{counted(rows.count, 'customer')} ({percent(rows.share)}) {verb} far from "
        f"the others in all numeric columns together ({how})."
    ]
    first = rows.customers[0]
    if rows.share > MANY_OUTLIERS:
        told.append("So many are hardly mistakes: the customers form no single cloud.")
        return told
    if first.text:
        told.append(f"The farthest is customer {first.id!r}: {first.text}.")
    if rows.caution:
        told.append(f"Look before you drop anybody: {rows.caution}.")
    return told


def say_components(components: Components | None, reason: str) -> list[str]:
    """Tell how many directions most of the variance has."""
    if components is None:
        return [f"No components: {reason}."]
    p = len(components.names)
    needed = counted(components.needed, "component")
    verb = "explains" if components.needed == 1 else "explain"
    share = float(components.explained[: components.needed].sum())
    if components.needed == p:
        return [
            f"It takes all {p} components to explain {percent(ENOUGH)} of the "
            "variance: fewer do not sum up the numeric columns."
        ]
    return [f"{needed} {verb} {percent(share)} of the variance of {p} numeric columns."]
