"""What a Dask cluster gives is what this process gives, whatever dies meanwhile."""

import multiprocessing
import os
import signal
import sys
import time

import cloudpickle
import numpy as np
import pytest

from segbench.errors import SegbenchError, UnknownNameError, UserError
from segbench.executors import Cause, Inline, Limits, Lost
from segbench.kernels.threads import threads_allowed

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

from segbench.executors.dask import Dask
from segbench.executors.dask_cluster import close_clusters

# Workers need not find this module, nor import pytest.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

ALLOWED_FAILURES = 0
"""Workers that may die of a piece before Dask gives it up."""


@pytest.fixture
def dask(processes):
    processes.staff(1 if processes.workers else 2)
    return Dask(processes.address)


@pytest.fixture(autouse=True, scope="module")
def _let_go():
    yield
    close_clusters()


@pytest.fixture
def run_all(dask):
    def run(function, arguments, limits=None):
        results = dict(dask.run(function, arguments, limits or Limits()))
        return [results[position] for position in range(len(arguments))]

    return run


class Point:
    def __init__(self, x):
        self.x = x


def weigh(matrix, other, number):
    """Depends on the layout in memory, and writes into what it is given."""
    order = "F" if matrix.flags.f_contiguous else "C"
    matrix[0, 0] += 1
    return order, float((matrix.T @ matrix).sum()) + other["of"][number], Point(number)


def fault(kind, number):
    if kind == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "sleep":
        time.sleep(600)
    if kind == "memory":
        raise MemoryError
    if kind == "worker":
        os.kill(multiprocessing.parent_process().pid, signal.SIGKILL)
        time.sleep(600)
    if kind == "error":
        raise UnknownNameError("algorithm", "kmean", ["kmeans"])
    return number


def among_others(kind):
    return [(kind if i == 1 else None, i) for i in range(4)]


@pytest.mark.parametrize("layout", ["C", "F"])
def test_results_are_those_of_this_process(run_all, rng, layout):
    matrix = np.asarray(rng.normal(size=(600, 7)), order=layout)
    other = {"of": rng.normal(size=10_000)}
    arguments = [(matrix, other, i) for i in range(5)]
    found = run_all(weigh, arguments)
    own = [(matrix.copy("K"), *rest) for _, *rest in arguments]
    expected = dict(Inline().run(weigh, own, Limits()))
    for i, (order, value, point) in enumerate(found):
        assert (order, value) == expected[i][:2]
        assert order == layout
        assert point.x == i
        assert isinstance(point, Point)


def test_recurring_arrays_are_sent_once_and_stay(dask, rng, monkeypatch):
    sent = []
    scatter = dask._cluster.client.scatter

    def counted(arrays, **options):
        sent.extend(arrays)
        return scatter(arrays, **options)

    monkeypatch.setattr(dask._cluster.client, "scatter", counted)
    matrix, small = rng.normal(size=(900, 7)), rng.normal(size=9)
    for _ in range(2):
        results = dict(dask.run(np.dot, [(small[:1], matrix[:1, 0])], Limits()))
        assert results
        total = dict(dask.run(sum_of, [(matrix, i) for i in range(6)], Limits()))
        assert total == {i: matrix.sum() + i for i in range(6)}
    assert [one.shape for one in sent] == [(900, 7)] * 2  # the run between had no use
    list(dask.run(sum_of, [(matrix, i) for i in range(6)], Limits()))
    assert len(sent) == 2
    matrix[0, 0] += 5  # another array now
    assert dict(dask.run(sum_of, [(matrix, 0), (matrix, 1)], Limits())) == {
        i: matrix.sum() + i for i in range(2)
    }


def sum_of(matrix, number):
    return matrix.sum() + number


def test_one_quiet_thread(run_all):
    def look():
        from sklearn import get_config
        from threadpoolctl import threadpool_info

        threads = {library["num_threads"] for library in threadpool_info()}
        return threads | {threads_allowed(), get_config()["assume_finite"]}

    assert run_all(look, [(), ()]) == [{1}, {1}]


LOSSES = {
    "crash": Lost(Cause.CRASHED, "the worker died (segmentation fault)"),
    "sleep": Lost(Cause.OUT_OF_TIME, "took longer than 5 s (limits.time)"),
    "memory": Lost(Cause.OUT_OF_MEMORY, "needed more memory than there is"),
}


@pytest.mark.parametrize("kind", LOSSES)
def test_a_fault_takes_its_own_piece_and_no_worker(cluster, run_all, kind):
    found = run_all(fault, among_others(kind), Limits(seconds=5))
    assert found == [0, LOSSES[kind], 2, 3]
    assert all(worker.poll() is None for worker in cluster.workers)


def test_an_exception_is_the_same_and_ends_the_run(run_all):
    told = r"^on the cluster: .* Did you mean 'kmeans'"
    with pytest.raises(UnknownNameError, match=told) as raised:
        run_all(fault, among_others("error"))
    (note,) = raised.value.__notes__
    assert "in fault" in note


def test_what_is_abandoned_is_ended(dask, tmp_path):
    def hang(number):
        if number:
            (tmp_path / "pid").write_text(str(os.getpid()))
            time.sleep(600)

    run = dask.run(hang, [(0,), (1,)], Limits())
    assert next(run)[0] == 0
    deadline = time.monotonic() + 60
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    pid = int((tmp_path / "pid").read_text())
    run.close()
    while alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert dict(dask.run(fault, [(None, 3)], Limits())) == {0: 3}


def test_processes_on_the_workers_end_with_the_command(processes, dask):
    (_, pid) = next(dask.run(os.getpid, [()], Limits()))
    close_clusters()
    deadline = time.monotonic() + 60
    while alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert all(worker.poll() is None for worker in processes.workers)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_other_code_on_the_workers_is_refused(cluster):
    close_clusters()
    with pytest.raises(UserError, match=r"has another segbench .* install the same"):
        Dask(cluster.address, os.getcwd)


def test_another_version_on_the_workers_is_refused(cluster, monkeypatch):
    monkeypatch.setattr("segbench.executors.dask_worker.__version__", "9.9")
    close_clusters()
    with pytest.raises(UserError, match=r"segbench \d.* and this machine 9\.9"):
        Dask(cluster.address)


def test_a_piece_that_kills_workers_is_given_up(cluster, dask):
    cluster.staff(3)
    found = dict(dask.run(fault, among_others("worker"), Limits(seconds=60)))
    assert found.pop(1) == Lost(
        Cause.CRASHED, "a worker died at it, alone in the cluster"
    )
    assert found == {0: 0, 2: 2, 3: 3}


def test_data_that_went_with_all_workers_are_sent_again(processes, dask, rng):
    def slow(matrix, number):
        time.sleep(0.3)
        return matrix.sum() + number

    matrix = rng.normal(size=(900, 7))
    run = dask.run(slow, [(matrix, i) for i in range(4)], Limits())
    results = dict([next(run)])
    for worker in processes.workers:
        processes.kill(worker)
    processes.staff(1)
    results.update(run)
    assert results == {i: matrix.sum() + i for i in range(4)}


def test_a_lost_scheduler_is_a_sentence(processes, dask):
    """The last one here: the others need it."""
    run = dask.run(time.sleep, [(0,), (600,)], Limits())
    assert next(run) == (0, None)
    processes.kill(processes.scheduler)
    with pytest.raises(SegbenchError, match=r"was lost .* the same command"):
        next(run)
