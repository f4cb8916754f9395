"""The words of a run: which are Hydra's flags, which are settings, what they lack."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException

from segbench.algorithms.registry import DEFAULT_ALGORITHMS
from segbench.cli.experiments import named_experiment
from segbench.cli.help import how_to_name
from segbench.conf_files import options
from segbench.config.known import known_settings
from segbench.errors import ConfigError, UnknownNameError

_FLAGS_WITH_VALUE = (
    *("--config-dir", "-cd", "--config-name", "-cn", "--config-path", "-cp"),
    *("--cfg", "-c", "--package", "-p"),
)
_MULTIRUN = ("-m", "--multirun")
_SHOWS = ("--cfg", "-c", "--info", "-i", "--hydra-help", "--resolve")
_FRESH = "--fresh"
"""Short for the setting that leaves the cache alone."""

_FLAGS = (
    *_FLAGS_WITH_VALUE,
    *_MULTIRUN,
    *_SHOWS,
    _FRESH,
    "--run",
    "-r",
    "--help",
    "-h",
)
_PATHS = ("dataset.path", "output_dir", "results_dir")
_ALWAYS_RAW = ("dataset.query", "dataset.delimiter", "dataset.quote")
"""Settings whose values would mean something else in Hydra's grammar: ``a,b``."""

_NOTHING = ("null",)
"""What is no text of theirs."""

_SUGGESTED = 3
"""Names of settings that may have been meant."""
_GROUPS = ("algo", "dataset", "features", "scaler")
_SAME_FOR_ALL = (
    *("scoring", "executor", "limits", "cache", "fresh", "reference", "strict"),
    *("output_dir", "results_dir", "debug"),
)
_EXAMPLE = """'columns=["Annual Income (k$)",Age]'"""


@dataclass(frozen=True)
class RunWords:
    """What was typed for a run, sorted."""

    flags: tuple[str, ...]  # Hydra's own, values included
    overrides: tuple[str, ...]  # settings, as Hydra reads them
    parsed: tuple[Override, ...]

    @property
    def multirun(self) -> bool:
        """Whether a job is made of every combination."""
        return any(flag in _MULTIRUN for flag in self.flags)

    @property
    def only_shows(self) -> bool:
        """Whether Hydra is asked for information and nothing is run."""
        return any(flag.split("=")[0] in _SHOWS for flag in self.flags)

    @property
    def for_hydra(self) -> list[str]:
        """The words in an order that Hydra's own parser reads without surprises."""
        flags = [f for f in self.flags if not (self.only_shows and f in _MULTIRUN)]
        return [*self.overrides, *flags]

    def value(self, key: str) -> Any:
        """Last value given for a setting; None when it was not given."""
        given = [one for one in self.parsed if one.key_or_group == key]
        return given[-1].value() if given else None


def sort_words(words: Sequence[str]) -> RunWords:
    """Tell flags from settings, mend what can be mended, refuse the rest.

    Raises
    ------
    ConfigError
        In one sentence, with what to type instead.
    """
    flags, settings = _split(words)
    settings = [_with_plus(_as_typed(word)) for word in settings]
    parsed = _parse(settings)
    study = named_experiment(parsed, flags)
    if study.swept and not set(_MULTIRUN) & set(flags):
        flags.append(_MULTIRUN[0])
    if study.has_algorithms:  # others than its own take their place
        settings = [re.sub(r"^\+(?=algo=)", "", word) for word in settings]
        parsed = _parse(settings)
    elif not any(one.key_or_group == "algo" for one in parsed):
        default = f"+algo=[{','.join(DEFAULT_ALGORITHMS)}]"
        settings.append(default)
        parsed = _parse(settings)
    sorted_words = RunWords(tuple(flags), tuple(settings), tuple(parsed))
    _check_names(parsed)
    _check_choices(parsed)
    _check_sweeps(sorted_words)
    return sorted_words


def _split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    flags: list[str] = []
    settings: list[str] = []
    takes_value = False
    for word in words:
        if takes_value:
            flags.append(word)
        elif word == _FRESH:
            settings.append("fresh=true")
        elif word.startswith("-"):
            flags.append(_known_flag(word))
        else:
            settings.append(word)
        takes_value = not takes_value and word in _FLAGS_WITH_VALUE
    if takes_value:
        raise ConfigError(f"{words[-1]} needs a value; see python -m segbench --help")
    return flags, settings


def _known_flag(word: str) -> str:
    if word.split("=", maxsplit=1)[0] not in _FLAGS:
        raise UnknownNameError("option", word, _FLAGS)
    return word


def _with_plus(word: str) -> str:
    """Groups in no defaults list need a plus for Hydra; people need not type it."""
    word = f"+{word}" if word.startswith(("algo=", "experiment=")) else word
    # A study's name, and no nothing.
    return "+experiment='null'" if word == "+experiment=null" else word


def _as_typed(word: str) -> str:
    """Quote what Hydra's grammar would trip over, such as a path ``run=3, final``."""
    key, _, value = word.partition("=")
    quoted = len(value) > 1 and value[:1] in ("'", '"')
    if key not in (*_PATHS, *_ALWAYS_RAW) or not value or quoted:
        return word
    if key in _ALWAYS_RAW and value not in _NOTHING:
        return _in_quotes(key, value)
    try:
        OverridesParser.create().parse_override(word)
    except HydraException:
        return _in_quotes(key, value)
    return word


def _in_quotes(key: str, value: str) -> str:
    escaped = re.sub(r"(\\*)'", r"\1\1\\'", value)
    return f"{key}='{escaped}'"


def _parse(settings: Sequence[str]) -> list[Override]:
    parser = OverridesParser.create()
    parsed = []
    for word in settings:
        try:
            parsed.append(parser.parse_override(word))
        except HydraException as error:
            if Path(word).is_file():
                raise ConfigError(how_to_name(word)) from error
            raise ConfigError(
                f"cannot read {word!r}: settings are NAME=VALUE, and names with "
                f"blanks, brackets or $ are quoted twice, such as {_EXAMPLE}"
            ) from error
    return parsed


def _check_names(parsed: Sequence[Override]) -> None:
    """Refuse names that no configuration has; Hydra would not suggest the right one."""
    for one in parsed:
        name = one.key_or_group
        first = re.split(r"[./@]", name)[0]
        known = known_settings()
        if first not in known:
            raise ConfigError(_unknown(name, known))
        nested = [key for key in known if key.startswith(f"{first}.")]
        if nested and "." in name and name not in nested:
            raise ConfigError(_unknown(name, nested))


def _unknown(name: str, known: Sequence[str]) -> str:
    """Name the settings that are most alike; a whole list would bury them."""
    lower = {one.lower(): one for one in known}
    close = difflib.get_close_matches(name.lower(), lower, n=_SUGGESTED, cutoff=0.5)
    meant = " or ".join(repr(lower[one]) for one in close)
    hint = f" Did you mean {meant}?" if close else ""
    left = len(known) - len(close)
    rest = f"{left} {'others' if close else 'settings'}" if left else "them"
    return f"unknown setting {name!r}.{hint} python -m segbench --cfg job shows {rest}."


def _check_choices(parsed: Sequence[Override]) -> None:
    """Refuse to choose nothing; Hydra would say something else about it."""
    for one in parsed:
        group = one.key_or_group
        chosen = group in _GROUPS and not one.is_sweep_override()
        if chosen and one.value() in (None, "", []):
            known = ", ".join(options(group))
            raise ConfigError(f"{group} names none; name at least one of {known}")


def _check_sweeps(words: RunWords) -> None:
    for text, one in zip(words.overrides, words.parsed, strict=True):
        if not one.is_sweep_override():
            continue
        name, values = text.split("=", 1)
        if not words.multirun:
            raise ConfigError(
                f"{text} names several values: add -m for one job each, or write "
                f"'{name}=[{values}]' for one run of all"
            )
        if re.split(r"[./@]", one.key_or_group)[0] in _SAME_FOR_ALL:
            raise ConfigError(
                f"{name} is the same for all jobs of a sweep, which share one ranking; "
                "make a run for each value"
            )
