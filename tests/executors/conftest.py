"""Two processes that all tests of this folder share, and scripts of their own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from segbench.executors import Limits, Processes, warm_up


@pytest.fixture(scope="session")
def pool():
    warm_up(2, ["numpy", "no_such_module_anywhere"])
    pool = Processes(2)
    yield pool
    pool.close()


@pytest.fixture
def run_all(pool):
    """Run everything and give the results in the order of the arguments."""

    def run(function, arguments, limits=None):
        results = dict(pool.run(function, arguments, limits or Limits()))
        return [results[position] for position in range(len(arguments))]

    return run


@pytest.fixture
def start_script(tmp_path):
    """Start Python in a session of its own; kill what is left of it afterwards."""
    started = []

    def start(*arguments, **options):
        temporary = tmp_path / "temporary"
        temporary.mkdir(exist_ok=True)
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(temporary)},
            **options,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def are_gone():
    """Whether processes have ended by a moment of the monotonic clock."""

    def wait(pids, until):
        while any(_runs(pid) for pid in pids):
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    return wait


def _runs(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
