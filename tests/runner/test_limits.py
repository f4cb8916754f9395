"""Limits that somebody asks for hold for every algorithm, however few the data are."""

import os
import sys
import time

import cloudpickle
import numpy as np
import pytest

from segbench.algorithms import get
from segbench.executors import Cause, Limits, Lost
from segbench.runner import opened_runtime
from segbench.runner.runtime import Runtime, Workers

# Workers need not find this module.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def wait(seconds):
    time.sleep(seconds)
    return os.getpid()


@pytest.mark.parametrize("foreign", [False, True])
def test_a_piece_that_takes_too_long_is_lost(foreign):
    limits = Limits(seconds=0.5)
    runtime = Runtime(Workers(1, 1), limits, keeps_limits=True)
    pieces = [(30.0,), (0.0,)]
    late, other = runtime.run("waiting", wait, pieces, foreign=foreign)
    assert isinstance(late, Lost)
    assert late.cause is Cause.OUT_OF_TIME
    assert other != os.getpid()
    assert [str(loss).split(":")[0] for loss in runtime.losses] == ["waiting"]


def test_what_is_no_algorithm_has_no_limit():
    runtime = Runtime(Workers(1, 1), Limits(seconds=0.01), keeps_limits=True)
    assert runtime.run("scoring", wait, [(0.05,)]) == [os.getpid()]


def test_without_a_word_little_work_is_done_here():
    runtime = Runtime(Workers(1, 1), Limits(seconds=3_600))
    assert runtime.run("waiting", wait, [(0.0,)], foreign=False) == [os.getpid()]


@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        (Limits(), False),
        (Limits(seconds=60), True),
        (Limits(memory_bytes=2**30), True),
    ],
)
def test_a_specification_that_names_a_limit_keeps_it(small, limits, kept):
    spec = small.make_spec(get("kmeans"), limits=limits)
    assert opened_runtime(spec, 100).keeps_limits is kept


def test_the_labels_are_the_same(small):
    cloud = small.make_cloud(60)
    _, (free,) = small.run_all(cloud, get("kmeans"), resamples=3)
    limits = Limits(seconds=60)
    _, (held,) = small.run_all(cloud, get("kmeans"), resamples=3, limits=limits)
    for one, other in zip(free.rows, held.rows, strict=True):
        assert one.labeling.labels.tolist() == other.labeling.labels.tolist()
        np.testing.assert_equal(dict(one.scores), dict(other.scores))
