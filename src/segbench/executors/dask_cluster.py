"""A Dask cluster that somebody else has started, and whether it can do our work."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from segbench.errors import SegbenchError, UserError
from segbench.executors import dask_worker
from segbench.executors.dask_arrays import SentArrays

_CONNECT = 5.0  # seconds until nobody is there
_WITHOUT = 300.0  # seconds without a worker until nobody will come any more

_clusters: dict[str, Cluster] = {}


class Cluster:
    """The connection to a scheduler, kept from one run to the next.

    Parameters
    ----------
    address : str
        Of the scheduler.
    identity : callable or None
        Gives a text that is the same where the same code is installed.

    Raises
    ------
    UserError
        When nobody answers there, or when the workers are not of our kind.
    """

    def __init__(self, address: str, identity: Callable[[], str] | None) -> None:
        self.address = address
        self._identity = identity
        self.client = _connected(address)
        self.arrays = SentArrays(self.client)
        self._known: set[str] = set()
        self._seen = time.monotonic()  # a worker
        try:
            self.check()
        except BaseException:
            self.close()
            raise

    @property
    def is_open(self) -> bool:
        """Whether the scheduler is still there."""
        return bool(self.client.status == "running")

    def check(self) -> None:
        """Refuse workers that would compute with other code.

        Raises
        ------
        UserError
            Naming both versions.
        """
        with self.watched():
            try:
                self.client.wait_for_workers(1, timeout=_CONNECT)
            except TimeoutError as error:
                raise UserError(
                    f"the Dask cluster at {self.address} has no workers; start some: "
                    f"dask worker {self.address}"
                ) from error
            new = sorted(set(self.client.nthreads()) - self._known)
            if new:
                self._compare(new)
        self._known.update(new)

    def _compare(self, workers: list[str]) -> None:
        told = self.client.run(
            dask_worker.describe, self._identity, workers=workers, on_error="return"
        )
        ours, identity = dask_worker.describe(self._identity)
        for worker, found in told.items():
            if isinstance(found, OSError):  # it has just ended
                continue
            if isinstance(found, Exception):
                raise UserError(
                    f"the worker {worker} cannot run segbench {ours['segbench']} "
                    f"({found}); install it on every worker"
                ) from found
            self._refuse_others(worker, found, (ours, identity))

    def _refuse_others(
        self,
        worker: str,
        theirs: tuple[dict[str, str], str],
        ours: tuple[dict[str, str], str],
    ) -> None:
        for name, version in ours[0].items():
            other = theirs[0].get(name, "none")
            if other != version:
                raise UserError(
                    f"the worker {worker} has {name} {other} and this machine "
                    f"{version}: install the same on both"
                )
        if theirs[1] != ours[1]:
            raise UserError(
                f"the worker {worker} has another segbench {ours[0]['segbench']} than "
                "this machine, with other files: install the same on both, and start "
                "the worker again"
            )

    def see_that_it_lives(self) -> None:
        """Look for the scheduler and a worker.

        Raises
        ------
        SegbenchError
            When the scheduler is gone, or no worker has been there for minutes.
        """
        with self.watched():
            if not self.is_open:
                raise OSError("no connection to the scheduler")
            if self.client.nthreads():
                self._seen = time.monotonic()
            if time.monotonic() - self._seen > _WITHOUT:
                raise TimeoutError("no workers")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Turn what a lost cluster raises into a sentence."""
        try:
            yield
        except (OSError, TimeoutError) as error:
            raise self.gone(error) from error

    def gone(self, error: BaseException) -> SegbenchError:
        """Say that the cluster cannot finish the work."""
        cause = str(error) or type(error).__name__
        return SegbenchError(
            f"the Dask cluster at {self.address} was lost ({cause}); what it had "
            "finished is kept: start it again and give the same command"
        )

    def close(self) -> None:
        """Let go of the cluster, and of the processes that wait there."""
        if self.client.status == "closed":
            return
        with contextlib.suppress(OSError, TimeoutError):  # it may be gone
            if self.is_open:
                self.client.run(dask_worker.dismiss, on_error="ignore")
        self.client.close(timeout=1)


def cluster_at(address: str, identity: Callable[[], str] | None = None) -> Cluster:
    """Give the cluster at an address, connected once in this process."""
    known = _clusters.get(address)
    if known is None or not known.is_open:
        close_clusters()
        _clusters[address] = Cluster(address, identity)
        # Registered now, it comes before what Dask does at the end.
        atexit.register(close_clusters)
    return _clusters[address]


def close_clusters() -> None:
    """Let go of every cluster."""
    while _clusters:
        _clusters.popitem()[1].close()


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise UserError(
            f"executor=dask needs the package {error.name!r}, which is not installed: "
            "pip install 'segbench[cluster]'"
        ) from error
    make: Any = Client  # without types
    try:
        # A client that reaches nobody holds up the end of the program.
        with ThreadPoolExecutor(1) as thread:  # a notebook's own has a loop already
            thread.submit(asyncio.run, _call_on(address)).result()
        return make(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise UserError(
            f"no Dask scheduler answers at {address}; executor.address is what "
            "`dask scheduler` prints when it starts, such as tcp://host:8786"
        ) from error


async def _call_on(address: str) -> None:
    """See whether somebody speaks Dask's language there."""
    from distributed import comm, security

    untyped: Any = comm, security
    options = untyped[1].Security().get_connection_args("client")
    (await untyped[0].connect(address, timeout=_CONNECT, **options)).abort()
