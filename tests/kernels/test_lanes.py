"""The sum whose order is the same everywhere: by its definition, exactly."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from fractions import Fraction

import llvmlite.binding
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from segbench.kernels import load_kernels

LANES = 8
FINITE = st.floats(-1e6, 1e6, allow_subnormal=False)


def fused(x, y, total):
    """A product added without being rounded before."""
    return float(Fraction(x) * Fraction(y) + Fraction(total))


def dot_by_hand(a, b):
    whole = len(a) // LANES * LANES
    lanes = [0.0] * LANES
    for i in range(whole):
        lanes[i % LANES] = fused(a[i], b[i], lanes[i % LANES])
    while len(lanes) > 1:
        half = len(lanes) // 2
        lanes = [lanes[j] + lanes[j + half] for j in range(half)]
    total = lanes[0]
    for i in range(whole, len(a)):
        total = fused(a[i], b[i], total)
    return total


@given(st.integers(0, 40).flatmap(lambda n: arrays(float, (2, n), elements=FINITE)))
def test_every_digit_is_that_of_the_definition(pair):
    dot = load_kernels("segbench.kernels.lanes").dot
    assert dot(*pair) == dot_by_hand(*map(list, pair))


def test_what_is_not_contiguous_is_refused_and_not_misread():
    dot = load_kernels("segbench.kernels.lanes").dot
    values = np.arange(12.0).reshape(4, 3)
    with pytest.raises(Exception, match="No implementation of function"):
        dot(values[:, 0], values[:, 1])
    with pytest.raises(Exception, match="No implementation of function"):
        dot(np.arange(4), np.arange(4))


def test_the_shorter_array_ends_the_sum():
    dot = load_kernels("segbench.kernels.lanes").dot
    ones = np.ones(9)
    assert [dot(ones[:n], ones) for n in (0, 1, 8, 9)] == [0, 1, 8, 9]
    assert [dot(ones, ones[:n]) for n in (0, 1, 8, 9)] == [0, 1, 8, 9]


FITS = """
import numpy as np
from segbench.algorithms.bulk.gmm_kernels import maximise
from segbench.algorithms.bulk.kmeans_kernels import best_start

x = np.random.default_rng(0).normal(size=(3, 126))  # overfitted: any digit counts
labels, inertia = best_start(x, 10, np.uint64(3), np.arange(10), 300, 1e-4)
print(labels.tolist(), inertia.hex())
for form in range(4):
    shares = np.ascontiguousarray(np.eye(10)[labels].T)
    print(float(maximise(x, shares, form, 1e-6, 200, 1e-3)[1]).hex())
"""


def other_processor():
    """Name a processor whose code this one understands, but which adds otherwise."""
    if platform.machine() not in ("x86_64", "AMD64"):
        return None
    features = llvmlite.binding.get_host_cpu_features()
    wide = all(features[one] for one in ("avx512f", "avx512vnni", "avx512bf16"))
    return "znver4" if wide else "haswell" if features["fma"] else None


def test_another_processor_gives_the_same_fits_to_the_last_bit(tmp_path):
    """Compiled for registers of another width, or used in another way."""
    processor = other_processor()
    if processor is None:
        pytest.skip("this machine cannot run code for another processor")
    assert run_as(processor, tmp_path) == run_as("", tmp_path)


def run_as(processor, folder):
    chosen = {"NUMBA_CPU_NAME": processor, "NUMBA_CPU_FEATURES": ""}
    own = {"NUMBA_CACHE_DIR": str(folder)} | chosen if processor else {}
    return subprocess.run(
        [sys.executable, "-c", FITS],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | own,
    ).stdout
