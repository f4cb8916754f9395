"""Calls for a Dask cluster: arrays that recur are sent once, to every worker."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cloudpickle
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from distributed import Client, Future

ASIDE_BYTES = 2**14
"""Arrays from this size on are put aside, and sent once if several calls have them."""

ALONE_BYTES = 2**20
"""From this size on they are data of the cluster even if only one call has them."""


@dataclass(frozen=True)
class Packed:
    """A call as bytes, and the arrays that were put aside."""

    call: bytes
    arrays: tuple[NDArray[Any], ...]


def pack(function: Callable[..., Any], given: tuple[Any, ...]) -> Packed:
    """Make bytes of a call; functions and classes without a module come along."""
    buffer = io.BytesIO()
    pickler = _Pickler(buffer)
    pickler.dump((function, given))
    return Packed(buffer.getvalue(), tuple(pickler.aside.values()))


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]  # has no types
    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=5)
        self.aside: dict[int, NDArray[Any]] = {}

    def persistent_id(self, obj: Any) -> int | None:
        """Name an array by its turn among those of the call; None for all else."""
        if type(obj) not in (np.ndarray, np.memmap):
            return None
        if obj.nbytes < ASIDE_BYTES or obj.dtype.hasobject:
            return None
        self.aside.setdefault(id(obj), obj)
        return list(self.aside).index(id(obj))


class SentArrays:
    """Arrays on the cluster, by their content: what the next run needs too stays there.

    An array that was changed in between is another one.
    """

    def __init__(self, client: Client) -> None:
        self._client: Any = client  # half of it has no types
        self._sent: dict[bytes, Future[Any]] = {}
        self._names: dict[int, bytes] = {}  # by identity, while the calls hold them

    def begin(self, calls: Sequence[Packed]) -> None:
        """Send what the calls share, and what is large; let go of what they lack."""
        arrays = {id(array): array for call in calls for array in call.arrays}
        self._names = {key: _content(array) for key, array in arrays.items()}
        needed = set(self._names.values())
        self._sent = {name: one for name, one in self._sent.items() if name in needed}
        self.send(calls)

    def send(self, calls: Sequence[Packed]) -> None:
        """Send what of the calls' arrays is not there, or not any more.

        Raises
        ------
        TimeoutError, OSError
            When there is no worker to send it to.
        """
        each = [(self._names[id(a)], a) for call in calls for a in call.arrays]
        times = Counter(name for name, _ in each)
        shared = {name: a for name, a in each if times[name] > 1}
        alone = {name: a for name, a in each if times[name] == 1}
        self._scatter(shared, everywhere=True)
        large = {name: a for name, a in alone.items() if a.nbytes >= ALONE_BYTES}
        self._scatter(large, everywhere=False)

    def placed(self, call: Packed) -> list[Future[Any] | NDArray[Any]]:
        """Give the arrays of a call: on the cluster, or to go along with it."""
        names = [self._names[id(array)] for array in call.arrays]
        return [
            self._sent[name] if self._is_there(name) else np.asarray(array)
            for name, array in zip(names, call.arrays, strict=True)
        ]

    def _is_there(self, name: bytes) -> bool:
        return name in self._sent and self._sent[name].status == "finished"

    def _scatter(self, arrays: dict[bytes, NDArray[Any]], *, everywhere: bool) -> None:
        missing = [name for name in arrays if not self._is_there(name)]
        if missing:
            plain = [np.asarray(arrays[name]) for name in missing]  # of memory maps
            sent = self._client.scatter(plain, broadcast=everywhere, hash=False)
            self._sent.update(zip(missing, sent, strict=True))


def _content(array: NDArray[Any]) -> bytes:
    """Name an array by what is in it and how it lies in memory."""
    by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
    rows = np.ascontiguousarray(array.T if by_columns else array)
    what = repr((array.dtype.str, array.shape, by_columns)).encode()
    digest = hashlib.blake2b(what, digest_size=16)
    digest.update(rows.reshape(-1).view(np.uint8).data)
    return digest.digest()
