"""What a run gives: the same as in this process, whoever did it."""

import os
import sys
import time
import warnings

import cloudpickle
import numpy as np
import pytest

from segbench.errors import SegbenchError, UnknownNameError
from segbench.executors import Inline, Limits, Processes, processes
from segbench.kernels.threads import _budget

cloudpickle.register_pickle_by_value(sys.modules[__name__])


@pytest.fixture
def executor(request, pool):
    return pool if request.param == "pool" else Inline()


executors = pytest.mark.parametrize("executor", ["inline", "pool"], indirect=True)


def draw(seed, n):
    return np.random.default_rng(seed).normal(size=n)


def where(_):
    time.sleep(0.02)
    return os.getpid()


def refuse(number):
    if number == 1:
        raise UnknownNameError("algorithm", "kmean", ["kmeans"])
    return number


@executors
def test_each_piece_once_with_its_position(executor):
    arguments = [(seed, 3) for seed in range(25)]
    results = list(executor.run(draw, arguments, Limits(seconds=60)))
    assert sorted(position for position, _ in results) == list(range(25))
    for position, result in results:
        np.testing.assert_array_equal(result, draw(position, 3))


@executors
def test_nothing_to_do(executor):
    assert list(executor.run(draw, [], Limits())) == []


@executors
def test_functions_and_classes_without_a_module(executor):
    class Point:
        def __init__(self, x):
            self.x = x

    results = dict(executor.run(lambda p: Point(p.x + 1), [(Point(1),)], Limits()))
    assert isinstance(results[0], Point)
    assert results[0].x == 2


@executors
def test_an_exception_is_the_same_and_ends_the_run(executor):
    with pytest.raises(UnknownNameError, match="Did you mean 'kmeans'") as raised:
        list(executor.run(refuse, [(i,) for i in range(50)], Limits()))
    notes = getattr(raised.value, "__notes__", [])
    assert all("refuse" in note for note in notes)
    assert dict(executor.run(refuse, [(0,)], Limits())) == {0: 0}


def test_the_traceback_of_the_worker_is_told(run_all):
    with pytest.raises(UnknownNameError) as raised:
        run_all(refuse, [(1,)])
    (note,) = raised.value.__notes__
    assert "in refuse" in note


def test_exceptions_that_cannot_travel_say_what_they_were(run_all):
    class Stubborn(Exception):  # noqa: N818 of no importance
        def __reduce__(self):
            raise TypeError("I stay")

        def __new__(cls):
            return super().__new__(cls)

    def fail():
        error = Stubborn()
        error.lock = iter(lambda: 0, 1)
        raise error

    with pytest.raises((Stubborn, RuntimeError)):
        run_all(fail, [()])


def test_results_that_cannot_travel_are_an_error(run_all):
    with pytest.raises(TypeError, match="generator"):
        run_all(lambda: (i for i in []), [()])


@executors
def test_libraries_have_one_thread_and_say_nothing(executor, recwarn):
    def look(_):
        from sklearn import get_config
        from threadpoolctl import threadpool_info

        warnings.warn("for nobody", stacklevel=1)
        threads = {library["num_threads"] for library in threadpool_info()}
        return threads | {get_config()["assume_finite"]}

    assert [r for _, r in executor.run(look, [(0,), (1,)], Limits())] == [{1}] * 2
    assert [w for w in recwarn if "for nobody" in str(w.message)] == []


def test_the_threads_of_compiled_loops_are_those_of_the_executor():
    run = Inline(threads=3).run(_budget.get, [()], Limits())
    assert next(run) == (0, 3)
    assert _budget.get() == 1


def test_workers_are_kept_from_one_run_to_the_next(run_all):
    first, second = (set(run_all(where, [(i,) for i in range(8)])) for _ in range(2))
    assert len(first) == 2
    assert first == second
    assert os.getpid() not in first


def test_an_abandoned_run_ends_its_workers_and_the_next_one_has_its_own(pool, are_gone):
    def work(number):
        if number > 0:
            time.sleep(60)
        return os.getpid()

    run = pool.run(work, [(i,) for i in range(3)], Limits())
    _, pid = next(run)
    within = list(pool.run(where, [(0,), (1,)], Limits()))
    assert pid not in {p for _, p in within}
    run.close()
    assert are_gone([pid], time.monotonic() + 2)
    assert len(list(pool.run(where, [(0,), (1,)], Limits()))) == 2


def test_the_shared_processes_are_one_pool_until_another_number(are_gone):
    pool = processes(1)
    assert processes(1) is pool
    (_, pid) = next(pool.run(where, [(0,)], Limits()))
    other = processes(3)
    assert other.n == 3
    assert are_gone([pid], time.monotonic() + 2)
    with pytest.raises(RuntimeError, match="closed"):
        list(pool.run(where, [(0,)], Limits()))
    other.close()
    assert processes(3) is not other


def test_workers_that_never_begin_are_an_error(monkeypatch):
    monkeypatch.setattr("segbench.executors.worker.serve", _leave)
    pool = Processes(2)
    with pytest.raises(SegbenchError, match=r"exit code 7.*n_jobs=1"):
        list(pool.run(where, [(0,), (1,)], Limits()))
    pool.close()


def _leave(*_):
    os._exit(7)
