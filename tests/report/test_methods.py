"""The methods text says what the records hold, and nothing else."""

import re
from dataclasses import replace

import numpy as np
import pytest

from segbench.core import CleaningStep, Status
from segbench.features import FeatureSet, ScalerSpec
from segbench.ranking import Method, NoisePolicy, RankingRule
from segbench.report.methods import (
    bibliography,
    methods_markdown,
    verdicts,
)
from segbench.report.methods.content import tried
from segbench.report.methods.definitions import Definition
from segbench.runner import criteria, effort, yardstick
from segbench.scoring.findings import Findings
from segbench.store.jobs import JobRecord


def test_quick_mode_says_nothing_of_what_did_not_run(quick):
    text = methods_markdown(quick).lower()
    for word in ("calibrat", "structure", "number of segments", "z_", "p value"):
        assert word not in text
    assert "share r of the other candidates" in text
    for key in ("akhanli2020", "hennig2015", "berger1982", "tibshirani2001"):
        assert key not in bibliography(quick)


def test_without_resamples_there_is_no_stability(make):
    rule = RankingRule(method=Method.RANKS)
    text = methods_markdown(make.results([make.cell([make.row(2, resamples=0)])], rule))
    assert "## Stability" not in text
    assert "resample" not in text
    assert "r_{S}" not in text


def test_a_full_run_has_every_step(full):
    headings = re.findall(r"^## (.+)$", methods_markdown(full), re.MULTILINE)
    assert headings == [
        *("Data", "Spaces", "Structure", "Algorithms", "Measures", "Stability"),
        *("Calibration", "Ranking", "Uncertainty", "Number of segments"),
        *("Selection", "Software"),
    ]


@pytest.mark.parametrize("b", [9, 31])
def test_the_number_of_resamples_is_that_of_the_records(make, b):
    made = make.results(
        [make.cell([make.row(2, resamples=b)])], RankingRule(method=Method.RANKS)
    )
    assert f"B = {b} resamples" in methods_markdown(made)


@pytest.mark.parametrize(
    ("draws", "nulls", "of_stability"), [(37, 23, 13), (8, 41, 11)]
)
def test_numbers_of_draws_are_those_of_the_records(make, draws, nulls, of_stability):
    rows = [
        make.row(k, calibrated=make.calibration(draws, nulls, of_stability))
        for k in (2, 3)
    ]
    text = methods_markdown(make.results([make.cell(rows)]))
    assert f"{draws} random partitions" in text
    assert f"{nulls} data sets without structure of each of 3 families" in text
    assert f"{of_stability} data sets without structure, multivariate" in text
    assert "Null data sets hold" not in text


def test_settings_that_compare_across_spaces_are_counted(make):
    calibrated = [make.calibration(), replace(make.calibration(), nulls={})]
    rows = [make.row(k, calibrated=calibrated[k - 2]) for k in (2, 3)]
    text = methods_markdown(make.results([make.cell(rows)]))
    assert "across spaces the scores of 1 of 2 settings" in text
    rows = [make.row(2, calibrated=calibrated[1])]
    assert "across spaces the" not in methods_markdown(make.results([make.cell(rows)]))


def test_random_partitions_of_some_customers_are_told(make):
    n = 700
    rows = [make.row(2, n=n, calibrated=make.calibration(customers=n))]
    data = [make.dataset(n)]
    text = methods_markdown(make.results([make.cell(rows)], datasets=data))
    assert "of more than 500 a random 500" in text


def test_smaller_null_data_are_told(make):
    rows = [make.row(2, calibrated=make.calibration(customers=15))]
    text = methods_markdown(make.results([make.cell(rows)]))
    assert f"Null data sets hold 15 customers where the data hold {make.N}" in text


def test_stability_calibrated_by_another_algorithm_is_told(make):
    rows = [make.row(2, calibrated=replace(make.calibration(), own=False))]
    text = methods_markdown(make.results([make.cell(rows)]))
    assert "For 1 setting with fewer than 10 defined values there" in text


def test_the_test_for_structure_has_its_own_numbers(make):
    for p_value, words in ((0.03, "structure was found"), (0.4, "no structure was")):
        found = [Findings(make.KEY, make.structure_test(p_value, draws=61), None)]
        text = methods_markdown(make.results([make.cell([make.row(2)])], found=found))
        assert f"{words}" in text
        assert f"p = {p_value}, {make.N} customers tested" in text
        assert "61 data sets" in text


def test_the_votes_are_those_of_the_report(full):
    text = methods_markdown(full)
    assert "k = 2 by 4 of 4 votes" in text
    assert "k = 2, 3 and 4" in text
    assert f"{verdicts.HALVINGS} halvings" in text


def test_numbers_that_records_do_not_hold_are_those_of_a_run():
    assert verdicts.STARTS == yardstick.STARTS
    assert verdicts.REFERENCES == criteria.REFERENCES
    assert verdicts.HALVINGS == criteria.HALVINGS
    assert verdicts.ALL_UP_TO == effort.ALL_UP_TO
    assert verdicts.CUSTOMERS_ABOVE == effort.CUSTOMERS_ABOVE


def test_settings_that_did_not_run_are_counted(make):
    rows = [
        make.row(2),
        make.row(3),
        make.unrun(Status.FAILED),
        make.unrun(Status.ALL_NOISE),
    ]
    text = methods_markdown(make.results([make.cell(rows, n_init=6)]))
    assert "kmeans was run with 4 settings (n\\_clusters: 2, 3 and 99)" in text
    assert "n\\_init=6 fixed" in text
    assert "Of 4 settings in all spaces 2 gave segments" in text
    assert "1 failed" in text
    assert "all noise: 1" in text
    assert "In all 4 settings were tried in 1 space" in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([5], "5"),
        ([3, 2, 4, 2, 5], "2 to 5"),
        ([2, 3, 5, 8], "2, 3, 5 and 8"),
        ([i / 8 for i in range(11)], "11 values from 0 to 1.25"),
        (["tied", "full"], "full and tied"),
        ([True, False], "False and True"),
    ],
)
def test_values_of_a_grid_are_listed_or_their_range_is_given(values, words):
    assert tried(values) == words


def test_every_fixed_linkage_but_wards_is_not_wards(make):
    for linkage, cited in (("ward", True), ("average", False)):
        made = make.row(2, algo="agglomerative")
        one = make.cell([made], algo="agglomerative", linkage=linkage)
        assert ("ward1963" in bibliography(make.results([one]))) is cited


def test_the_noise_policy_is_told_where_there_is_noise(make):
    made = make.row(2)
    labels = np.where(np.arange(make.N) < 3, -1, made.labeling.labels)
    partial = replace(made, labeling=replace(made.labeling, labels=labels))
    rule = RankingRule(noise=NoisePolicy.EXCLUDE)
    assert "cost nothing" in methods_markdown(
        make.results([make.cell([partial])], rule)
    )
    assert "cost nothing" not in methods_markdown(
        make.results([make.cell([made])], rule)
    )


def test_large_data_are_told_by_what_was_done(make):
    n = 20_001
    made = make.row(2, n=n)
    scores = {**made.scores, "silhouette_low": 0.1, "silhouette_high": 0.2}
    rule = RankingRule(method=Method.RANKS)
    cells = [make.cell([replace(made, scores=scores)])]
    text = methods_markdown(make.results(cells, rule, datasets=[make.dataset(n)]))
    assert "5,000 customers drawn without replacement" in text
    assert "stratified sample" in text
    assert "bootstrap sample" not in text
    assert "other scores staying those of all customers" in text


def test_cleaning_and_simulation_are_told(make):
    step = CleaningStep("age", "missing values filled", 1234)
    made = make.dataset(log=(step,), simulated=True)
    text = methods_markdown(make.results([make.cell([make.row(2)])], datasets=[made]))
    assert "age: missing values filled (1,234)" in text
    assert "shop (simulated)" in text


def told(key, columns):
    """What a job's record says of the space, and the space it makes."""
    config = {
        "features": {"money": {"columns": ["spend", "age"], "log1p": ["spend"]}},
        "scaler": {"standard": {"target": "sklearn.preprocessing.StandardScaler"}},
    }
    scaler = ScalerSpec("standard", "sklearn.preprocessing.StandardScaler")
    features = FeatureSet("money", columns, log1p=("spend",))
    job = JobRecord(0, (), (), {}, config, "", "", 1.0, 1, 1, (), {"python": "3"})
    return job, replace(key, definition=Definition(features, scaler).hash)


def test_definitions_are_told_where_their_hash_is_that_of_the_space(make):
    job, key = told(make.KEY, ("spend", "age"))
    text = methods_markdown(
        make.results([make.cell([make.row(2)], space=key)], jobs=[job])
    )
    assert "made of spend and age, with log(1 + x) taken of spend" in text
    assert "gives zero mean and unit variance" in text
    job, other = told(make.KEY, ("age",))
    text = methods_markdown(
        make.results([make.cell([make.row(2)], space=other)], jobs=[job])
    )
    assert "made of" not in text
    assert "unit variance" not in text


@pytest.mark.parametrize("agreement", [0.9, float("nan")])
def test_fits_without_outliers_are_told_where_there_were_any(make, agreement):
    rows = [make.row(k) for k in (2, 3)]
    rows = [
        replace(r, scores={**r.scores, "without_outliers": agreement}) for r in rows
    ]
    text = methods_markdown(make.results([make.cell(rows)]))
    assert ("also fitted without the customers" in text) == (agreement == 0.9)
