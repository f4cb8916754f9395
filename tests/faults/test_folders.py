"""A results folder that is full or gone ends the run in one sentence."""

import os
import subprocess
import sys
import time

import pytest

RUN = (
    *("features=income_spending", "k=[2,3]", "scoring=quick", "+algo=[kmeans,gmm]"),
    *("figures=false", "models=false", "executor.n_jobs=1"),
)


def assert_one_sentence(ended, *told):
    assert ended.code == 2, ended.err
    assert "Traceback" not in ended.err
    last = ended.err.splitlines()[-1]
    assert last.startswith("segbench: cannot write")
    assert all(text in last for text in told)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 16 KiB, which only root can have."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("a disk is mounted by root, on Linux")
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)]
    if subprocess.run(words, capture_output=True, check=False).returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S607 as root has it


def test_a_full_disk(script, source, tmp_path, small_disk):
    words = (*RUN, "scoring.resamples=2", f"results_dir={small_disk}")
    ended = script("command").run(words, tmp_path, source)
    assert_one_sentence(ended, "No space left on device")
    assert [one.name for one in small_disk.iterdir()] in ([], [".cache"])


def test_a_folder_that_vanishes(script, source, tmp_path):
    command = script("command")
    started = time.perf_counter()
    words = (*RUN, "scoring.resamples=2000")
    process = command.start(words, tmp_path, source)
    cache = tmp_path / "results" / ".cache"
    while not any(cache.glob("*/*")) and process.poll() is None:
        time.sleep(0.01)
    # At once: what is deleted file by file may get a new one meanwhile, and stays.
    (tmp_path / "results").rename(tmp_path / "gone")
    assert_one_sentence(command.wait(process, tmp_path, started))
    assert not (tmp_path / "results").exists()
