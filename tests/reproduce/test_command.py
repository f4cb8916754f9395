"""``reproduce`` as a user types it: what is planted is found."""

import json
import re
import shutil
from pathlib import Path

import pytest

QUICK = (
    *("scoring=quick", "scoring.resamples=3", "+algo=[kmeans,agglomerative]"),
    *("k=[2,3,5]", "features=income_spending", "figures=false", "models=false"),
    "executor.n_jobs=1",
)


@pytest.fixture(scope="module")
def written(tmp_path_factory, type_words):
    """A folder with a run and its reference."""
    cwd = tmp_path_factory.mktemp("reproduce")
    assert type_words(cwd, *QUICK, "output_dir=run").returncode == 0
    done = type_words(cwd, "reproduce", "run", "write=reference")
    assert done.returncode == 0, done.stderr
    return cwd


@pytest.fixture
def reference(written, tmp_path):
    return Path(shutil.copytree(written / "reference", tmp_path / "reference"))


@pytest.fixture
def reproduce(type_words):
    def run(folder, *words):
        return type_words(folder.parent, "reproduce", folder.name, *words)

    return run


def test_what_was_written_comes_again(reference, reproduce):
    done = reproduce(reference, "strict=true", "output_dir=kept")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is reproduced" in done.stdout
    kept = reference.parent / "kept"
    for table in reference.glob("*.csv"):
        assert (kept / table.name).read_bytes() == table.read_bytes()


def test_no_machine_and_no_time_in_it(written):
    text = "".join(p.read_text() for p in (written / "reference").iterdir())
    assert str(written) not in text
    assert str(Path.home()) not in text
    assert "seconds" not in text
    assert not re.search(r"20\d\d-\d\d-\d\d", text)


def test_one_digit_is_found(reference, reproduce):
    table = reference / "ranking.csv"
    text = table.read_text()
    value = re.search(r"0\.\d{6,}", text).group()
    digit = str((int(value[4]) + 1) % 10)
    table.write_text(text.replace(value, value[:4] + digit + value[5:], 1))
    done = reproduce(reference)
    assert done.returncode == 1
    assert "ranking.csv is not as it was written" in done.stdout
    assert "1 values beyond their tolerance" in done.stdout
    assert value in done.stdout


def test_one_seed_is_found(reference, reproduce):
    manifest = reference / "manifest.json"
    stored = json.loads(manifest.read_text())
    assert stored["common"]["seed"] == 0
    stored["common"]["seed"] = 1
    manifest.write_text(json.dumps(stored))
    done = reproduce(reference)
    assert done.returncode == 1
    assert "manifest.json is not as it was written" in done.stdout
    assert re.search(r"ranking\.csv +seed ", done.stdout)
    assert re.search(r"ranking\.csv +stability ", done.stdout)


def test_one_version_is_found(reference, reproduce):
    manifest = reference / "manifest.json"
    stored = json.loads(manifest.read_text())
    stored["versions"]["numpy"] = "1.0.0"
    manifest.write_text(json.dumps(stored))
    done = reproduce(reference)
    assert done.returncode == 1
    assert "numpy was 1.0.0 and is" in done.stdout
    assert "0 values beyond their tolerance, 1 files altered" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reproduce", "run"), "holds a run, not a reference"),
        (("reproduce", "."), "is no reference"),
        (("reproduce",), "takes one folder"),
        (("reproduce", "reference", "tables=best"), "chooses what is written"),
        (("reproduce", "reference", "dataset.pth=x"), "dataset.path"),
        (("reproduce", "run", "write=other", "tables=bst"), "Did you mean 'best'?"),
    ],
)
def test_mistakes_are_one_sentence(written, words, said, type_words):
    done = type_words(written, *words)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert said in line
