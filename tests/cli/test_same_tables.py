"""The same command gives the same bytes: again, elsewhere, on more workers."""

from __future__ import annotations

import pytest

TABLES = (
    *("ranking.csv", "scores.csv", "segments.csv", "labels.csv"),
    *("ranking.md", "ranking.tex"),
)

ALGORITHMS = "+algo=[kmeans,agglomerative,dbscan,hdbscan,gmm]"
REVERSED = "+algo=[gmm,hdbscan,dbscan,agglomerative,kmeans]"

WAYS = {
    "two workers, hashes in another order": (
        (ALGORITHMS, "executor.n_jobs=2"),
        {"PYTHONHASHSEED": "1"},
    ),
    "another order of algorithms, many threads": (
        (REVERSED,),
        {"OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4", "PYTHONHASHSEED": "2"},
    ),
}


@pytest.fixture(scope="module")
def make(shell_in):
    """Run the comparison; more resamples than one worker takes at a time."""

    def run(*words, env=None, place=None):
        outcome = (place or shell_in())(
            *("features=income_spending", "scoring.resamples=12", "output_dir=out"),
            *words,
            env=env or {},
        )
        assert outcome.code == 0, outcome.err
        return outcome

    return run


def tables(folder):
    return {name: (folder / name).read_bytes() for name in TABLES}


@pytest.fixture(scope="module")
def reference(make):
    outcome = make(ALGORITHMS, env={"PYTHONHASHSEED": "0"})
    return outcome, tables(outcome.folder())


@pytest.mark.parametrize(("words", "env"), WAYS.values(), ids=WAYS)
def test_every_table_has_the_same_bytes(make, reference, words, env):
    outcome = make(*words, env=env)
    found = tables(outcome.folder())
    for name, expected in reference[1].items():
        assert found[name] == expected, name
    assert outcome.out == reference[0].out


def test_another_seed_changes_something(make, reference, here):
    """The comparison above can fail."""
    other = tables(make(ALGORITHMS, "seed=1", place=here).folder())
    assert other["ranking.csv"] != reference[1]["ranking.csv"]
    assert other["scores.csv"] != reference[1]["scores.csv"]


def test_groups_are_numbered_alike_whatever_the_seed(here, table):
    """Equal partitions get equal numbers: by size, ties by the first customer."""
    words = ("features=income_spending", "+algo=kmeans", "k=[5]", "seed=0,1,2", "-m")
    outcome = here(*words, "output_dir=out")
    assert outcome.code == 0, outcome.err
    labels = table(outcome.folder() / "labels.csv").drop(columns="id")
    assert labels.shape[1] == 3
    first, second, third = (labels[name].tolist() for name in labels)
    assert first == second == third
    sizes = labels.iloc[:, 0].value_counts().sort_index().tolist()
    assert len(sizes) == 5
    assert sizes == sorted(sizes, reverse=True)
