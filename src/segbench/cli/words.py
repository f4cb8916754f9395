"""The words of a run: which are Hydra's flags, which are settings, what they lack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import OverrideParseException

from segbench.algorithms.registry import DEFAULT_ALGORITHMS
from segbench.conf_files import conf_dir
from segbench.errors import ConfigError, UnknownNameError

_FLAGS_WITH_VALUE = frozenset(
    [
        "--config-dir",
        "-cd",
        "--config-name",
        "-cn",
        "--config-path",
        "-cp",
        "--cfg",
        "-c",
        "--package",
        "-p",
    ]
)
_MULTIRUN = frozenset(["-m", "--multirun"])
_PATHS = ("dataset.path", "output_dir", "results_dir")
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
        return bool(_MULTIRUN & set(self.flags))

    @property
    def only_shows(self) -> bool:
        """Whether Hydra is asked for information and nothing is run."""
        shows = ("--cfg", "-c", "--info", "-i", "--hydra-help", "--resolve")
        return any(flag in shows or flag.startswith("--info") for flag in self.flags)

    def value(self, key: str) -> Any:
        """Last value given for a setting; None when it was not given."""
        given = [one for one in self.parsed if one.key_or_group == key]
        if given and given[-1].is_sweep_override():
            raise ConfigError(
                f"{key} is the same for all jobs of a sweep; give one value"
            )
        return given[-1].value() if given else None


def sort_words(words: Sequence[str]) -> RunWords:
    """Tell flags from settings, mend what can be mended, refuse the rest.

    Raises
    ------
    ConfigError
        In one sentence, with what to type instead.
    """
    flags, settings = _split(words)
    settings = [_with_plus(_quoted_path(word)) for word in settings]
    parsed = _parse(settings)
    if not any(one.key_or_group == "algo" for one in parsed):
        default = f"+algo=[{','.join(DEFAULT_ALGORITHMS)}]"
        settings.append(default)
        parsed = _parse(settings)
    sorted_words = RunWords(tuple(flags), tuple(settings), tuple(parsed))
    _check_names(parsed)
    _check_sweeps(sorted_words)
    return sorted_words


def _split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    flags: list[str] = []
    settings: list[str] = []
    takes_value = False
    for word in words:
        if takes_value or word.startswith("-"):
            flags.append(word)
        else:
            settings.append(word)
        takes_value = not takes_value and word in _FLAGS_WITH_VALUE
    return flags, settings


def _with_plus(word: str) -> str:
    """`algo` is in no defaults list, so that Hydra wants a plus; people need not."""
    return f"+{word}" if word.startswith("algo=") else word


def _quoted_path(word: str) -> str:
    """Quote a path that Hydra's grammar would trip over, such as ``run=3, final``."""
    key, separator, value = word.partition("=")
    if key not in _PATHS or not separator or value[:1] in ("'", '"'):
        return word
    try:
        OverridesParser.create().parse_override(word)
    except OverrideParseException:
        escaped = re.sub(r"(\\*)'", r"\1\1\\'", value)
        return f"{key}='{escaped}'"
    return word


def _parse(settings: Sequence[str]) -> list[Override]:
    parser = OverridesParser.create()
    parsed = []
    for word in settings:
        try:
            parsed.append(parser.parse_override(word))
        except OverrideParseException as error:
            raise ConfigError(
                f"cannot read {word!r}: settings are NAME=VALUE, and names with "
                f"blanks, brackets or $ are quoted twice, such as {_EXAMPLE}"
            ) from error
    return parsed


def _check_names(parsed: Sequence[Override]) -> None:
    known = _settings()
    for one in parsed:
        first = one.key_or_group.split(".")[0].split("/")[0].split("@")[0]
        if first not in known:
            raise UnknownNameError(
                "setting", one.key_or_group, sorted(known - {"hydra"})
            )


def _settings() -> set[str]:
    """Names at the top of the configuration: its groups and its own keys."""
    import yaml

    own = yaml.safe_load((conf_dir() / "config.yaml").read_text(encoding="utf-8"))
    groups = {path.name for path in conf_dir().iterdir() if path.is_dir()}
    return (set(own) | groups) - {"defaults"}


def _check_sweeps(words: RunWords) -> None:
    for text, one in zip(words.overrides, words.parsed, strict=True):
        if one.is_sweep_override() and not words.multirun:
            name, values = text.split("=", 1)
            raise ConfigError(
                f"{text} names several values: add -m for one job each, or write "
                f"'{name}=[{values}]' for one run of all"
            )
