"""Seeds that derive from names, not from turns.

The seed of a fit depends on the run's seed and on what is being fitted, so that the
order of algorithms, the number of workers and the other candidates change nothing.
"""

from __future__ import annotations

import hashlib

SEED_BITS = 31  # scikit-learn accepts seeds up to 2**32 - 1; hdbscan and others 2**31


def seed_for(seed: int, *names: object) -> int:
    """Derive a seed from the run's seed and the names of what it is for.

    Returns
    -------
    int
        In [0, 2**31).
    """
    text = "\x1f".join(str(part) for part in (seed, *names))
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)
