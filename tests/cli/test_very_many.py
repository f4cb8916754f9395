"""What a user sees of the forms for very many customers."""

from __future__ import annotations

import pytest

SMALL = (
    *("figures=false", "models=false", "k=[2,3]", "scoring.method=ranks"),
    *("scoring.resamples=5", "scoring.effort.choose_k=false"),
    *(
        f"scoring.effort.{step}=0"
        for step in ("structure", "partitions", "nulls", "stability_nulls", "seeds")
    ),
)
FORMS = ("large.above=100", "large.params.sample_size=100")


@pytest.fixture(scope="module")
def approximate(here_in):
    names = ("kmeans", "agglomerative", "gmm")
    changes = [f"algo.{name}.{form}" for name in names for form in FORMS]
    words = (f"+algo=[{','.join(names)}]", *changes)
    outcome = here_in()(*words, *SMALL, "output_dir=out")
    assert outcome.code == 0, outcome.err
    return outcome


def test_every_row_names_its_approximation(approximate, table):
    for file in ("ranking.csv", "scores.csv"):
        found = table(approximate.folder() / file)
        told = dict(zip(found["algo"], found["reason"], strict=True))
        assert "starts on 100 of 200 customers, the best finished" in told["kmeans"]
        assert "micro-clusters from 100 of 200 customers" in told["agglomerative"]
        assert "fitted on 100 of 200 customers" in told["gmm"]
        assert found["reason"].str.contains("approximate: ").all()


def test_the_methods_name_it_too(approximate):
    text = (approximate.folder() / "methods.md").read_text(encoding="utf-8")
    assert "; approximate: starts on 100 of 200 customers" in text


def test_scores_and_stability_are_there(approximate, table):
    found = table(approximate.folder() / "ranking.csv")
    for name in ("silhouette", "davies_bouldin", "stability"):
        assert found[name].astype(float).notna().all()


def test_null_takes_the_algorithm_as_it_is(here_in, table):
    words = ("+algo=[kmeans]", "algo.kmeans.large=null", "output_dir=exact")
    outcome = here_in()(*words, *SMALL)
    assert outcome.code == 0, outcome.err
    reasons = table(outcome.folder("exact") / "ranking.csv")["reason"]
    assert not reasons.fillna("").str.contains("approximate").any()
