"""Hash what a run depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from segbench.cleaning_plan import CleaningPlan
from segbench.core import Role

AS_IT_IS = CleaningPlan()


def content_fingerprint(
    frame: pd.DataFrame, roles: Mapping[str, Role], plan: CleaningPlan = AS_IT_IS
) -> str:
    """Hash the columns, their roles and values, and a plan that changes anything.

    The plan belongs to it because fillings are learned later, from the same content.

    Returns
    -------
    str
        SHA-256 in 64 hexadecimal digits.
    """
    digest = hashlib.sha256(repr([(n, str(r)) for n, r in roles.items()]).encode())
    for name in frame.columns:
        column = frame[name]
        digest.update(repr((name, len(column))).encode())
        if column.dtype == np.float64:
            digest.update(np.ascontiguousarray(column.to_numpy()).data)
        else:
            digest.update("\x1f".join(column).encode(errors="surrogatepass"))
    if plan != AS_IT_IS:
        digest.update(repr(plan).encode())
    return digest.hexdigest()
