"""Data sets of known segments, by name on the command line."""

import json


def test_a_shape_by_its_name_and_seed(here):
    """Truth is compared with, and the customers are said to be made up."""
    words = ("dataset=generated", "dataset.shape=blobs", "dataset.seed=3")
    outcome = here(*words, "dataset.customers=80", "algo=kmeans", "output_dir=out")
    assert outcome.code == 0, outcome.err
    assert "blobs_3 (simulated)" in outcome.out
    ranking = outcome.ranking()
    assert set(ranking["dataset"]) == {"blobs_3"}
    manifest = json.loads((outcome.folder() / "manifest.json").read_text("utf-8"))
    (dataset,) = manifest["datasets"]
    assert (dataset["simulated"], dataset["customers"]) == (True, 80)
    assert dataset["roles"]["segment"] == "truth"


def test_tables_of_scikit_learn_are_read(typed):
    outcome = typed("check", "dataset=wine")
    assert outcome.code == 0, outcome.err
    assert "wine: 178 customers" in outcome.out
    assert "read from scikit-learn" in outcome.out
    sample = typed("check", "dataset=wine", "dataset.seed=1")
    assert "wine_1: 142 customers" in sample.out


def test_unknown_shapes_are_refused_in_one_sentence(typed):
    outcome = typed("dataset=generated", "dataset.shape=moon")
    assert outcome.code == 2
    assert len(outcome.complaints) == 1
    assert "moons" in outcome.complaints[0]
    few = typed("dataset=generated", "dataset.customers=5")
    assert few.code == 2
    assert "dataset.customers" in few.complaints[0]


def test_a_setting_of_other_data_sets_says_where_it_belongs(typed):
    outcome = typed("dataset=wine", "dataset.shape=blobs")
    assert outcome.code == 2
    assert "dataset=generated" in outcome.complaints[0]
