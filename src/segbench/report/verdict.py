"""What is said first: whether there are segments to be found, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from segbench.ranking import Ranking
from segbench.ranking.choice_of_k import KChoice
from segbench.report.results import Results
from segbench.report.words import baseline_line, doubt_lines, winner_line
from segbench.scoring.structure import FEWEST, StructureStatus, StructureTest

NOT_TESTED = "Cluster structure was not tested."

NO_STRUCTURE = "Segments below are a useful partition at best, not discovered groups."


_WHY = {
    StructureStatus.ONLY_OUTLIER_SPLITS: "every split only sets outliers apart",
    StructureStatus.TOO_FEW_CUSTOMERS: f"it takes {FEWEST} customers",
    StructureStatus.CONSTANT: "all customers are equal",
}
"""What a status says, in a person's words."""


def verdict_line(test: StructureTest | None) -> str:
    """Say whether a space has cluster structure."""
    if test is None:
        return NOT_TESTED
    if test.structure is None:
        return f"{NOT_TESTED[:-1]}: {_WHY[test.status]}."
    if test.structure:
        beyond = "beyond skewness, correlation and heavy tails"
        return f"Cluster structure {beyond} (p = {test.p_value:.2g})."
    because = _WHY.get(test.status)
    why = f"p = {test.p_value:.2g}" + (f": {because}" if because else "")
    return f"No cluster structure found ({why}). {NO_STRUCTURE}"


def first_line(results: Results) -> str:
    """Say it of all spaces in one line."""
    tests = [results.structure(ranking.space) for ranking in results.rankings]
    if len(tests) == 1:
        return verdict_line(tests[0])
    answers = _answers(results)
    if not answers:
        return NOT_TESTED
    if not any(answers):
        nowhere = f"No cluster structure found in any of {len(answers)} spaces."
        return f"{nowhere} {NO_STRUCTURE}"
    return f"Cluster structure found in {sum(answers)} of {len(answers)} spaces."


def _answers(results: Results) -> list[bool]:
    """Whether there is structure, of the spaces where that was tested."""
    tests = [results.structure(ranking.space) for ranking in results.rankings]
    answers = [None if one is None else one.structure for one in tests]
    return [one for one in answers if one is not None]


def choice_line(choice: KChoice | None) -> str:
    """Say how many segments there are, or who says what; "" without votes."""
    if choice is None or not choice.counted:
        return ""
    votes = ", ".join(f"{one.criterion} {one.k}" for one in choice.counted)
    if choice.agreed is None:
        return f"k is not determined: {votes}."
    agreement = f"{choice.agreement} of {len(choice.counted)} votes"
    return f"k = {choice.agreed} by {agreement} ({votes})."


def space_lines(results: Results, ranking: Ranking) -> list[str]:
    """What is said under the table of a space."""
    test = results.structure(ranking.space)
    choice = results.choice_of_k(ranking.space)
    said_above = len(results.rankings) == 1 or test is None
    lines = [
        "" if said_above else verdict_line(test),
        choice_line(choice),
        disagreement(choice, ranking),
        winner_line(ranking),
        baseline_line(ranking),
        *doubt_lines(ranking),
    ]
    return [line for line in lines if line]


def disagreement(choice: KChoice | None, ranking: Ranking) -> str:
    """Say that the first candidate has another number than the votes agree on."""
    if choice is None or choice.agreed is None or not ranking.ranked:
        return ""
    found = ranking.ranked[0].scored.labeling.k_found
    if found == choice.agreed:
        return ""
    return (
        f"The first has {found} segments, not {choice.agreed}: votes judge k-means, "
        "the ranking every candidate."
    )


def structure_found(results: Results) -> bool:
    """Tell whether any space has cluster structure."""
    return any(_answers(results))


def lacks_structure(results: Results) -> bool:
    """Tell whether spaces were tested and none has cluster structure."""
    return bool(_answers(results)) and not structure_found(results)


def _number(value: float) -> float | None:
    """Return a number that JSON has; it knows no NaN."""
    return None if np.isnan(value) else value


def verdicts(results: Results) -> Sequence[dict[str, object]]:
    """Return the verdict on every space as the manifest has it."""
    found: list[dict[str, object]] = []
    for ranking in results.rankings:
        test = results.structure(ranking.space)
        choice = results.choice_of_k(ranking.space)
        found.append(
            {
                "space": results.space_name(ranking.space),
                "structure": None if test is None else test.structure,
                "p_value": None if test is None else _number(test.p_value),
                "test": None if test is None else asdict(test),
                "k": None if choice is None else choice.agreed,
                "votes": [] if choice is None else [vars(one) for one in choice.votes],
            }
        )
    return found
