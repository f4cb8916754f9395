"""The paragraphs on the test for structure and on the number of segments."""

from __future__ import annotations

from segbench.core import SpaceKey
from segbench.ranking.choice_of_k import ENOUGH, KChoice
from segbench.report.methods.content import (
    Paragraph,
    Sentence,
    listed,
    numbers,
    paragraph,
    tried,
)
from segbench.report.methods.families import FAMILY_CITES, FAMILY_WORDS
from segbench.report.results import Results
from segbench.report.verdict import choice_line
from segbench.scoring.structure import KS, StructureTest

# What a run does and its records do not say; a test compares with the run's numbers.
STARTS = 20
REFERENCES = 100
HALVINGS = 50
ALL_UP_TO = 1_000
CUSTOMERS_ABOVE = 500


def structure_paragraph(results: Results) -> Paragraph | None:
    """Say how structure was tested, and what came out in every space."""
    tests = {
        ranking.space: test
        for ranking in results.rankings
        if (test := results.structure(ranking.space)) is not None
    }
    if not tests:
        return None
    done = [one for one in tests.values() if one.statistics]
    return paragraph(
        "Structure",
        *(_method(done) if done else []),
        *(_outcome(results, key, test) for key, test in tests.items()),
    )


def _method(tests: list[StructureTest]) -> list[Sentence]:
    families = sorted(
        {f for t in tests for s in t.statistics.values() for f in s.p_values}
    )
    shares = {s.smallest_share for t in tests for s in t.statistics.values()}
    restricted = numbers(100 * share for share in shares if share)
    words = "; ".join(FAMILY_WORDS.get(name, name) for name in families)
    cites = [FAMILY_CITES[name] for name in families if name in FAMILY_CITES]
    also = (
        f", once over all and once over those whose smallest segment has "
        f"{restricted} % of the customers"
        if restricted
        else ""
    )
    return [
        Sentence(
            "The statistic of the test for cluster structure is the largest mean "
            f"silhouette over k = {min(KS)} to {max(KS)} of partitions by Ward's tree "
            f"that k-means has improved{also}",
            ("ward1963",),
        ),
        Sentence(
            f"It is compared with its values on {numbers(t.draws for t in tests)} data "
            f"sets without structure of each of {len(families)} families ({words})",
            ("hennig2015", *cites),
        ),
        Sentence(
            "The p value is the largest over statistics and families, an "
            "intersection-union test; structure is claimed where it is at most "
            f"{numbers(t.alpha for t in tests)}",
            ("berger1982",),
        ),
    ]


def _outcome(results: Results, key: SpaceKey, test: StructureTest) -> Sentence:
    name = f"In {results.space_name(key)}"
    why = str(test.status).replace("_", " ")
    if not test.statistics:
        return Sentence(f"{name} structure was not tested ({why})")
    finding = "structure was found" if test.structure else "no structure was found"
    noted = "" if why == "ok" else f"; {why}"
    everybody = results.datasets[key.fingerprint].n_customers
    sample = f"a random {test.customers:,} of " if test.customers < everybody else ""
    tested = f", {sample}{everybody:,} customers tested"
    return Sentence(f"{name} {finding} (p = {test.p_value:.2g}{tested}{noted})")


def k_paragraph(results: Results) -> Paragraph | None:
    """Say who votes for the number of segments, and what they say in every space."""
    choices = {
        ranking.space: choice
        for ranking in results.rankings
        if (choice := results.choice_of_k(ranking.space)) is not None
    }
    if not choices:
        return None
    curves = [one.curves for one in results.findings.values() if one.curves is not None]
    ks = {k for one in curves for k in one.ks}
    votes = [vote for one in choices.values() for vote in one.votes if vote.counts]
    rules = listed(f"{vote.criterion} ({vote.rule})" for vote in votes)
    return paragraph(
        "Number of segments",
        Sentence(f"Votes are taken over k = {tried(ks)}: {rules}"),
        *_explained([vote.rule for vote in votes]),
        _sampled(results),
        Sentence(
            f"A number of segments is named where at least {ENOUGH} votes agree, and "
            "no tie is broken"
        ),
        *(_result(results, key, choice) for key, choice in choices.items()),
    )


def _explained(rules: list[str]) -> list[Sentence]:
    """Say what the criteria are that the votes are read off."""
    parts = [
        Sentence(
            f"Partitions are those of k-means with {STARTS} starts, but for the "
            "Gaussian mixtures, of whose forms of covariance the best counts at "
            "every k; partitions with too small a segment have no vote by their "
            "silhouette"
        ),
        Sentence(
            "The gap statistic compares squared distances with those of "
            f"{REFERENCES} data sets uniform in the box along the principal axes; "
            "globalSEmax is the smallest k within one standard error of the largest "
            "gap",
            ("tibshirani2001",),
        ),
    ]
    if any("strength" in rule for rule in rules):
        text = f"The prediction strength is a mean over {HALVINGS} halvings"
        parts.append(Sentence(text, ("tibshirani2005",)))
    return parts


def _sampled(results: Results) -> Sentence | None:
    if max(one.n_customers for one in results.datasets.values()) <= ALL_UP_TO:
        return None
    return Sentence(
        f"Of more than {ALL_UP_TO:,} customers the gap statistic and the prediction "
        f"strength see a random {CUSTOMERS_ABOVE:,}, and half as many data sets and "
        "halvings"
    )


def _result(results: Results, key: SpaceKey, choice: KChoice) -> Sentence:
    line = choice_line(choice) or "no criterion names a number."
    return Sentence(f"In {results.space_name(key)}: {line.removesuffix('.')}")
