"""Scores and ranks per data set, and their averages."""

from dataclasses import replace

import numpy as np

from segbench.ranking import Method, RankingRule
from segbench.report.datasets import dataset_comparison
from segbench.report.paper.datasets import datasets_latex

RULE = RankingRule(method=Method.RANKS)


def results_of(make, merits, simulated=()):
    """One space a data set; a merit is the silhouette, None = not ranked."""
    cells, datasets = [], []
    for name, by_algorithm in merits.items():
        fingerprint = f"{len(datasets):064d}"
        key = replace(make.KEY, dataset=name, fingerprint=fingerprint)
        for algo, merit in by_algorithm.items():
            row = make.row(2, algo=algo)
            labels = row.labeling.labels
            if merit is None:
                labels = np.where(np.arange(make.N) < 30, -1, labels)
            value = np.nan if merit is None else merit
            scores = {"silhouette": value, "davies_bouldin": 1 - value}
            labeling = replace(row.labeling, labels=labels)
            row = replace(row, labeling=labeling, scores=scores, stability=None)
            cells.append(make.cell([row], key, algo))
        is_simulated = name in simulated
        datasets.append(
            make.dataset(name=name, fingerprint=fingerprint, simulated=is_simulated)
        )
    return make.results(cells, RULE, datasets=datasets)


MERITS = {
    "a_1": {"x": 0.9, "y": 0.5, "z%": 0.1},
    "b&2": {"x": 0.1, "y": 0.5, "z%": None},
    "[c]": {"x": 0.9, "y": 0.5, "z%": 0.1},
}


def test_every_data_set_has_scores_with_ranks_and_a_mean_below(make, rows, pack):
    made = results_of(make, MERITS, simulated=["[c]"])
    folder = pack(made)
    text = (folder / "datasets.tex").read_text("utf-8")
    table = rows(text)
    # With ranks a score is the share of the others that are beaten: 1, 1/2, 0.
    assert table == [
        [r"\raggedright a\_1", r"\textbf{1.00} (1)", "0.50 (2)", "0.00 (3)"],
        [r"\raggedright b\&2", "0.00 (2)", r"\textbf{1.00} (1)", "- (3)"],
        [
            r"\raggedright [c] (simulated)",
            *(r"\textbf{1.00} (1)", "0.50 (2)", "0.00 (3)"),
        ],
        ["Average rank", r"\textbf{1.33}", "1.67", "3.00"],
    ]
    assert r"Data set & x & y & z\% \\" in text
    assert "3 algorithms on 3 data sets" in text
    assert "Too few data sets for a test" in text
    assert "no setting is ranked in any space" in text
    assert r"\input{datasets}" in (folder / "main.tex").read_text("utf-8")


def test_averages_are_those_of_the_comparison(make):
    made = results_of(make, MERITS)
    means = [f"{x:.2f}" for x in sorted(dataset_comparison(made).mean_ranks)]
    assert means == ["1.33", "1.67", "3.00"]


def test_from_six_data_sets_on_the_caption_has_the_test(make, pack):
    made = results_of(make, {f"d{i}": MERITS["a_1"] for i in range(6)})
    text = (pack(made) / "datasets.tex").read_text("utf-8")
    assert "The algorithms differ (Friedman's test" in text
    assert "Kendall's W = 1.00" in text


def test_many_algorithms_go_on_in_a_further_table(make, pack, rows):
    merits = {f"m{i}": 0.9 - 0.1 * i for i in range(8)}
    made = results_of(make, {"d": merits, "e": merits})
    text = (pack(made) / "datasets.tex").read_text("utf-8")
    assert [len(rows(text, i)[0]) for i in (0, 1)] == [7, 3]
    assert rows(text, 1)[-1] == ["Average rank", "7.00", "8.00"]


def test_a_single_data_set_has_no_such_table(full, pack):
    assert datasets_latex(full) == ""
    folder = pack(full)
    assert not (folder / "datasets.tex").exists()
    assert "datasets" not in (folder / "main.tex").read_text("utf-8")
