"""What is said first: each status of the test, and the number of segments."""

from dataclasses import replace

import numpy as np
import pytest

from segbench.ranking import Method, RankingRule
from segbench.ranking.choice_of_k import KChoice, Vote
from segbench.report.verdict import (
    NO_STRUCTURE,
    choice_line,
    first_line,
    space_lines,
    structure_found,
    verdict_line,
    verdicts,
)
from segbench.scoring.findings import Findings
from segbench.scoring.structure import StructureStatus, structure_test

NOT_TESTED = "Cluster structure was not tested."


def untested(make, status):
    changes = {"p_value": float("nan"), "structure": None, "status": status}
    return replace(make.structure_test(), k=None, statistics={}, **changes)


def test_structure_is_said_with_its_p_value(make):
    assert verdict_line(make.structure_test(0.012)) == (
        "Cluster structure beyond skewness, correlation and heavy tails (p = 0.012)."
    )


def test_no_structure_is_said_with_what_it_means_for_the_segments(make):
    expected = f"No cluster structure found (p = 0.34). {NO_STRUCTURE}"
    assert verdict_line(make.structure_test(0.34)) == expected
    assert "not discovered groups" in NO_STRUCTURE


def test_splits_of_outliers_are_named_as_the_reason(make):
    status = StructureStatus.ONLY_OUTLIER_SPLITS
    test = replace(make.structure_test(1.0), status=status, k=None)
    assert verdict_line(test) == (
        "No cluster structure found (p = 1: every split only sets outliers apart). "
        + NO_STRUCTURE
    )


@pytest.mark.parametrize(
    ("status", "because"),
    [
        (StructureStatus.TOO_FEW_CUSTOMERS, "it takes 20 customers"),
        (StructureStatus.CONSTANT, "all customers are equal"),
    ],
)
def test_what_was_not_tested_is_told_from_what_has_no_structure(make, status, because):
    line = verdict_line(untested(make, status))
    assert line == f"Cluster structure was not tested: {because}."


def test_without_a_test_there_is_no_reason_either():
    assert verdict_line(None) == NOT_TESTED


@pytest.mark.parametrize("n", [5, 60])
def test_real_tests_without_a_p_value_have_words(n):
    test = structure_test(np.ones((n, 2)), n_draws=19)
    assert verdict_line(test).startswith("Cluster structure was not tested: ")
    assert test.status in tuple(StructureStatus)


def spaces(make, *tests):
    """Results of one space a test."""
    keys = [replace(make.KEY, scaler=f"s{i}") for i in range(len(tests))]
    cells = [make.cell([make.row(2), make.row(3)], key) for key in keys]
    pairs = zip(keys, tests, strict=True)
    found = [Findings(key, test, make.curves()) for key, test in pairs]
    return make.results(cells, RankingRule(method=Method.RANKS), found)


def test_one_space_has_its_own_line_first_and_not_again(make):
    results = spaces(make, make.structure_test(0.01))
    line = verdict_line(make.structure_test(0.01))
    assert first_line(results) == line
    assert line not in space_lines(results, results.rankings[0])


def test_of_several_spaces_those_with_structure_are_counted(make):
    tests = [make.structure_test(p) for p in (0.01, 0.5, 0.02)]
    results = spaces(make, *tests)
    assert first_line(results) == "Cluster structure found in 2 of 3 spaces."
    for ranking, test in zip(results.rankings, tests, strict=True):
        assert space_lines(results, ranking)[0] == verdict_line(test)


def test_structure_in_no_space_is_said_of_all(make):
    results = spaces(make, make.structure_test(0.5), make.structure_test(0.9))
    expected = f"No cluster structure found in any of 2 spaces. {NO_STRUCTURE}"
    assert first_line(results) == expected


def test_spaces_that_were_not_tested_are_not_counted(make):
    assert first_line(spaces(make, None, None)) == NOT_TESTED
    results = spaces(make, make.structure_test(0.01), None)
    assert first_line(results) == "Cluster structure found in 1 of 1 spaces."


def test_too_few_customers_are_no_evidence_against_structure(make):
    few = untested(make, StructureStatus.TOO_FEW_CUSTOMERS)
    line = first_line(spaces(make, few, few))
    assert line.startswith("Cluster structure was not tested")
    tested = spaces(make, make.structure_test(0.01), few)
    assert first_line(tested) == "Cluster structure found in 1 of 1 spaces."


@pytest.mark.parametrize(
    ("p_values", "expected"),
    [((0.5, 0.01), True), ((0.5, 0.9), False), ((), False)],
)
def test_one_space_with_structure_is_enough(make, p_values, expected):
    tests = [make.structure_test(p) for p in p_values]
    assert structure_found(spaces(make, None, *tests)) is expected


def votes(*ks, shown=()):
    counted = [Vote(f"v{i}", "rule", k) for i, k in enumerate(ks)]
    return KChoice((*counted, *(Vote("shown", "rule", k, counts=False) for k in shown)))


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (None, ""),
        (votes(None, None, shown=[3]), ""),
        (votes(3, 3, 3, 2), "k = 3 by 3 of 4 votes (v0 3, v1 3, v2 3, v3 2)."),
        (votes(3, 3, None, 3), "k = 3 by 3 of 3 votes (v0 3, v1 3, v3 3)."),
        (votes(3, 3, 2, 2), "k is not determined: v0 3, v1 3, v2 2, v3 2."),
        (votes(3, 3, shown=[3]), "k is not determined: v0 3, v1 3."),
        (votes(1, 1, 1, 4), "k = 1 by 3 of 4 votes (v0 1, v1 1, v2 1, v3 4)."),
    ],
)
def test_the_number_of_segments_is_said_or_who_says_what(choice, expected):
    assert choice_line(choice) == expected


def test_the_votes_stand_under_the_table(make):
    results = spaces(make, make.structure_test(0.01))
    (ranking,) = results.rankings
    line = choice_line(results.choice_of_k(ranking.space))
    assert line.startswith(("k = ", "k is not"))
    assert space_lines(results, ranking)[0] == line
    assert "" not in space_lines(results, ranking)


def test_the_manifest_has_every_verdict(make):
    first, second = verdicts(spaces(make, make.structure_test(0.03, draws=59), None))
    assert first["space"] == "shop / money / s0"
    assert (first["structure"], first["p_value"]) == (True, 0.03)
    assert first["test"]["draws"] == 59
    assert first["test"]["statistics"]["sizeable"]["p_values"]["pca_box"] == 0.03
    assert [vote["criterion"] for vote in first["votes"]][:2] == [
        "separation",
        "reference",
    ]
    assert second["structure"] is second["p_value"] is second["test"] is None


def test_the_manifest_of_a_quick_run_has_no_verdict(quick):
    (only,) = verdicts(quick)
    assert only["structure"] is only["k"] is None
    assert only["votes"] == []
