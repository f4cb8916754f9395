"""A Dask scheduler and its workers, as processes of this machine."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import segbench

PATIENCE = 90.0  # seconds, on a machine that has much else to do

_SOURCES = [str(Path(segbench.__file__).parents[1]), os.getenv("PYTHONPATH", "")]

PATHS = {"PYTHONPATH": os.pathsep.join(filter(None, _SOURCES))}


class Processes:
    """A scheduler and workers that can be killed; all end with the tests."""

    def __init__(self, folder, failures):
        self.folder = folder
        self._failures = failures
        self.workers = []
        self._all = []
        told = folder / "scheduler.json"
        self.scheduler = self._start(
            *("dask_scheduler", "--port", "0", "--scheduler-file", str(told))
        )
        until = time.monotonic() + PATIENCE
        while not told.exists() or not told.read_text("utf-8").endswith("}"):
            assert time.monotonic() < until, self.said()
            time.sleep(0.05)
        self.address = json.loads(told.read_text("utf-8"))["address"]

    def staff(self, n):
        """See that there are so many workers."""
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < n:
            worker = self._start(
                *("dask_worker", self.address, "--no-nanny", "--nthreads", "1"),
                *("--local-directory", str(self.folder)),
            )
            self.workers.append(worker)

    def kill(self, worker):
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    def said(self):
        return (self.folder / "said.txt").read_text("utf-8")

    def end(self):
        for process in self._all:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, kind, *words):
        command = [sys.executable, "-m", f"distributed.cli.{kind}", *words]
        settings = {
            **PATHS,
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(self._failures),
        }
        with (self.folder / "said.txt").open("ab") as said:
            process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--no-dashboard"],
                env={**os.environ, **settings},
                cwd=self.folder,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self._all.append(process)
        return process


@pytest.fixture(scope="module")
def processes(request, tmp_path_factory):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    failures = getattr(request.module, "ALLOWED_FAILURES", 3)
    made = Processes(tmp_path_factory.mktemp("dask"), failures)
    yield made
    made.end()


@pytest.fixture
def cluster(processes):
    """Two workers, whatever an earlier test did to them."""
    processes.staff(2)
    return processes


@pytest.fixture
def start(tmp_path):
    """Start a command in a folder of its own."""
    started = []

    def run(*words):
        process = subprocess.Popen(
            [sys.executable, "-m", "segbench", *words],
            cwd=tmp_path,
            env={**os.environ, **PATHS},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()
