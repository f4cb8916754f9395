"""The methods text says how the table was cleaned: planned, done, left out."""

import numpy as np
import pandas as pd
import pytest

from segbench.core import CleaningPlan, CleaningStep, LeftOut
from segbench.ranking import Method, RankingRule
from segbench.report.methods import bibliography, methods_latex, methods_markdown


@pytest.fixture
def told(make):
    """Make the results on a data set that was cleaned."""

    def results(**changes):
        datasets = [make.dataset(**changes)]
        rule = RankingRule(method=Method.RANKS)
        return make.results([make.cell([make.row(2)])], rule, datasets=datasets)

    return results


def test_what_was_not_done_is_said_too(told):
    text = methods_markdown(told())
    assert "customers who are equal in every column are kept" in text
    assert "a missing number becomes the median of its column" in text
    assert "outliers are kept" in text
    assert "were left out" not in text
    assert "hoaglin1986" not in bibliography(told())


@pytest.mark.parametrize(
    ("changes", "words", "cited"),
    [
        ({"outliers": "clip"}, "3 interquartile ranges outside", "hoaglin1986"),
        ({"missing": "knn"}, "5 most similar customers", "troyanskaya2001"),
        ({"missing": "drop"}, "customers with a missing number are left out", None),
        ({"near_constant": "drop"}, "99.5% or more is no feature", None),
    ],
)
def test_the_plan_is_told_with_its_source(told, changes, words, cited):
    made = told(cleaning=CleaningPlan(**changes))
    assert words in methods_markdown(made)
    assert words.replace("%", r"\%") in methods_latex(made).replace("\n", " ")
    both = ("hoaglin1986", "troyanskaya2001")
    assert [key for key in both if key in bibliography(made)] == [cited] * bool(cited)


def test_those_left_out_are_counted(told, make):
    out = LeftOut(
        tuple(f"x{i}" for i in range(10)),
        ("missing spend",) * 10,
        tuple(range(10)),
        pd.DataFrame({"spend": np.full(10, np.nan), "age": np.ones(10)}),
    )
    step = CleaningStep("", "customers left out for a missing value (spend 10)", 10)
    text = methods_markdown(told(left_out=out, log=(step,)))
    assert f"Of {make.N + 10} customers 10 (20.0%) were left out" in text
    assert "for a missing value (spend 10) (10)" in text.replace("\\", "")
