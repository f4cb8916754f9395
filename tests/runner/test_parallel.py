"""Who works on what: processes, and the threads of their loops."""

import os

import pytest

from segbench.kernels.threads import _budget
from segbench.runner.parallel import Silent, Workers, run_tasks


def where_and_threads(_piece):
    return os.getpid(), _budget.get()


@pytest.mark.parametrize(
    ("workers", "pieces", "expected"),
    [
        (Workers(2, 1), 1, Workers(1, 2)),
        (Workers(4, 2), 1, Workers(1, 8)),
        (Workers(1, 2), 1, Workers(1, 2)),
        (Workers(2, 1), 2, Workers(2, 1)),
        (Workers(1, 2), 5, Workers(1, 2)),
    ],
)
def test_a_single_piece_gets_all_threads(workers, pieces, expected):
    assert workers.for_pieces(pieces) == expected


def test_a_single_piece_stays_in_this_process():
    ran = run_tasks(where_and_threads, [(0,)], Workers(2, 1), Silent(), "test")
    assert ran == [(os.getpid(), 2)]


def test_several_pieces_go_to_other_processes_with_one_thread_each():
    ran = run_tasks(
        where_and_threads, [(i,) for i in range(4)], Workers(2, 1), Silent(), "test"
    )
    assert {threads for _, threads in ran} == {1}
    assert os.getpid() not in {pid for pid, _ in ran}
