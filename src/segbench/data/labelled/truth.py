"""The column of the known segments, beside which the others are features."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segbench.core import Matrix

TRUTH = "segment"
"""Name of the column; it is compared with and never a feature."""


def with_truth(X: Matrix, segments: np.ndarray) -> pd.DataFrame:
    """Make a table of features ``x1, x2, ...`` and the known segments.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_features)
        Features.
    segments : ndarray of shape (n_customers,)
        Whole numbers from 0 on.
    """
    frame = pd.DataFrame(X, columns=[f"x{i + 1}" for i in range(X.shape[1])])
    return frame.assign(**{TRUTH: [f"s{one}" for one in segments]})
