"""The knee of an inertia curve: shown, never counted as a vote.

The inertia of data without any structure has a knee as well (Schubert 2023, Stop using
the elbow criterion for k-means, doi:10.1145/3606274.3606278).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Matrix


def knee(
    ks: Sequence[int], inertia: ArrayLike, *, sensitivity: float = 1.0
) -> int | None:
    """Find where a falling curve stops falling steeply.

    Both axes are scaled to [0, 1]; the knee is a peak of the curve's distance below the
    straight line between its corners. A peak counts once the distance falls by
    ``sensitivity`` mean steps of k before the next peak. The curve is not smoothed.

    Parameters
    ----------
    ks : sequence of int
        Numbers of segments, increasing.
    inertia : array-like of shape (len(ks),)
        Within-segment sums of squares.
    sensitivity : float, default 1.0
        How many steps of flat curve make a knee, at least 0.

    Returns
    -------
    int or None
        One of ``ks``, the first if there are several knees; None if there is none.

    References
    ----------
    Satopaa, Albrecht, Irwin & Raghavan 2011, Finding a "kneedle" in a haystack,
    doi:10.1109/ICDCSW.2011.20
    """
    x, y = np.asarray(ks, dtype=np.float64), np.asarray(inertia, dtype=np.float64)
    if x.shape != y.shape or x.ndim != 1 or (np.diff(x) <= 0).any():
        raise ValueError(
            "expected increasing numbers of segments with one inertia each, "
            f"got {list(ks)} and shape {y.shape}"
        )
    if len(x) < 3 or np.ptp(y) == 0:
        return None
    below = 1 - _to_unit(y) - _to_unit(x)
    is_peak = (below[1:-1] > below[:-2]) & (below[1:-1] >= below[2:])
    peaks = np.flatnonzero(is_peak) + 1
    drop = sensitivity * float(np.diff(_to_unit(x)).mean())
    for peak, until in pairwise([*peaks.tolist(), len(x)]):
        if below[peak:until].min() < below[peak] - drop:
            return int(ks[peak])
    return None


def _to_unit(values: Matrix) -> Matrix:
    scaled: Matrix = (values - values.min()) / np.ptp(values)
    return scaled
