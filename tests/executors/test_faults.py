"""Pieces that crash, hang and eat: each is lost alone, with its reason."""

import ctypes
import os
import signal
import sys
import threading
import time

import cloudpickle
import numpy as np
import pytest

from segbench.executors import Cause, Limits, Lost

# Workers need not find this module, nor import pytest.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory")
MEBIBYTE = 2**20


def segfault():
    ctypes.string_at(0)


def leave():
    os._exit(3)


def kill_itself():
    os.kill(os.getpid(), signal.SIGKILL)


def loop():
    while True:
        pass


def native_loop():
    ctypes.PyDLL(None).sleep(1000)  # keeps the interpreter lock


def balloon():
    held = []
    while True:
        held.append(np.ones(MEBIBYTE))


def huge():
    return np.zeros((10**6, 10**6)).sum()


def unlimited_balloon():
    import resource

    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_DATA, unlimited)
    held = []
    while True:
        held.append(np.ones(MEBIBYTE))
        time.sleep(0.02)


def say_no():
    raise MemoryError


def call(function, number):
    return function() if function else number * number


def among_others(fault):
    return [(fault if i == 2 else None, i) for i in range(6)]


CRASHES = {
    segfault: "the worker died (segmentation fault)",
    leave: "the worker ended (exit code 3)",
    kill_itself: "the worker was killed (signal 9), perhaps for want of memory",
}


@pytest.mark.parametrize("fault", CRASHES)
def test_a_crash_takes_its_own_piece_only(run_all, fault):
    results = run_all(call, among_others(fault))
    assert results[2] == Lost(Cause.CRASHED, CRASHES[fault])
    assert results[:2] + results[3:] == [0, 1, 9, 16, 25]


def test_endless_loops_end_at_their_time(run_all):
    faults = [*among_others(loop), *among_others(native_loop)]
    results = run_all(call, faults, Limits(seconds=2))
    late = Lost(Cause.OUT_OF_TIME, "took longer than 2 s (limits.time)")
    assert results == [0, 1, late, 9, 16, 25] * 2


@linux
@pytest.mark.parametrize("fault", [balloon, huge, unlimited_balloon])
def test_memory_above_the_limit_is_refused(run_all, fault):
    results = run_all(call, among_others(fault), Limits(memory_bytes=100 * MEBIBYTE))
    much = "needed more than 100 MiB (limits.memory)"
    assert results[2] == Lost(Cause.OUT_OF_MEMORY, much)
    assert results[:2] + results[3:] == [0, 1, 9, 16, 25]


def test_memory_that_is_not_there_is_a_lost_piece(run_all):
    lost = Lost(Cause.OUT_OF_MEMORY, "needed more memory than there is")
    assert run_all(call, among_others(say_no)) == [0, 1, lost, 9, 16, 25]


@linux
def test_what_others_hold_counts_against_nobody(run_all):
    shared = np.ones(100 * MEBIBYTE // 8)
    results = run_all(np.sum, [(shared,)] * 4, Limits(memory_bytes=50 * MEBIBYTE))
    assert results == [shared.sum()] * 4


def test_a_worker_killed_from_outside(pool, tmp_path):
    told = tmp_path / "pid"

    def work(number):
        if number == 0:
            unfinished = told.with_suffix(".new")
            unfinished.write_text(str(os.getpid()))
            unfinished.rename(told)
            time.sleep(60)
        return number

    def kill():
        while not told.exists():
            time.sleep(0.01)
        os.kill(int(told.read_text()), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    results = dict(pool.run(work, [(i,) for i in range(4)], Limits()))
    killer.join()
    assert results.pop(0).reason.startswith("the worker was killed (signal 9)")
    assert results == {1: 1, 2: 2, 3: 3}


@linux
def test_the_end_of_the_fork_server_is_not_the_end(pool):
    def work(number):
        if number == 2:
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
        return number

    results = dict(pool.run(work, [(i,) for i in range(8)], Limits()))
    assert results.pop(2).cause is Cause.CRASHED
    whole = {i for i, result in results.items() if result == i}
    assert len(whole) >= 6  # the other worker may have been at one, too
    assert dict(pool.run(call, [(None, 3)], Limits())) == {0: 9}


def test_idle_workers_that_were_killed_cost_nothing(run_all, are_gone):
    def where(_):
        time.sleep(0.05)
        return os.getpid()

    idle = set(run_all(where, [(i,) for i in range(4)]))
    for pid in idle:
        os.kill(pid, signal.SIGKILL)
    assert are_gone(idle, time.monotonic() + 10)
    assert run_all(call, [(None, i) for i in range(4)]) == [0, 1, 4, 9]
