"""How the pieces of work of a run are carried out, remembered and watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from joblib import cpu_count, effective_n_jobs

from segbench.cache import MISSING, Cache, NoCache, code_version, content_key
from segbench.executors import Executor, Inline, Limits, Lost, Processes, processes


def n_workers(n_jobs: int) -> int:
    """Number of workers that ``n_jobs`` comes to on this machine."""
    return min(int(effective_n_jobs(n_jobs)), int(cpu_count()))


class Progress(Protocol):
    """Somebody who wants to know how far the work is."""

    def start(self, stage: str, total: int) -> None:
        """Begin a stage of so many pieces."""

    def advance(self) -> None:
        """One more piece of the stage is done."""


class Silent:
    """A progress that tells nobody."""

    def start(self, stage: str, total: int) -> None:
        """Begin a stage."""

    def advance(self) -> None:
        """One more piece is done."""


@dataclass(frozen=True)
class Workers:
    """Who shares the work: several processes, or threads of this one."""

    processes: int
    threads: int  # of the compiled loops

    @property
    def all_threads(self) -> int:
        """Threads of a single piece of work, which no process can share."""
        return self.processes * self.threads


@dataclass(frozen=True)
class Loss:
    """A piece of work that was given up, so that the others could go on."""

    stage: str
    reason: str

    def __str__(self) -> str:
        return f"{self.stage}: {self.reason}"


@dataclass
class Runtime:
    """Who does the work of a run, inside which limits, and what was done before.

    No result depends on it: neither on the number of workers nor on what the cache
    holds, whose keys are the content of the work.
    """

    workers: Workers = Workers(processes=1, threads=1)
    limits: Limits = field(default_factory=Limits)
    keeps_limits: bool = False  # of algorithms, also where they would be quicker here
    cache: Cache = field(default_factory=NoCache)
    progress: Progress = field(default_factory=Silent)
    cluster: Executor | None = None  # does everything in the place of this machine
    losses: list[Loss] = field(default_factory=list)

    def run(
        self,
        stage: str,
        function: Callable[..., Any],
        arguments: Sequence[tuple[Any, ...]],
        *,
        foreign: bool | None = None,
        remember: Callable[[Any], bool] | bool = True,
    ) -> list[Any]:
        """Call a function with each tuple of arguments; done before, it is not called.

        Parameters
        ----------
        stage : str
            What it is, for people.
        function : callable
            Pure: what it gives depends on its arguments alone.
        arguments : sequence of tuple
            A piece of work each.
        foreign : bool or None
            Whether algorithms may run that are not ours. They get processes of their
            own, so that they can neither end the run nor take longer or more than the
            limits. None where no algorithm runs: scores belong to every table.
        remember : bool or callable
            Whether the cache may be asked, not where the arguments do not say all; or
            what tells of a result whether it would come out again.

        Returns
        -------
        list
            In the order of the arguments; a `Lost` for a piece that was given up.
        """
        self.progress.start(stage, len(arguments))
        keys = self._keys(function, arguments if remember else [])
        lasts = remember if callable(remember) else _always
        keys += [None] * (len(arguments) - len(keys))
        results = [MISSING if key is None else self.cache.get(key) for key in keys]
        missing = [i for i, result in enumerate(results) if result is MISSING]
        for _ in range(len(arguments) - len(missing)):
            self.progress.advance()
        pieces = [arguments[i] for i in missing]
        with self._executor(len(missing), foreign=foreign) as executor:
            for place, result in executor.run(function, pieces, self.limits):
                i = missing[place]
                results[i] = result
                self._take(stage, keys[i] if lasts(result) else None, result)
                self.progress.advance()
        return results

    def _keys(
        self, function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
    ) -> list[str | None]:
        """Name every piece by its content; None where nothing is remembered."""
        if isinstance(self.cache, NoCache):
            return [None] * len(arguments)
        return [_key(function, one) for one in arguments]

    def _take(self, stage: str, key: str | None, result: Any) -> None:
        if isinstance(result, Lost):
            self.losses.append(Loss(stage, result.reason))
        elif key is not None:
            _put(self.cache, key, result)

    @contextmanager
    def _executor(self, pieces: int, *, foreign: bool | None) -> Iterator[Executor]:
        """Give who does some pieces of work.

        Code that is not ours gets new processes: those that were there may hold it as
        it was before somebody changed it.
        """
        if self.cluster is not None:
            yield self.cluster
        elif foreign and pieces:
            own = Processes(min(pieces, self.workers.all_threads))
            try:
                yield own
            finally:
                own.close()
        elif pieces and self.keeps_limits and foreign is not None:
            yield processes(self.workers.all_threads)
        elif self.workers.processes == 1 or pieces <= 1:
            yield Inline(self.workers.all_threads)
        else:
            yield processes(self.workers.processes)


def _always(_: Any) -> bool:
    return True


def _put(cache: Cache, key: str, result: Any) -> None:
    """Remember a result, unless it holds an object that somebody else's code made."""
    with suppress(TypeError):
        cache.put(key, result)


def _key(function: Callable[..., Any], arguments: tuple[Any, ...]) -> str | None:
    """Name a piece by its content; None where something in it has no such name.

    That is so with parameters that are objects, and with classes of a notebook.
    """
    try:
        return content_key(code_version(), function, arguments)
    except TypeError:
        return None
