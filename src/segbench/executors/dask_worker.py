"""What a worker of a Dask cluster does: each piece in a process of its own.

A piece that crashes, or takes more than it may, ends that process, not Dask's worker.
"""

from __future__ import annotations

import importlib.metadata
import io
import multiprocessing
import pickle
import platform
from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from segbench.executors.answers import Kind, pack_answer, pack_error
from segbench.executors.outcome import Limits, Lost
from segbench.executors.pool import Processes
from segbench.executors.starting import start_server
from segbench.version import __version__

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "hdbscan", "numba", "cloudpickle")

_idle: list[Processes] = []
_at_work: dict[Processes, str] = {}  # and for which run


def work(
    call: bytes, limits: Limits, run: str, module: str, *arrays: NDArray[Any]
) -> bytes | Lost:
    """Carry out a packed call; a task of Dask.

    Parameters
    ----------
    call : bytes
        Of `Packed`.
    limits : Limits
    run : str
        Whose piece it is.
    module : str
        What a process needs to be imported.
    *arrays : array
        Those that the call has put aside.

    Returns
    -------
    bytes or Lost
        For `unpack_answer`: Dask's worker need not know what is in it.
    """
    crew = _idle.pop() if _idle else _new_crew(module)
    _at_work[crew] = run
    try:
        ((_, answer),) = crew.run(_answer, [(call, arrays)], limits)
    finally:
        if _at_work.pop(crew, None) is not None:  # nobody has stopped it
            _idle.append(crew)
    return answer  # type: ignore[no-any-return]


def stop(run: str) -> None:
    """End the pieces of a run that nobody waits for any more."""
    for crew, its_run in list(_at_work.items()):
        if its_run == run:
            _at_work.pop(crew, None)
            crew.close()


def dismiss() -> None:
    """End the processes that wait for a piece."""
    while _idle:
        _idle.pop().close()


def describe(identity: Callable[[], str] | None) -> tuple[dict[str, str], str]:
    """Give the versions that decide a result, and the identity of the code."""
    major, minor, _ = platform.python_version_tuple()
    found = {"Python": f"{major}.{minor}", "segbench": __version__}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found, "" if identity is None else identity()


def _new_crew(module: str) -> Processes:
    # Dask's workers are children that multiprocessing allows none of their own, lest
    # they be left behind; ours end with their parent, whatever it dies of.
    vars(multiprocessing.current_process())["_config"]["daemon"] = False
    start_server([module])
    return Processes(1)


def _answer(call: bytes, arrays: tuple[NDArray[Any], ...]) -> bytes:
    try:
        function, given = _Unpickler(call, arrays).load()
        return pack_answer(Kind.RESULT, function(*given))
    except MemoryError:
        raise  # a lost piece
    except BaseException as error:  # noqa: BLE001 raised again by who waits for it
        return pack_error(error)


class _Unpickler(pickle.Unpickler):
    """Puts the arrays back where they were."""

    def __init__(self, call: bytes, arrays: tuple[NDArray[Any], ...]) -> None:
        super().__init__(io.BytesIO(call))
        self._arrays = arrays

    def persistent_load(self, pid: Any) -> NDArray[Any]:
        """Give an array that can be written to: some estimators refuse others."""
        array: NDArray[Any] = self._arrays[pid]
        if not array.flags.writeable:
            array = array.copy("K")
        return array
