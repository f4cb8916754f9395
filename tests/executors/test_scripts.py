"""Scripts, notebooks and one-liners: run once, and ended at once."""

import os
import signal
import sys
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

SPAWN = """
from segbench.executors import pool, starting
pool.FORKS = starting.FORKS = False  # as elsewhere than on Linux
"""

BUSY = """
import ctypes, os, time
import numpy as np
from segbench.executors import Limits, processes

def work(array, number):
    os.write(1, b"%d\\n" % os.getpid())  # at once: two workers write
    if number == 0:
        ctypes.PyDLL(None).sleep(1000)  # keeps the interpreter lock
    while True:
        pass

array = np.ones(2**20)
list(processes(2).run(work, [(array, 0), (array, 1)], Limits()))
"""

EARLY = """
from segbench.executors import Limits, processes, warm_up
warm_up(2, ["numpy", "sklearn.cluster"])
print(0, flush=True)
list(processes(2).run(abs, [(1,), (2,)], Limits()))
import time
time.sleep(60)
"""


@pytest.mark.parametrize("way", ["file", "stdin", "argument", "spawn"])
def test_a_script_without_a_guard_runs_once(tmp_path, start_script, way):
    path = tmp_path / "script.py"
    path.write_text(SCRIPT, encoding="utf-8")
    if way == "file":
        process = start_script(str(path))
    elif way == "spawn":
        process = start_script("-c", SPAWN + SCRIPT)
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


IMPORTS = """
from segbench.executors import Limits, processes, warm_up
warm_up(2, ["breaks", "counted", "numba", "sklearn.cluster"])
import os, sys, time
from pathlib import Path

def look(_):
    time.sleep(0.05)
    assert {"counted", "numba", "sklearn.cluster"} <= set(sys.modules)
    return os.getppid()

pieces = [(i,) for i in range(6)]
(server,) = {parent for _, parent in processes(2).run(look, pieces, Limits())}
print("PYTHONSAFEPATH" in os.environ, "SEGBENCH_PRELOAD" in os.environ)
print([line for line in Path(f"/proc/{server}/status").read_text().splitlines()
    if line.startswith("Threads")])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the fork server")
def test_imports_are_done_once_without_threads_and_a_broken_one_is_passed_over(
    tmp_path, start_script
):
    script, counted = tmp_path / "script.py", tmp_path / "counted.py"
    script.write_text(IMPORTS, encoding="utf-8")
    told = f"open({str(tmp_path / 'told')!r}, 'a').write('x')"
    counted.write_text(told, encoding="utf-8")
    (tmp_path / "breaks.py").write_text("1 / 0", encoding="utf-8")
    out, err = start_script(str(script)).communicate(timeout=60)
    assert (out, err) == ("False False\n['Threads:\\t1']\n", "")
    assert (tmp_path / "told").read_text(encoding="utf-8") == "x"
