"""The ranking: best values bold, ties marked, nobody dropped."""

import re
from dataclasses import replace

import numpy as np
import pytest

from segbench.core import Labeling, Scored, Setting, Status
from segbench.ranking import Method, RankingRule
from segbench.report.paper.candidates import setting_text
from segbench.report.paper.ranking import all_candidates_latex, ranking_latex
from segbench.report.paper.tabular import fixed, mark
from segbench.report.text import to_latex
from segbench.store import JobRecord

RULE = RankingRule(method=Method.RANKS)
HEADINGS = ["Rank", "Algorithm", "Setting", "n", "k", "Cov.", "Sil.", "D-B"]


def scored(make, algo, silhouette, davies_bouldin, k=2):
    row = make.row(k, algo=algo)
    scores = {"silhouette": silhouette, "davies_bouldin": davies_bouldin}
    return replace(row, scores=scores)


def unrun(algo, reason, status=Status.FAILED):
    setting = Setting(algo, {"p": 0.1})
    return Scored(Labeling(setting, status, reason, None, 9, 0), {}, {}, None)


def cells_of(make, *found):
    names = dict.fromkeys(one.labeling.setting.algo for one in found)
    return [
        make.cell([x for x in found if x.labeling.setting.algo == name], algo=name)
        for name in names
    ]


@pytest.fixture
def mixed(make):
    """A has the best silhouette, b the best Davies-Bouldin; c is cut by a gate."""
    tiny = scored(make, "c", 0.99, 0.001)
    labels = np.where(np.arange(make.N) == 0, 1, 0)
    tiny = replace(tiny, labeling=replace(tiny.labeling, labels=labels))
    return make.results(
        cells_of(
            make,
            scored(make, "a", 0.7, 0.6),
            scored(make, "a", 0.2, 1.9, k=3),
            scored(make, "b", -0.0301, 0.5),
            tiny,
            unrun("d", "ValueError: 50% of R&D_x\nis {bad} " + "long " * 99),
            unrun("a", "asks for too much", Status.IMPOSSIBLE),
        ),
        RULE,
    )


def by_algorithm(table):
    return {re.sub(r"\\.*", "", row[1]): row for row in table}


def test_columns_are_those_of_a_paper(mixed, rows):
    text = ranking_latex(mixed)
    (heading,) = [x for x in text.splitlines() if x.startswith("Rank & ")]
    names = heading.removesuffix(r" \\").split(" & ")
    assert names == [*HEADINGS, "Stability", "Score", "P(first)"]
    first = by_algorithm(rows(text))["a"]
    assert first[3:6] == ["40", "2", "1.00"]
    # Of 9 values from 0.7 to 0.9: mean 0.8, sd 0.0685, 1.96 * sd / 3 = 0.0447.
    assert first[8] == r"\textbf{0.800} $\pm$ 0.045"


def test_calibrated_values_have_columns_where_there_are_any(full):
    text = ranking_latex(full)
    assert "z Sil. & z D-B & z Stab. & Score" in text
    assert "37 random partitions" in text
    assert "Score: weighted sum of the z" in text


def test_the_best_of_the_ranked_is_bold_by_the_direction_of_its_measure(mixed, rows):
    table = by_algorithm(rows(ranking_latex(mixed)))
    assert table["a"][6:8] == [r"\textbf{0.700}", "0.600"]
    assert table["b"][6:8] == ["$-$0.030", r"\textbf{0.500}"]
    assert table["c"][6:8] == ["0.990", "0.001"]


def test_all_that_print_as_the_best_are_bold(make, rows):
    found = [scored(make, "a", 0.70001, 0.5), scored(make, "b", 0.69999, 0.5)]
    table = rows(ranking_latex(make.results(cells_of(make, *found), RULE)))
    assert [row[6] for row in table] == [r"\textbf{0.700}"] * 2
    assert [row[7] for row in table] == [r"\textbf{0.500}"] * 2


def test_ties_for_first_are_marked_and_explained(make, rows):
    found = [scored(make, "a", 0.7, 0.5), scored(make, "b", 0.7, 0.5)]
    text = ranking_latex(make.results(cells_of(make, *found), RULE))
    assert [row[0] for row in rows(text)] == [r"1\rlap{\textsuperscript{\dag}}"] * 2
    assert r"\textsuperscript{\dag} cannot be told from the first" in text


def test_without_a_tie_there_is_no_dagger(make):
    assert r"\dag" not in ranking_latex(
        make.results(cells_of(make, scored(make, "a", 0.7, 0.5)), RULE)
    )


def test_who_is_not_ranked_stays_with_the_reason(mixed, rows):
    text = ranking_latex(mixed)
    table = by_algorithm(rows(text))
    assert list(table) == ["a", "b", "c", "d"]
    assert table["c"][1] == r"c\textsuperscript{a}"
    assert table["d"][1] == r"d\textsuperscript{b}"
    assert table["d"][3:] == ["-"] * 8
    assert r"\textsuperscript{a} the smallest segment has 1 customer" in text
    assert r"\textsuperscript{b} ValueError: 50\% of R\&D\_x is \{bad\} long" in text
    assert "Further settings without a rank: a 1 of 3." in text


def test_every_candidate_is_in_the_long_table(mixed, rows, pack):
    text = all_candidates_latex(mixed)
    table = rows(text)
    assert len(table) == 6
    assert sum(row[0] == "-" for row in table) == 3
    assert "asks for too much" in text
    pack(mixed)


def test_refits_that_failed_are_told(make, pack):
    row = scored(make, "a", 0.7, 0.5)
    row = replace(row, stability=replace(row.stability, failed=2))
    made = make.results([make.cell([row])], RULE)
    assert r"\textsuperscript{a} 2 of 9 refits failed." in ranking_latex(made)
    pack(made)


def test_a_job_that_failed_is_told(make, pack):
    told = ("dataset.path=a_b%.csv",)
    job = JobRecord(3, told, told, {}, {}, "no file at a_b%.csv", "", 0.1, 1, 1, (), {})
    made = make.results([make.cell([make.row(2)])], RULE, jobs=[job])
    assert r"Job 3 failed (dataset.path=a\_b\%.csv)" in ranking_latex(made)
    pack(made)


def test_the_table_of_the_run_is_that_of_the_paper(mixed):
    assert to_latex(mixed) == ranking_latex(mixed)


def test_captions_say_what_the_numbers_of_their_space_rest_on(make, pack):
    other = replace(make.KEY, dataset="other", fingerprint="e" * 64)
    made = make.results(
        [make.cell([make.row(2)]), make.cell([make.row(2, n=60)], other)],
        RULE,
        datasets=[
            make.dataset(),
            make.dataset(60, "other", fingerprint="e" * 64, simulated=True),
        ],
    )
    captions = re.findall(r"\\caption\{(.*)\}", ranking_latex(made))
    assert captions[1].startswith("shop / money / standard. Cluster structure was not")
    assert captions[0].startswith("other / money / standard. ")
    assert "n = 40 customers; B = 9 resamples" in captions[1]
    assert "Simulated data. n = 60 customers" in captions[0]
    for words in ("weights: silhouette 0.25", "noise: penalize", "seed 7"):
        assert words in captions[0]
    pack(made)


def test_nothing_ranked_and_nothing_run_are_documents_too(make, pack):
    nothing = make.results([make.cell([unrun("a", "no")], algo="a")], RULE)
    folder = pack(nothing)
    assert "nothing is ranked" in (folder / "segments.tex").read_text("utf-8")
    empty = pack(make.results([], RULE), "empty")
    assert "nothing was run" in (empty / "ranking.tex").read_text("utf-8")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0004, "0.000"),
        (-0.0005001, "$-$0.001"),
        (1234.5678, "1,234.568"),
        (np.inf, r"$\infty$"),
        (-np.inf, r"$-$$\infty$"),
        (np.nan, "-"),
    ],
)
def test_numbers_have_fixed_decimals(value, text):
    assert fixed(value, 3) == text


def test_notes_are_lettered_like_columns_of_a_sheet():
    assert [mark(i) for i in (0, 25, 26, 51, 52, 702)] == [
        *("a", "z", "aa", "az", "ba", "aaa")
    ]


def test_settings_have_no_more_digits_than_mean_something():
    params = {"eps": 0.1 + 0.2, "min_samples": 5, "form": "full", "on": True}
    assert setting_text(params) == "eps=0.3, form=full, min_samples=5, on=True"
