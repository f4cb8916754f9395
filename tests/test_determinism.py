"""Same seed, same tables: workers, turns and other candidates change nothing."""

import json
import re
import zipfile

import numpy as np
import pandas as pd
import pytest

import segbench
from segbench.runner import spec
from segbench.store.arrays import load_arrays
from segbench.store.jobs import load_jobs


def compare(frame, **changes):
    return segbench.compare(
        frame,
        **{"n_jobs": 1, "k": [2, 3], "scoring": "quick", "resamples": 3, **changes},
    )


def noisy_customers():
    rng = np.random.default_rng(0)
    return pd.DataFrame(rng.normal(size=(60, 3)), columns=["a", "b", "c"])


ALL_FIVE = {
    "algorithms": ["kmeans", "agglomerative", "dbscan", "hdbscan", "gmm"],
    "k": [2, 3],
    "scalers": ["standard", "robust"],
}


@pytest.fixture(scope="module")
def one():
    return compare(noisy_customers(), **ALL_FIVE)


def test_workers_change_nothing(one):
    two = compare(noisy_customers(), **ALL_FIVE, n_jobs=2)
    pd.testing.assert_frame_equal(one.ranking, two.ranking, check_exact=True)
    pd.testing.assert_frame_equal(one.scores, two.scores, check_exact=True)
    pd.testing.assert_frame_equal(one.labels, two.labels)


def as_written(frame):
    """What the files hold: ten digits."""
    return frame.to_csv(index=False, float_format="%.10g").splitlines()


def test_turns_change_nothing(one):
    turned = {name: values[::-1] for name, values in ALL_FIVE.items()}
    two = compare(noisy_customers(), **turned)
    assert as_written(one.ranking) == as_written(two.ranking)
    assert as_written(one.scores) == as_written(two.scores)
    assert as_written(one.labels) == as_written(two.labels)


def test_other_candidates_change_no_score():
    frame = noisy_customers()
    alone = compare(frame, algorithms=["gmm"], k=[3]).scores
    together = compare(frame, algorithms=["kmeans", "gmm"], k=[2, 3]).scores
    picked = together[(together["algo"] == "gmm") & (together["k_asked"] == 3)]
    for name in ("silhouette", "davies_bouldin", "stability", "min_jaccard"):
        assert picked[name].tolist() == pytest.approx(alone[name].tolist(), rel=1e-12)


def test_seed_changes_what_is_random():
    frame = noisy_customers()
    first, again, other = (
        compare(frame, algorithms=["random_labels"], random_state=seed).scores
        for seed in (0, 0, 1)
    )
    assert first["silhouette"].tolist() == again["silhouette"].tolist()
    assert first["silhouette"].tolist() != other["silhouette"].tolist()


def test_turn_of_the_columns_does_not_matter_to_the_winner(customers):
    straight = compare(customers, algorithms=["kmeans"])
    turned = compare(customers[customers.columns[::-1]], algorithms=["kmeans"])
    assert straight.best.params == turned.best.params
    assert straight.labels.iloc[:, 1].tolist() == turned.labels.iloc[:, 1].tolist()


FIVE = ALL_FIVE["algorithms"]

VARIANTS = {
    "one worker": {},
    "two threads": {"n_jobs": 2},
    "three threads": {"n_jobs": 3},
    "two processes": {"n_jobs": 2, "processes_from": 0},
    "turned": {"algorithms": FIVE[::-1], "n_jobs": 2},
    "one alone": {"algorithms": ["gmm"]},
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Give a folder with a run of every variant, as the command line writes it."""
    folder = tmp_path_factory.mktemp("written")
    for name, changes in VARIANTS.items():
        told = {**ALL_FIVE, **changes}
        least = told.pop("processes_from", spec.PROCESSES_FROM)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(spec, "n_workers", lambda n_jobs: n_jobs)  # of two cores
            patch.setattr(spec, "PROCESSES_FROM", least)
            found = compare(noisy_customers(), **told)
            found.report(folder / name, figures=False)
    return folder


def contents(folder, written=repr):
    """Read the files of a run as bytes, without what the clock and the workers say.

    Those are the manifest and the record of the job, the times of fits, the moment
    when a model was made, and the line of settings at the end of the page. Records
    hold every digit, which are `written` here.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name.endswith(
            ("manifest.json", "timings.csv", "0000.json")
        ):
            continue
        found[name] = path.read_bytes()
        if path.name.startswith("cell-"):
            found[name] = timeless(path, written)
        elif path.suffix == ".skops":
            with zipfile.ZipFile(path) as archive:
                text = archive.read("segbench.json").decode()
            found[name] = re.sub('"made": "[^"]*"', "", text)
        elif path.name == "report.html":
            text = found[name].decode()
            found[name] = re.sub("<p>Settings of a job: .*</p>", "", text)
    return found


def timeless(path, written):
    meta, arrays = load_arrays(path)
    for row in meta["rows"]:
        del row["fit_seconds"]
    told = json.loads(json.dumps(meta), parse_float=lambda x: written(float(x)))
    return told, {name: [*map(written, x.ravel())] for name, x in arrays.items()}


def ten_digits(number):
    """Write a number as the tables have it.

    All labelings of a space are scored in one pass, whose sums end otherwise in the
    last of sixteen digits where there are other labelings.
    """
    return f"{number:.10g}"


def test_the_variants_are_what_they_are_called(written):
    jobs = [load_jobs(written / name / "records")[0] for name in VARIANTS]
    shape = [(job.processes, job.threads) for job in jobs]
    assert shape == [(1, 1), (1, 2), (1, 3), (2, 1), (1, 2), (1, 1)]


@pytest.mark.parametrize("name", list(VARIANTS)[1:-1])
def test_every_file_is_the_same(written, name):
    digits = ten_digits if name == "turned" else repr
    first, other = (contents(written / one, digits) for one in ("one worker", name))
    assert first.keys() == other.keys()
    assert len(first) > 25
    assert [one for one in first if first[one] != other[one]] == []


def test_an_algorithm_alone_is_scored_as_among_five(written):
    """Seeds are of a cell's name, not of its turn."""
    names = ("one alone", "one worker")
    alone, among = (contents(written / one, ten_digits) for one in names)
    cells = [one for one in alone if one.startswith("records/cell-")]
    assert len(cells) == len(ALL_FIVE["scalers"])
    assert [alone[one] for one in cells] == [among[one] for one in cells]


def test_what_is_calibrated_is_the_same(tmp_path):
    """Random partitions and null data have seeds of their own, too."""
    few = {"k": [2], "scoring": "default", "resamples": 2}
    both = {"one": ["kmeans", "dbscan"], "other": ["dbscan", "kmeans"]}
    for n_jobs, (name, algorithms) in enumerate(both.items(), start=1):
        found = compare(
            noisy_customers()[:30], **few, algorithms=algorithms, n_jobs=n_jobs
        )
        found.report(tmp_path / name, figures=False)
    one, other = (contents(tmp_path / name, ten_digits) for name in both)
    assert one == other
