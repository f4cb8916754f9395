"""Hydra as a function: words in, plain configurations out, errors in one sentence."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import hydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf

from segbench.cli.elsewhere import setting_elsewhere
from segbench.cli.hydras_own import only_settings
from segbench.cli.own_options import own_options
from segbench.cli.words import RunWords
from segbench.conf_files import conf_dir, options
from segbench.errors import ConfigError, UnknownNameError

SCRATCH = "SEGBENCH_HYDRA_DIR"
"""Environment variable that tells Hydra where its own files may go."""

MANNER = (
    *("output_dir=", "results_dir=", "debug=", "fresh=", "cache="),
    *("executor", "limits."),
)
"""Settings of how the work is done; the numbers are the same."""


@dataclass(frozen=True)
class Job:
    """One configuration that Hydra made."""

    number: int  # turn in the sweep, 0-based
    overrides: tuple[str, ...]
    choices: Mapping[str, str]  # the option taken of every group
    values: Mapping[str, Any]  # plain, nothing interpolated

    @property
    def told(self) -> tuple[str, ...]:
        """The overrides that make a difference to the numbers."""
        return tuple(one for one in self.overrides if not one.startswith(MANNER))


def call_hydra(words: RunWords, work: Callable[[Job], None]) -> None:
    """Let Hydra make the configurations and hand each one to `work`.

    Raises
    ------
    ConfigError
        When the words make no configuration.
    """
    raised: list[Exception] = []

    def task(config: DictConfig) -> None:
        try:
            work(_job(config))
        except Exception as error:  # noqa: BLE001 raised below, past Hydra's printing
            raised.append(error)

    app = hydra.main(
        version_base="1.3", config_path=str(conf_dir()), config_name="config"
    )(task)
    with _surroundings(words), own_options(words), only_settings():
        try:
            app()
        except Exception as error:
            # The work's own errors are kept above: this one is about the words.
            raise _one_sentence(error, words) from error
    if raised:
        raise raised[0]


def _job(config: DictConfig) -> Job:
    about = HydraConfig.get()
    return Job(
        number=0 if OmegaConf.is_missing(about.job, "num") else int(about.job.num),
        overrides=tuple(map(str, _plain(about.overrides.task))),
        choices={str(k): str(v) for k, v in _plain(about.runtime.choices).items()},
        values=_plain(config),
    )


def _plain(config: Any) -> Any:
    """Take values as they were written: what looks like a look-up is text."""
    return OmegaConf.to_container(config, resolve=False)


@contextmanager
def _surroundings(words: RunWords) -> Iterator[None]:
    """Give Hydra its words and a scratch folder, and let its errors through."""
    kept = sys.argv, dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="segbench-") as scratch:
        sys.argv = ["segbench", *words.for_hydra]
        os.environ |= {"HYDRA_FULL_ERROR": "1", SCRATCH: scratch}
        try:
            yield
        finally:
            sys.argv = kept[0]
            for name in ("HYDRA_FULL_ERROR", SCRATCH):
                os.environ.pop(name, None)
            os.environ |= {k: v for k, v in kept[1].items() if k not in os.environ}


def _one_sentence(error: Exception, words: RunWords) -> ConfigError:
    """Say in a person's words what Hydra refused."""
    text = str(error).strip()
    missing = re.search(r"Could not (?:find|load) '([^'/]+)/([^']+)'", text)
    if missing:
        group, name = missing.groups()
        kind = {"algo": "algorithm"}.get(group, group)
        found = getattr(error, "options", None) or options(group)
        return UnknownNameError(kind, name, found)
    unknown = re.search(r"Could not override '([^']+)'", text)
    if unknown:
        return ConfigError(setting_elsewhere(unknown.group(1), words))
    return ConfigError(text.splitlines()[0] if text else type(error).__name__)
