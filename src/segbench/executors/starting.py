"""How a process is started that shares its imports with the others.

On Linux workers are copies of a fork server, a process without threads that has done
the imports; elsewhere each begins anew. The main module is never run again, so a script
needs no ``if __name__ == "__main__"``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from segbench.executors import preload

FORKS = sys.platform == "linux"

ONE_THREAD = {
    f"{library}_NUM_THREADS": "1"
    for library in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMBA", "NUMEXPR")
}
"""Settings for libraries that read them once, when they are loaded."""

_TRIES = 3
_PAUSE = 0.1  # seconds, for the system to bury a fork server

_LONGEST_FOLDER = 70  # bytes of the path of the folder of temporary files
_SHORT_FOLDER = "/tmp"  # noqa: S108 what is in it has a folder of its own
_one_at_a_time = threading.Lock()
_OWN = [  # what every worker needs
    "segbench.executors.serve",
    "segbench.executors.sharing",
    "sklearn",
    "threadpoolctl",
]
_preloaded = list(_OWN)


def context() -> BaseContext:
    """Give the way of starting processes; the interpreter's own is left alone."""
    return multiprocessing.get_context("forkserver" if FORKS else "spawn")


def start_server(modules: Sequence[str]) -> None:
    """Let the fork server begin its imports, where there is one; does not wait."""
    _preloaded[:] = [*_OWN, *modules]
    if FORKS:
        with _one_at_a_time:
            _ensure_server()


def end_server() -> None:
    """End the fork server at once, even in the middle of its imports."""
    if not FORKS:
        return
    from multiprocessing import forkserver

    server = getattr(forkserver, "_forkserver", None)
    pid = getattr(server, "_forkserver_pid", None)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def start_process(
    target: Callable[..., None], arguments: tuple[Any, ...]
) -> BaseProcess:
    """Start a process that ends with this one.

    Raises
    ------
    OSError, EOFError
        If the system gives no further process.
    """
    with _one_at_a_time:
        for _ in range(_TRIES - 1):
            try:
                return _start(target, arguments)
            except (EOFError, ConnectionError):  # the fork server has just been killed
                time.sleep(_PAUSE)
        return _start(target, arguments)


def _start(target: Callable[..., None], arguments: tuple[Any, ...]) -> BaseProcess:
    made: BaseProcess = context().Process(  # type: ignore[attr-defined]
        target=target, args=arguments, daemon=True
    )
    if FORKS:
        _ensure_server()
        with _main_hidden():
            made.start()  # waits for the imports of the server: Ctrl-C is heard
    else:
        with _main_hidden(), _deaf_to_interrupts(), _environment_of_workers():
            made.start()
    return made


def _ensure_server() -> None:
    from multiprocessing import forkserver

    _make_room_for_sockets()

    forkserver.set_forkserver_preload([preload.__name__])
    # Started first, because it would end the deafness below.
    resource_tracker.ensure_running()
    with _main_hidden(), _deaf_to_interrupts(), _environment_of_workers():
        forkserver.ensure_running()


def _make_room_for_sockets() -> None:
    """Have the sockets of processes where their paths are short enough.

    The system takes 107 bytes, of which their names need about thirty.
    """
    from multiprocessing import util

    if len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_FOLDER:
        return
    kept = tempfile.tempdir
    tempfile.tempdir = _SHORT_FOLDER
    try:
        util.get_temp_dir()  # made once, and remembered
    finally:
        tempfile.tempdir = kept


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Hide where the main module came from, or the new process would run it."""
    names: dict[str, Any] = vars(sys.modules["__main__"])
    kept: dict[str, Any] = {
        name: names[name] for name in ("__spec__", "__file__") if name in names
    }
    names.pop("__file__", None)
    names["__spec__"] = None
    try:
        yield
    finally:
        names.update(kept)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C, not even during their imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _environment_of_workers() -> Iterator[None]:
    """Let a new process find the modules that this one finds, before it is told.

    Its libraries keep to one thread: a process with threads must not be copied.
    """
    folders = [entry or os.getcwd() for entry in sys.path]  # noqa: PTH109 a string
    settings = {
        "PYTHONPATH": os.pathsep.join(f for f in folders if os.pathsep not in f),
        "PYTHONSAFEPATH": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",  # of pyarrow
        preload.VARIABLE: " ".join(_preloaded),
        **ONE_THREAD,
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
