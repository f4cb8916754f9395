"""The paragraphs on the algorithms that were tried and on the measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from segbench.algorithms.for_size import APPROXIMATE
from segbench.core import Cell, Status
from segbench.ranking import NoisePolicy
from segbench.report.methods.content import (
    Formula,
    Paragraph,
    Sentence,
    counted,
    listed,
    paragraph,
    rows_of,
    shown,
    tried,
)
from segbench.report.results import Results
from segbench.scoring import MEASURES
from segbench.scoring.measures import FEWEST_SAMPLED, SAMPLED_CUSTOMERS

ALGORITHM_CITES = {
    "kmeans": "lloyd1982",
    "agglomerative": "ward1963",
    "dbscan": "ester1996",
    "hdbscan": "campello2013",
    "gmm": "dempster1977",
}
"""Where algorithms come from; Ward's only while its tree is Ward's."""

NOISE = {
    NoisePolicy.PENALIZE: (
        "In the ranking unassigned customers have a price: the silhouette is "
        "multiplied by the share of assigned customers and the Davies-Bouldin index "
        "divided by it"
    ),
    NoisePolicy.EXCLUDE: "In the ranking unassigned customers cost nothing",
    NoisePolicy.COMPLETE: (
        "For the ranking unassigned customers join the segment of the nearest assigned "
        "customer"
    ),
    NoisePolicy.CLUSTER: "For the ranking unassigned customers are one more segment",
}
"""What unassigned customers cost."""

REPORTED = {
    "calinski_harabasz": ("the Calinski-Harabasz index", "calinski1974"),
    "silhouette_macro": (
        "the mean over the segments of their mean silhouettes",
        "pavlopoulos2025",
    ),
    "dbcv": ("the density-based validity DBCV", "moulavi2014"),
}
"""Measures that are shown beside the ranked ones: names and references."""

EXTERNAL = {
    "ari": ("adjusted Rand index", "hubert1985"),
    "ami": ("adjusted mutual information with the arithmetic mean", "vinh2010"),
    "v_measure": ("V-measure", "rosenberg2007"),
}
"""Agreement with known segments: names and references."""


def algorithms_paragraph(results: Results) -> Paragraph | None:
    """Say what was tried, with every hyperparameter, and what came of it."""
    names = dict.fromkeys(cell.algo for cell in results.cells)
    cells = {n: [c for c in results.cells if c.algo == n] for n in names}
    return paragraph(
        "Algorithms",
        *(_algorithm(name, of_name) for name, of_name in cells.items()),
        _outcomes(results),
        _jobs(results),
    )


def _algorithm(name: str, cells: Sequence[Cell]) -> Sentence:
    settings = [row.labeling.setting for cell in cells for row in cell.rows]
    varied = sorted({param for setting in settings for param in setting.params})
    grid = [
        f"{param}: {tried(s.params[param] for s in settings if param in s.params)}"
        for param in varied
    ]
    fixed = {n: v for cell in cells for n, v in cell.fixed.items() if n not in varied}
    kept = ", ".join(f"{n}={shown(fixed[n])}" for n in sorted(fixed))
    ward = fixed.get("linkage", "ward") == "ward" and "linkage" not in varied
    cite = ALGORITHM_CITES.get(name)
    return Sentence(
        f"The algorithm {name} was run with {_number(cells)}"
        + (f" ({'; '.join(grid)})" if grid else "")
        + (f", {kept} fixed" if kept else "")
        + "".join(f"; {words}" for words in _approximations(cells)),
        (cite,) if cite and (cite != "ward1963" or ward) else (),
    )


def _approximations(cells: Sequence[Cell]) -> list[str]:
    """What was approximate about an algorithm, as its rows say it, each once."""
    reasons = [row.labeling.reason for cell in cells for row in cell.rows]
    parts = [part for reason in reasons for part in reason.split("; ")]
    return list(dict.fromkeys(one for one in parts if one.startswith(APPROXIMATE)))


def _number(cells: Sequence[Cell]) -> str:
    """Count the settings of an algorithm, by space where all have as many."""
    counts, spaces = {len(cell.rows) for cell in cells}, {c.space for c in cells}
    if len(counts) == 1 and 1 < len(cells) == len(spaces):
        return f"{counted(counts.pop(), 'setting')} in each of {len(spaces):,} spaces"
    return counted(sum(len(cell.rows) for cell in cells), "setting")


def _outcomes(results: Results) -> Sentence | None:
    """Count how settings ended; all of them have rows in the tables."""
    statuses = Counter(row.labeling.status for row in rows_of(results))
    total, fine = statuses.total(), statuses[Status.OK]
    if not total:
        return None
    text = f"Of {counted(total, 'setting')} in all spaces {fine:,} gave segments"
    bad = [
        f"{statuses[status]:,} {words}"
        for status, words in (
            (Status.FAILED, "failed"),
            (Status.IMPOSSIBLE, "could not be run on these data"),
            (Status.UNSUITABLE, "do not work with the distances of their space"),
        )
        if statuses[status]
    ]
    ran = (Status.OK, Status.FAILED, Status.IMPOSSIBLE, Status.UNSUITABLE)
    degenerate = {s: n for s, n in statuses.items() if s not in ran}
    if degenerate:
        named = [f"{str(s).replace('_', ' ')}: {degenerate[s]:,}" for s in degenerate]
        count = sum(degenerate.values())
        bad.append(f"{count:,} gave degenerate labelings ({', '.join(sorted(named))})")
    return Sentence(f"{text}; {listed(bad)}" if bad else text)


def _jobs(results: Results) -> Sentence | None:
    failed, total = len(results.failed_jobs), len(results.jobs)
    if not failed:
        return None
    return Sentence(f"Of {counted(total, 'job')} {failed:,} failed and left no scores")


def measures_paragraph(results: Results) -> Paragraph | None:
    """Say which measures were computed, and how they are defined."""
    names = {name for row in rows_of(results) for name in row.scores}
    if "silhouette" not in names:
        return None
    return paragraph(
        "Measures",
        Sentence(
            "The mean silhouette is taken over the assigned customers, where a is a "
            "customer's mean distance to the others of the own segment and b the "
            "smallest mean distance to another segment; a customer alone in a segment "
            "has 0",
            ("rousseeuw1987",),
        ),
        Formula(r"s(i) = \frac{b(i) - a(i)}{\max\{a(i), b(i)\}}"),
        _sampled(names),
        *_davies_bouldin(names),
        _only_reported(names),
        _external(names),
        *_noise(results),
        Sentence("Scores of degenerate labelings are undefined and never a number"),
    )


def _sampled(names: set[str]) -> Sentence | None:
    if "silhouette_low" not in names:
        return None
    return Sentence(
        f"Of large data sets the silhouettes of a stratified sample of "
        f"{FEWEST_SAMPLED:,} to {SAMPLED_CUSTOMERS:,} customers are computed, each "
        "against all customers, "
        "and given with an interval of 95 %"
    )


def _davies_bouldin(names: set[str]) -> list[Sentence | Formula]:
    parts: list[Sentence | Formula] = []
    if "davies_bouldin" in names:
        parts += [
            Sentence(
                "In the Davies-Bouldin index, where small is good, the spread S of a "
                "segment is the mean distance to its centroid and M the distance of "
                "two centroids",
                ("davies1979",),
            ),
            Formula(
                r"\mathrm{DB} = \frac{1}{k} \sum_{i=1}^{k} "
                r"\max_{j \neq i} \frac{S_i + S_j}{M_{ij}}"
            ),
        ]
    return parts


def _only_reported(names: set[str]) -> Sentence | None:
    """Name the measures of the segments that have no say in the ranking."""
    found = [one for name, one in REPORTED.items() if name in names]
    if not found:
        return None
    words = listed(words for words, _ in found)
    return Sentence(
        f"Reported and not ranked by: {words}", tuple(cite for _, cite in found)
    )


def _external(names: set[str]) -> Sentence | None:
    found = [name for name in EXTERNAL if name in names and name in MEASURES]
    if not found:
        return None
    words = listed(EXTERNAL[name][0] for name in found)
    return Sentence(
        f"Agreement with the known segments is reported as {words}, every unassigned "
        "customer as a segment of one, and not ranked by",
        tuple(EXTERNAL[name][1] for name in found),
    )


def _noise(results: Results) -> list[Sentence]:
    partial = [
        row.labeling for row in rows_of(results) if 0 < row.labeling.coverage < 1
    ]
    if not partial:
        return [Sentence("No setting left some of the customers unassigned")]
    text = f"Some customers were left unassigned by {counted(len(partial), 'setting')}"
    return [
        Sentence(f"{text}; their share is reported beside the scores"),
        Sentence(NOISE[results.rule.noise]),
    ]
