"""The verdict, calibrated ranks and votes, as a user meets them."""

import json

import numpy as np
import pandas as pd
import pytest

LIGHT = (
    "executor.n_jobs=1",
    "figures=false",
    "models=false",
    "k=[2,3,4]",
    "+algo=[kmeans,agglomerative]",
    "scoring.resamples=6",
    "scoring.effort.structure=19",
    "scoring.effort.partitions=15",
    "scoring.effort.nulls=20",
    "scoring.effort.stability_nulls=10",
    "scoring.effort.stability_resamples=3",
)
"""Everything is computed, with few draws."""


def write_points(path, X):
    pd.DataFrame(X, columns=["spend", "visits"]).rename_axis("id").to_csv(path)
    return f"dataset.path={path.name}"


@pytest.fixture(scope="module")
def here(here_in):
    made = here_in()
    rng = np.random.default_rng(0)
    centres = np.repeat([[0, 0], [8, 0], [0, 8]], 20, axis=0)
    write_points(made.cwd / "groups.csv", centres + rng.normal(size=(60, 2)))
    write_points(made.cwd / "cloud.csv", rng.normal(size=(60, 2)))
    return made


@pytest.fixture(scope="module")
def found(here):
    words = ("dataset=csv", "dataset.path=groups.csv", "output_dir=out")
    outcome = here(*LIGHT, *words, "strict=true", fast=False)
    assert outcome.code == 0, outcome.err
    return outcome


def test_the_first_line_is_the_verdict(found):
    assert found.out.splitlines()[0].startswith("Cluster structure beyond skewness")


def test_the_votes_are_said(found):
    assert "k = 3 by 3 of 4 votes" in found.out.replace("\n", " ")


def test_the_manifest_has_the_verdict(found):
    manifest = json.loads((found.folder() / "manifest.json").read_text("utf-8"))
    (verdict,) = manifest["verdict"]
    assert verdict["structure"] is True
    assert verdict["p_value"] == 0.05
    assert verdict["test"]["draws"] == 19
    assert verdict["k"] == 3


def test_what_is_calibrated_is_in_every_table(found):
    for name in ("ranking.md", "ranking.tex"):
        text = (found.folder() / name).read_text("utf-8")
        assert "Cluster structure" in text
        assert "60 random partitions" in text
        assert "20 data sets without structure" in text


def test_the_first_has_three_segments_and_its_calibrated_values(found):
    first = found.ranking().iloc[0]
    assert (first["rank"], first["k"]) == ("1", "3")
    for column in ("z_silhouette", "z_stability", "null_score", "null_p_value"):
        assert first[column] != ""
    assert first["calibrated_by"] == "itself"


def test_agglomerative_and_kmeans_find_the_same_and_are_tied(found):
    ranking = found.ranking()
    best = ranking[ranking["k"] == "3"]
    assert set(best["tied"]) == {"True"}


def test_a_sweep_gives_the_same_ranking(found, here):
    swept = [word for word in LIGHT if not word.startswith("+algo")]
    words = ("dataset=csv", "dataset.path=groups.csv", "output_dir=swept")
    outcome = here(*swept, *words, "+algo=kmeans,agglomerative", "-m", fast=False)
    assert outcome.code == 0, outcome.err
    for name in ("ranking.csv", "spaces.csv"):
        one = (found.folder() / name).read_bytes()
        assert one == (outcome.folder("swept") / name).read_bytes(), name


def test_a_cloud_has_no_structure_and_strict_ends_with_3(here):
    """Any segmentation of one round cloud is an invention; it is shown all the same."""
    words = ("dataset=csv", "dataset.path=cloud.csv", "output_dir=cloud")
    outcome = here(*LIGHT, *words, "strict=true", fast=False)
    assert outcome.code == 3, outcome.err
    first = outcome.out.replace("\n", " ")
    assert first.startswith("No cluster structure found (p = ")
    assert "a useful partition at best" in first
    assert (outcome.folder("cloud") / "ranking.csv").exists()


def test_strict_is_content_where_there_is_structure(found):
    assert "strict=true" in found.words
    assert found.code == 0


def test_strict_without_a_test_is_refused(here, assert_refused):
    outcome = here("scoring=quick", "strict=true", fast=False)
    assert_refused(outcome, "strict=true", "scoring.effort.structure=0")


def test_calibrated_without_partitions_is_refused(here, assert_refused):
    outcome = here("scoring.effort.partitions=0", fast=False)
    assert_refused(outcome, "scoring.effort.partitions", "scoring=quick")


def test_the_same_algorithm_under_two_names_is_a_tie(here, write_config):
    twin = "\n".join(
        [
            "again:",
            "  target: segbench.algorithms.kmeans.KMeans",
            "  k_param: n_clusters",
            "  params: { n_init: 10 }",
        ]
    )
    write_config(here.cwd / "mine", "algo", "again", twin)
    words = ("dataset=csv", "dataset.path=groups.csv", "output_dir=twins")
    light = [word for word in LIGHT if not word.startswith("+algo")]
    more = ("--config-dir", "mine", "+algo=[kmeans,again]")
    outcome = here(*light, *words, *more, fast=False)
    assert outcome.code == 0, outcome.err
    best = outcome.ranking("twins").iloc[:2]
    assert set(best["algo"]) == {"kmeans", "again"}
    assert set(best["tied"]) == {"True"}


@pytest.fixture(scope="module")
def several(here):
    light = [word for word in LIGHT if not word.startswith(("+algo", "k="))]
    outcome = here(
        *(*light, "k=[3]", "+algo=[kmeans,agglomerative,gmm]", "output_dir=many"),
        *("dataset=csv", "dataset.path=groups.csv,cloud.csv", "-m"),
        fast=False,
    )
    assert outcome.code == 0, outcome.err
    return outcome


def test_several_data_sets_are_compared(several):
    table = pd.read_csv(several.folder("many") / "datasets.csv")
    assert set(table["algorithm"]) == {"kmeans", "agglomerative", "gmm"}
    assert "descriptive" in several.out.replace("\n", " ")


def test_report_gives_the_same_bytes_again_and_draws(several, here):
    names = ("ranking.csv", "spaces.csv", "datasets.csv", "methods.md", "ranking.tex")
    folder = several.folder("many")
    kept = {name: (folder / name).read_bytes() for name in names}
    again = here("report", "many", fast=False)
    assert again.code == 0, again.err
    for name, content in kept.items():
        assert (folder / name).read_bytes() == content, name
    assert (folder / "figures" / "critical_difference.png").stat().st_size > 5_000
