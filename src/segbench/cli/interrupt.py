"""Ctrl-C ends a command at once, even inside compiled code that does not listen."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from segbench.cli.warn import say

if TYPE_CHECKING:
    from segbench.store import RunFolder

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

PATIENCE = 0.8
"""Seconds that the command has to end by itself."""

KEPT = "interrupted; what was finished is kept, and the same command goes on from there"


@contextmanager
def promptly_interrupted() -> Iterator[None]:
    """End the process soon after Ctrl-C, whatever the main thread is doing.

    Python raises KeyboardInterrupt only between its own instructions. The signal's
    number is also written to a socket, at once and by C code; a thread that waits there
    ends the process when it has not ended by itself.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals come to the main thread alone
        return
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    over = threading.Event()
    threading.Thread(target=_watch, args=(ours, over), daemon=True).start()
    try:
        yield
    finally:
        over.set()
        signal.set_wakeup_fd(before)
        theirs.close()


@contextmanager
def discarded_after(
    folder: RunFolder, *errors: type[BaseException]
) -> Iterator[RunFolder]:
    """Remove the folder of a run after these errors, and after Ctrl-C in any case.

    What is kept of the work is in the cache.
    """
    _unfinished.append(folder)
    try:
        yield folder
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, *errors)):
            folder.discard()
        raise
    finally:
        _unfinished.remove(folder)


def leave() -> NoReturn:
    """End the process here and now, without what Python does at its end."""
    from segbench.executors import end_everything

    end_everything()
    for folder in _unfinished:
        folder.discard()
    say(KEPT)
    os._exit(INTERRUPTED)


_unfinished: list[RunFolder] = []


def _watch(ours: socket.socket, over: threading.Event) -> None:
    while told := ours.recv(1):
        if told[0] == signal.SIGINT and not over.wait(PATIENCE):
            leave()
    ours.close()
