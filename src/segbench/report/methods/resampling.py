"""The paragraphs on the stability and on what scores come to by chance."""

from __future__ import annotations

import numpy as np

from segbench.algorithms import available
from segbench.core import Calibration, Scheme
from segbench.report.methods.content import (
    Formula,
    Paragraph,
    Sentence,
    calibrations_of,
    counted,
    listed,
    numbers,
    paragraph,
    stabilities_of,
    up_to,
)
from segbench.report.methods.families import FAMILY_CITES, FAMILY_WORDS
from segbench.report.results import Results
from segbench.scoring.calibration import (
    FEWEST_NULLS,
    FEWEST_STABILITY_NULLS,
    SMALLEST_SD,
    SMALLEST_STABILITY_SD,
)
from segbench.scoring.nulls import FAMILIES, STABILITY_FAMILY
from segbench.scoring.random_partitions import CUSTOMERS
from segbench.scoring.stability import BOOTSTRAP_UP_TO, KEPT, SUBSAMPLE


def stability_paragraph(results: Results) -> Paragraph | None:
    """Say how settings were refitted, and what agreement is."""
    found = stabilities_of(results)
    if not found:
        return None
    failed = sum(one.failed for one in found)
    refits = sum(one.resamples for one in found)
    lost = f"Of {counted(refits, 'refit')} {failed:,} failed and count as no agreement"
    return paragraph(
        "Stability",
        Sentence(
            "Every setting that gave segments was fitted again on "
            f"B = {numbers(one.resamples for one in found)} resamples, the same for "
            "all settings, with the preparation of the features learned anew"
        ),
        *_schemes(results),
        _scaled_counts(results),
        Sentence(
            "The stability is the mean over the resamples of the adjusted Rand index "
            "between the labels of all customers and those of the resample, on the "
            "customers of the resample, with unassigned customers as segments of one; "
            "with the counts of the table of both labelings it is",
            ("hubert1985",),
        ),
        Formula(
            r"\mathrm{ARI} = \frac{\sum_{ij} \binom{n_{ij}}{2} - E}"
            r"{\frac{1}{2} \left[ \sum_i \binom{a_i}{2} + \sum_j \binom{b_j}{2} "
            r"\right] - E}, \qquad E = \frac{\sum_i \binom{a_i}{2} "
            r"\sum_j \binom{b_j}{2}}{\binom{m}{2}}"
        ),
        Sentence(
            "Its interval, 1.96 standard deviations over the square root of B to "
            "either side, is the Monte-Carlo error of the mean alone"
        ),
        Sentence(
            "The stability of a segment is the mean of its largest Jaccard similarity "
            "with a segment of the resample",
            ("hennig2007",),
        ),
        Sentence(lost) if failed else None,
        _without_outliers(results),
    )


def _without_outliers(results: Results) -> Sentence | None:
    """Say that settings were fitted again without outliers, where any were."""
    rows = [row for cell in results.cells for row in cell.rows]
    known = [row.scores.get("without_outliers", np.nan) for row in rows]
    if np.isnan(known).all():
        return None
    return Sentence(
        "Every setting was also fitted without the customers that are far from the "
        "others in all numeric columns at once, and compared on those who are left"
    )


_DRAWN = {
    Scheme.BOOTSTRAP: Sentence(
        "A resample holds the distinct customers of a bootstrap sample, about 63.2 % "
        "of them: copies would pass for density",
        ("hennig2007",),
    ),
    Scheme.SUBSAMPLE: Sentence(
        f"A resample holds {KEPT[Scheme.SUBSAMPLE]:.0%} of the customers, drawn "
        "without replacement"
    ),
    Scheme.NOISE: Sentence(
        f"A resample keeps {KEPT[Scheme.NOISE]:.0%} of the customers and replaces the "
        "others by noise, uniform along the principal axes to four standard deviations",
        ("hennig2007",),
    ),
}
"""How resamples are drawn, by scheme."""


def _schemes(results: Results) -> list[Sentence]:
    """Say how resamples were drawn; large data sets have resamples of their own."""
    sizes = [one.n_customers for one in results.datasets.values()]
    rows = [row for cell in results.cells for row in cell.rows]
    used = {row.stability.scheme for row in rows if row.stability is not None}
    schemes = []
    if min(sizes, default=0) <= BOOTSTRAP_UP_TO:
        schemes += [_DRAWN[scheme] for scheme in sorted(used)]
    if max(sizes, default=0) > BOOTSTRAP_UP_TO:
        schemes.append(
            Sentence(
                f"Of data sets with more than {BOOTSTRAP_UP_TO:,} customers resamples "
                f"are {SUBSAMPLE:,} customers drawn without replacement, so that the "
                "stability is that of a smaller survey"
            )
        )
    return schemes


def _scaled_counts(results: Results) -> Sentence | None:
    known = available()
    names = {
        name
        for cell in results.cells
        if cell.algo in known
        for name in known[cell.algo].scales_with_n
        if name in cell.fixed
        or any(name in row.labeling.setting.params for row in cell.rows)
    }
    if not names:
        return None
    return Sentence(
        f"Hyperparameters that count customers ({listed(sorted(names))}) are "
        "multiplied by the share of the customers that a resample holds, and are at "
        "least 2"
    )


def calibration_paragraph(results: Results) -> Paragraph | None:
    """Say what scores were compared with, and with how many draws."""
    found = calibrations_of(results)
    return paragraph(
        "Calibration",
        *_chance(found, results),
        *_stability(found),
        *_nulls(found, results),
    )


def _chance(found: list[Calibration], results: Results) -> list[Sentence | Formula]:
    draws = {one.draws for each in found for one in each.chance.values()}
    if not draws:
        return []
    return [
        Sentence(
            "Within a space the silhouette and the Davies-Bouldin index, as minus its "
            f"logarithm, are standardised by those of {up_to(draws)} random partitions "
            f"of {_who(results)} into as many segments, made in four ways from random "
            "customers: everybody joins the nearest of them, or segments grow from "
            "them by the nearest, the furthest or the average neighbour",
            ("akhanli2020",),
        ),
        Formula(
            r"z_I = \frac{I - \operatorname{mean}(I_{\mathrm{random}})}"
            r"{\operatorname{sd}(I_{\mathrm{random}})}"
        ),
    ]


def _who(results: Results) -> str:
    largest = max((one.n_customers for one in results.datasets.values()), default=0)
    if largest <= CUSTOMERS:
        return "the same customers"
    return f"the same customers (of more than {CUSTOMERS:,} a random {CUSTOMERS:,})"


def _stability(found: list[Calibration]) -> list[Sentence | Formula]:
    draws = {len(one.stability) for one in found if one.stability.size}
    if not draws:
        return []
    parts: list[Sentence | Formula] = [
        Sentence(
            "The stability S is compared with that of the same setting on "
            f"{up_to(draws)} data sets without structure, "
            f"{FAMILY_WORDS[STABILITY_FAMILY]}",
            ("hennig2015", "yeo2000", "demarta2005"),
        ),
        Formula(
            r"z_S = \frac{S - \operatorname{mean}(S_0)}"
            rf"{{\max\{{\operatorname{{sd}}(S_0), {SMALLEST_STABILITY_SD:g}\}}}}"
        ),
    ]
    others = sum(not one.own for one in found)
    if others:
        parts.append(
            Sentence(
                f"For {counted(others, 'setting')} with fewer than "
                f"{FEWEST_STABILITY_NULLS} defined values there, S is compared with "
                "the stability of k-means at as many segments"
            )
        )
    if any(not np.isnan(one.observed) for one in found):
        parts.append(
            Sentence("For this S is that of as many customers as a null data set holds")
        )
    return parts


def _nulls(found: list[Calibration], results: Results) -> list[Sentence]:
    """Say what compares across spaces, and how large null data sets are."""
    parts = []
    compared = [one for one in found if one.nulls]
    draws = {v.shape[-1] for one in compared for v in one.nulls.values()}
    if draws:
        words = "; ".join(FAMILY_WORDS[name] for name in FAMILIES)
        parts.append(
            Sentence(
                "For comparison across spaces the scores of "
                f"{len(compared):,} of {counted(len(found), 'setting')} are "
                "standardised by those of the same setting on "
                f"{up_to(draws)} data sets without structure of each of "
                f"{len(FAMILIES)} families ({words}), drawn in the space; of their z "
                "the one nearest 0 counts, and 0 where their signs differ, with "
                f"standard deviations of at least {SMALLEST_SD:g}, and there is none "
                f"with fewer than {FEWEST_NULLS} values",
                ("hennig2015", *FAMILY_CITES.values()),
            )
        )
    sizes = {one.customers for one in found if one.nulls or one.stability.size}
    all_sizes = {one.n_customers for one in results.datasets.values()}
    if sizes - all_sizes:
        parts.append(
            Sentence(
                f"Null data sets hold {numbers(sizes)} customers where the data hold "
                f"{numbers(all_sizes)}"
            )
        )
    return parts
