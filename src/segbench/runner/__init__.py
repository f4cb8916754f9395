"""Run a comparison: spaces, fits, scores, resamples, cells."""

from segbench.runner.effort import NOTHING, Effort
from segbench.runner.estimates import (
    GIB,
    Estimate,
    SpaceEstimate,
    estimate,
    estimate_space,
    memory_limit,
)
from segbench.runner.findings import verdict_on
from segbench.runner.opened import opened_runtime
from segbench.runner.run import Outcome, run
from segbench.runner.runtime import Progress, Runtime, Silent, Workers, n_workers
from segbench.runner.spec import DEFAULT_KS, RunSpec
from segbench.runner.warm import warm
from segbench.runner.work import Work, build_spaces, prepare, spaces_of

__all__ = [
    "DEFAULT_KS",
    "GIB",
    "NOTHING",
    "Effort",
    "Estimate",
    "Outcome",
    "Progress",
    "RunSpec",
    "Runtime",
    "Silent",
    "SpaceEstimate",
    "Work",
    "Workers",
    "build_spaces",
    "estimate",
    "estimate_space",
    "memory_limit",
    "n_workers",
    "opened_runtime",
    "prepare",
    "run",
    "spaces_of",
    "verdict_on",
    "warm",
]
