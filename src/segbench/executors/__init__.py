"""Who carries out independent pieces of work on this machine.

Nothing here knows what the work is about.
"""

from segbench.executors.inline import Inline
from segbench.executors.outcome import Cause, Executor, Limits, Lost
from segbench.executors.pool import (
    Processes,
    close_shared,
    end_everything,
    processes,
    warm_up,
)
from segbench.executors.quiet import one_quiet_thread

__all__ = [
    "Cause",
    "Executor",
    "Inline",
    "Limits",
    "Lost",
    "Processes",
    "close_shared",
    "end_everything",
    "one_quiet_thread",
    "processes",
    "warm_up",
]
