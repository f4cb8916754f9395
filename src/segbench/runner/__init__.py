"""Run a comparison: spaces, fits, scores, resamples, cells."""

from segbench.runner.parallel import Progress, Silent, n_workers
from segbench.runner.run import run
from segbench.runner.spec import DEFAULT_KS, DEFAULT_RESAMPLES, RunSpec
from segbench.runner.work import Work, prepare

__all__ = [
    "DEFAULT_KS",
    "DEFAULT_RESAMPLES",
    "Progress",
    "RunSpec",
    "Silent",
    "Work",
    "n_workers",
    "prepare",
    "run",
]
