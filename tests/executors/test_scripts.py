"""Scripts, notebooks and one-liners: run once, and ended at once."""

import os
import signal
import time

import pytest

SCRIPT = """
print("main")
import sys
from segbench.executors import Limits, processes, warm_up
warm_up(2, ["numpy"])

class Customer:
    def __init__(self, number):
        self.number = number

def double(customer):
    assert isinstance(customer, Customer)
    return Customer(2 * customer.number)

results = dict(processes(2).run(double, [(Customer(i),) for i in range(4)], Limits()))
assert all(isinstance(result, Customer) for result in results.values())
print(sorted(result.number for result in results.values()))
assert sys.modules["__main__"].__dict__.get("__file__") == globals().get("__file__")
"""

BUSY = """
import ctypes, os, time
import numpy as np
from segbench.executors import Limits, processes

def work(array, number):
    print(os.getpid(), flush=True)
    if number == 0:
        ctypes.PyDLL(None).sleep(1000)  # keeps the interpreter lock
    while True:
        pass

array = np.ones(2**20)
list(processes(2).run(work, [(array, 0), (array, 1)], Limits()))
"""

EARLY = """
from segbench.executors import Limits, processes, warm_up
warm_up(2, ["numpy", "sklearn.cluster", "pandas"])
print(0, flush=True)
list(processes(2).run(abs, [(1,), (2,)], Limits()))
import time
time.sleep(60)
"""


@pytest.mark.parametrize("way", ["file", "stdin", "argument"])
def test_a_script_without_a_guard_runs_once(tmp_path, start_script, way):
    path = tmp_path / "script.py"
    path.write_text(SCRIPT, encoding="utf-8")
    if way == "file":
        process = start_script(str(path))
    elif way == "argument":
        process = start_script("-c", SCRIPT)
    else:
        with path.open() as script:
            process = start_script("-", stdin=script)
    out, err = process.communicate(timeout=60)
    assert (out, err) == ("main\n[0, 2, 4, 6]\n", "")


def start_busy(start_script):
    process = start_script("-c", BUSY)
    return process, [int(process.stdout.readline()) for _ in range(2)]


def test_workers_end_with_a_parent_that_was_killed(start_script, are_gone):
    process, workers = start_busy(start_script)
    os.kill(process.pid, signal.SIGKILL)
    assert are_gone(workers, time.monotonic() + 2)


def test_an_interrupt_ends_everything_and_leaves_no_file(
    tmp_path, start_script, are_gone
):
    process, workers = start_busy(start_script)
    os.killpg(process.pid, signal.SIGINT)
    until = time.monotonic() + 2
    assert are_gone([process.pid, *workers], until)
    _, err = process.communicate()
    assert err.count("Traceback") == 1
    assert err.endswith("KeyboardInterrupt\n")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_interrupt_during_the_imports_is_heard_by_the_parent_alone(start_script):
    process = start_script("-c", EARLY)
    assert process.stdout.readline() == "0\n"
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)  # all who hold the pipe have ended
    assert err.count("Traceback") == 1
    assert err.endswith("KeyboardInterrupt\n")
