"""Algorithms over several data sets: scores, ranks, and the ranks' averages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from segbench.ranking.across import DatasetComparison
from segbench.report.datasets import dataset_comparison
from segbench.report.labels import named_datasets
from segbench.report.paper.escape import latex_text
from segbench.report.paper.tabular import (
    EMPTY,
    Column,
    Grid,
    Table,
    bold,
    fixed,
    in_blocks,
    paragraph_cell,
    ragged,
    short_or_long,
)
from segbench.report.results import Results

HEAD = "% needs \\usepackage{booktabs,longtable}"

MOST_ALGORITHMS = 6
"""Algorithms beside each other; more of them take a further table."""


def datasets_latex(results: Results) -> str:
    r"""Write a row per data set; "" with a single one, or a single algorithm.

    Needs ``\usepackage{booktabs,longtable}``.
    """
    comparison = dataset_comparison(results)
    if comparison is None:
        return ""
    named = named_datasets(results)
    titles = [
        f"{name} (simulated)" if dataset.simulated else name
        for name, dataset in named.items()
    ]
    blocks = in_blocks(comparison.order, MOST_ALGORITHMS)
    parts = [HEAD]
    for j, block in enumerate(blocks, start=1):
        part = f" Part {j} of {len(blocks)}." if len(blocks) > 1 else ""
        label = "tab:datasets" + (f"-{j}" if j > 1 else "")
        caption = latex_text(_caption(comparison, results) + part)
        grid = _grid(comparison, titles, block)
        parts.append(short_or_long(Table(grid, caption, label, _notes(comparison))))
    return "\n".join(parts)


def _caption(comparison: DatasetComparison, results: Results) -> str:
    table = comparison.table
    seeds = ", ".join(map(str, sorted({one.space.seed for one in results.rankings})))
    return (
        f"{len(table.algorithms)} algorithms on {len(table.datasets)} data sets: score "
        "of the best setting, averaged over the spaces of the data set, and its rank "
        f"(1 = best; seed {seeds}). {_test_words(comparison)}"
    )


def _test_words(comparison: DatasetComparison) -> str:
    """Say what the tests found, or that there was none."""
    friedman = comparison.tests.friedman
    if comparison.descriptive:
        return "Too few data sets for a test: descriptive."
    if friedman is None:
        return "Of two algorithms there is no test of all at once."
    verdict = "differ" if comparison.tests.rejected else "are not told apart"
    return (
        f"The algorithms {verdict} (Friedman's test with Iman and Davenport's F: "
        f"p = {friedman.f_p:.2g}, Kendall's W = {friedman.kendall_w:.2f})."
    )


def _grid(
    comparison: DatasetComparison, titles: Sequence[str], block: Sequence[int]
) -> Grid:
    table = comparison.table
    columns = (
        Column("Data set", ragged(0.22)),
        *(Column(latex_text(table.algorithms[i])) for i in block),
    )
    rows = list(_rows(comparison, titles, block))
    best = fixed(float(comparison.mean_ranks.min()), 2)
    means = [fixed(float(comparison.mean_ranks[i]), 2) for i in block]
    rows.append(("Average rank", *(bold(x) if x == best else x for x in means)))
    return Grid(columns, tuple(rows), frozenset([len(rows) - 2]))


def _rows(
    comparison: DatasetComparison, titles: Sequence[str], block: Sequence[int]
) -> Iterator[tuple[str, ...]]:
    table = comparison.table
    for title, scores, ranks in zip(titles, table.scores, table.ranks, strict=True):
        known = scores[~np.isnan(scores)]
        best = fixed(float(known.max()), 2) if len(known) else EMPTY
        texts = [fixed(float(scores[i]), 2) for i in block]
        shown = [bold(x) if x == best != EMPTY else x for x in texts]
        cells = [f"{x} ({ranks[i]:g})" for x, i in zip(shown, block, strict=True)]
        yield (paragraph_cell(latex_text(title)), *cells)


def _notes(comparison: DatasetComparison) -> tuple[str, ...]:
    notes = ["Bold: best of the data set, and best average rank."]
    if comparison.table.failures.any():
        notes.append(
            f"{EMPTY}: no setting is ranked in any space of the data set; it shares "
            "the last rank there. The reasons stand in the tables of all candidates."
        )
    return tuple(map(latex_text, notes))
