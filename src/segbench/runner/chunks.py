"""Work on null data sets, a few of them at a time, algorithm by algorithm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from segbench.executors import Lost
from segbench.runner.foreign import any_foreign
from segbench.runner.null_data import Draw
from segbench.runner.runtime import Runtime
from segbench.runner.work import Work, by_space


@dataclass(frozen=True)
class Stage:
    """A stage of a run over null data sets."""

    name: str
    function: Callable[..., Any]  # of an algorithm's work, some draws and more
    chunk: int  # null data sets in one piece of work
    nothing: Callable[[Work, Sequence[Draw]], Any]  # stands for a piece that was lost


def over_chunks(
    stage: Stage,
    work: Sequence[Work],
    draws: Sequence[Draw],
    more: tuple[Any, ...],
    runtime: Runtime,
) -> list[list[Any]]:
    """Call the stage's function with an algorithm's work, some draws and more.

    The algorithms of a space take a draw one after another, so that a worker has it
    already.

    Returns
    -------
    list of list
        By work, the answers of the chunks in the order of the draws.
    """
    pieces = [
        (i, draws[start : start + stage.chunk])
        for members in by_space(work)
        for start in range(0, len(draws), stage.chunk)
        for i in members
    ]
    arguments = [(work[i], chunk, *more) for i, chunk in pieces]
    foreign = any_foreign(work)
    answers = runtime.run(stage.name, stage.function, arguments, foreign=foreign)
    found: list[list[Any]] = [[] for _ in work]
    for (i, chunk), answer in zip(pieces, answers, strict=True):
        lost = isinstance(answer, Lost)
        found[i].append(stage.nothing(work[i], chunk) if lost else answer)
    return found
