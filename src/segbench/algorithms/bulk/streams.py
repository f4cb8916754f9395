"""Random streams for kernels: one per seed, number of clusters and start.

A stream is a SplitMix64 generator [1]_, whose state is a single number. Streams
that depend on nothing else make a fit independent of the order of the fits.

References
----------
.. [1] Steele, Lea and Flood (2014). Fast splittable pseudorandom number
   generators. ACM SIGPLAN Notices 49(10), 453-472. doi:10.1145/2714064.2660195
"""

from __future__ import annotations

import numpy as np

from segbench.kernels.jit import jit


@jit()
def mix(bits: np.uint64) -> np.uint64:
    """Scramble 64 bits."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


@jit()
def advance(state: np.uint64) -> np.uint64:
    """Return the next state of a stream."""
    return state + np.uint64(0x9E3779B97F4A7C15)


@jit()
def stream(seed: np.uint64, k: int, start: int) -> np.uint64:
    """Return the first state of the stream of one seed, k and start."""
    state = advance(mix(advance(seed)) + np.uint64(k))
    return mix(advance(mix(state) + np.uint64(start)))


@jit()
def uniform(state: np.uint64) -> float:
    """Return the number in [0, 1) that belongs to a state."""
    return float(mix(state) >> np.uint64(11)) * 2.0**-53
