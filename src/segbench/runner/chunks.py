"""Work on null data sets, a few of them at a time, space by space."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from segbench.runner.null_data import Draw
from segbench.runner.parallel import Progress, Workers, run_tasks
from segbench.runner.work import Work, by_space

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Stage:
    """A stage of a run over null data sets, and who works on it."""

    name: str
    chunk: int  # null data sets in one piece of work
    workers: Workers
    progress: Progress


def over_chunks(
    function: Callable[..., list[Answer]],
    work: Sequence[Work],
    draws: Sequence[Draw],
    more: tuple[Any, ...],
    stage: Stage,
) -> list[list[Answer]]:
    """Call a function with the work of a space, some draws and whatever more it takes.

    Returns
    -------
    list of list
        By work, the answers of the chunks in the order of the draws.
    """
    pieces = [
        (members, draws[i : i + stage.chunk])
        for members in by_space(work)
        for i in range(0, len(draws), stage.chunk)
    ]
    arguments = [
        ([work[i] for i in members], chunk, *more) for members, chunk in pieces
    ]
    answers = run_tasks(function, arguments, stage.workers, stage.progress, stage.name)
    found: list[list[Answer]] = [[] for _ in work]
    for (members, _), answer in zip(pieces, answers, strict=True):
        for i, of_work in zip(members, answer, strict=True):
            found[i].append(of_work)
    return found
