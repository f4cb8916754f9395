"""Runs that were made before, as words of a command name them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from segbench.config.scoring import ranking_rule
from segbench.errors import UnknownNameError, UserError
from segbench.ranking import RankingRule
from segbench.report.results import Results, collect_results
from segbench.store import RunFolder, load_records, open_run_folder
from segbench.store.text import reading


def tell_apart(
    words: Sequence[str], known: Sequence[str], n_places: int, usage: str
) -> tuple[list[str], dict[str, str]]:
    """Tell places from options ``NAME=VALUE``; ``dataset.x`` is known by ``dataset``.

    Raises
    ------
    UserError
        When there are more or fewer places, or an option is unknown.
    """
    places: list[str] = []
    options: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        is_option = equals and name.replace(".", "").isidentifier()
        if is_option and not Path(word).exists():
            if name.split(".")[0] not in known:
                raise UnknownNameError("option", name, known)
            options[name] = value
        elif word.startswith("-"):
            raise UnknownNameError("option", word, known)
        else:
            places.append(word)
    if len(places) != n_places:
        raise UserError(usage)
    return places, options


def read_results(path: str) -> tuple[RunFolder, Results]:
    """Read a run and rank it as its first job that ended well was told to."""
    folder = open_run_folder(path)
    return folder, results_of(folder)


def results_of(folder: RunFolder) -> Results:
    """Read and rank.

    Raises
    ------
    OutputError
        When records are damaged or do not fit together, whoever altered them.
    """
    records = load_records(folder.records)
    with reading(folder.records):
        ended = [job.config for job in records.jobs if not job.error]
        rule = ranking_rule(ended[0]["scoring"]) if ended else RankingRule()
        return collect_results(records, rule)


def flag_of(options: dict[str, str], name: str, default: bool) -> bool:
    """Read ``true`` or ``false``."""
    text = options.get(name, str(default)).lower()
    if text not in ("true", "false"):
        raise UserError(f"{name} is true or false, not {text!r}")
    return text == "true"
