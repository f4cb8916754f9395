"""Work on a Dask cluster that is there already.

Not through joblib's backend for Dask: there, one failure ends everything, no piece has
limits, and arrays are sent once only where they are arguments themselves.
"""

from __future__ import annotations

import contextlib
import itertools
import queue
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from segbench.errors import UserError
from segbench.executors import dask_worker
from segbench.executors.answers import Kind, unpack_answer, unpack_error
from segbench.executors.dask_arrays import Packed, pack
from segbench.executors.dask_cluster import Cluster, cluster_at
from segbench.executors.outcome import Cause, Limits, Lost, Piece

if TYPE_CHECKING:
    from distributed import Future

_LOOK = 2.0  # seconds between looks at the cluster while nothing is heard
_LONGEST_WAY = 600.0  # seconds for one result to come here
_MOST_LOSSES = 5  # times that the data of a piece may be gone with their workers


class Dask:
    """The workers of a Dask cluster, each piece in a process of its own there.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://host:8786``.
    identity : callable, optional
        Gives a text that is the same where the same code is installed.

    Raises
    ------
    UserError
        When nobody answers there, or when the workers are not of our kind.
    """

    def __init__(self, address: str, identity: Callable[[], str] | None = None) -> None:
        self._cluster = cluster_at(address, identity)

    def run(
        self,
        function: Callable[..., Any],
        arguments: Sequence[Piece],
        limits: Limits,
    ) -> Iterator[tuple[int, Any]]:
        """Call a function with each tuple of arguments; see `Executor.run`.

        A piece whose worker dies is done again by another, as Dask does.

        Raises
        ------
        SegbenchError
            When the cluster is lost.
        """
        if not arguments:
            return
        self._cluster.check()
        calls = [pack(function, given) for given in arguments]
        run = _Run(self._cluster, calls, limits, function.__module__)
        try:
            yield from run.results()
        finally:
            run.end()

    def close(self) -> None:
        """Let go of the cluster, which goes on."""
        self._cluster.close()


class _Run:
    """Pieces on their way, and what became of them."""

    def __init__(
        self, cluster: Cluster, calls: Sequence[Packed], limits: Limits, module: str
    ) -> None:
        self._cluster = cluster
        self._calls = calls
        self._limits = limits
        self._module = module
        self._name = uuid.uuid4().hex
        self._done: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        self._away: dict[Future[Any], int] = {}  # positions
        self._losses: Counter[int] = Counter()
        self._tries = itertools.count()  # a key of Dask's is used once
        self._suspects: deque[int] = deque()
        self._accused = -1  # the last one that was alone in the cluster

    def results(self) -> Iterator[tuple[int, Any]]:
        """Yield positions and results in the order of completion."""
        with self._cluster.watched():
            self._cluster.arrays.begin(self._calls)
        for position in range(len(self._calls)):
            self._send(position)
        while self._away or self._suspects:
            if not self._away:
                self._accused = self._suspects.popleft()
                self._send(self._accused)
            yield from self._take(self._heard())

    def end(self) -> None:
        """Call off what nobody waits for any more."""
        if not self._away or not self._cluster.is_open:
            return
        client = self._cluster.client
        with contextlib.suppress(OSError, TimeoutError):  # it may be lost just now
            client.cancel(list(self._away))
            client.run(dask_worker.stop, self._name, on_error="ignore")

    def _send(self, position: int) -> None:
        call = self._calls[position]
        future = self._cluster.client.submit(
            dask_worker.work,
            call.call,
            self._limits,
            self._name,
            self._module,
            *self._cluster.arrays.placed(call),
            key=f"segbench-{self._name}-{position}-{next(self._tries)}",
        )
        self._away[future] = position
        future.add_done_callback(self._done.put)

    def _heard(self) -> Future[Any]:
        while True:
            try:
                return self._done.get(timeout=_LOOK)
            except queue.Empty:
                self._cluster.see_that_it_lives()

    def _take(self, future: Future[Any]) -> Iterator[tuple[int, Any]]:
        from distributed import KilledWorker

        position = self._away.pop(future)
        if future.status == "cancelled":
            yield from self._again(position)
            return
        try:
            with self._cluster.watched():
                answer = future.result(timeout=_LONGEST_WAY)
        except KilledWorker as error:
            yield from self._suspect(position, error.allowed_failures + 1)
            return
        yield position, _opened(answer)

    def _suspect(self, position: int, deaths: int) -> Iterator[tuple[int, Lost]]:
        """Try a piece alone with whom workers died; it may only have stood beside."""
        if position != self._accused:
            self._suspects.append(position)
            return
        who = "a worker" if deaths == 1 else f"{deaths} workers one after another"
        yield position, Lost(Cause.CRASHED, f"{who} died at it, alone in the cluster")

    def _again(self, position: int) -> Iterator[tuple[int, Lost]]:
        """Send a piece again whose data were gone with the workers that had them."""
        if not self._cluster.is_open:
            raise self._cluster.gone(OSError("no connection to the scheduler"))
        self._losses[position] += 1
        if self._losses[position] > _MOST_LOSSES:
            reason = "its data were lost on the cluster again and again"
            yield position, Lost(Cause.CRASHED, reason)
            return
        with self._cluster.watched():
            self._cluster.arrays.send([self._calls[position]])
        self._send(position)


def _opened(answer: bytes | Lost) -> Any:
    if isinstance(answer, Lost):
        return answer
    kind, content = unpack_answer(answer)
    if kind is Kind.ERROR:
        error = unpack_error(content)
        if isinstance(error, UserError):  # what is missing may be missing there alone
            error.args = (f"on the cluster: {error}",)
        raise error
    return content
