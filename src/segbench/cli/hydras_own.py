"""Hydra's own settings, of which a file may change none that makes it run something.

A configuration file is data: who takes one from somebody else runs no code of theirs.
Hydra would make an object of every ``_target_`` under ``hydra``, such as a callback.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import yaml
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from omegaconf import DictConfig, OmegaConf

from segbench.conf_files import conf_dir
from segbench.errors import ConfigError

_OFF: tuple[tuple[str, Any], ...] = (
    ("callbacks", {}),
    ("job.env_set", {}),
    ("job.env_copy", []),
    ("job_logging.root", None),  # without it nothing of a logger is made
    ("hydra_logging.root", None),
)
"""Objects that are told of a run, variables of the environment, and loggers."""

_MADE = {
    "launcher": ("hydra._internal.core_plugins.", "hydra_plugins."),
    "sweeper": ("hydra._internal.core_plugins.", "hydra_plugins."),
}
"""What may be made, and the packages of Hydra and its plugins it may come from."""


@contextmanager
def only_settings() -> Iterator[None]:
    """Refuse configurations in which Hydra would run more than segbench.

    They are looked at where Hydra has put them together and has done nothing yet,
    wherever a setting came from.
    """
    load = ConfigLoaderImpl.load_configuration

    def checked(loader: ConfigLoaderImpl, *given: Any, **named: Any) -> DictConfig:
        config = load(loader, *given, **named)
        _check(OmegaConf.to_container(config.hydra, resolve=False))
        return config

    ConfigLoaderImpl.load_configuration = checked  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        ConfigLoaderImpl.load_configuration = load  # type: ignore[method-assign]


def _check(own: Any) -> None:
    for name, shipped in (*_OFF, *_shipped()):
        if _value(own, name) != shipped:
            raise _refused(name)
    for group, packages in _MADE.items():
        made = list(_targets(own.get(group)))
        its_own = (own.get(group) or {}).get("_target_")
        if made != [its_own] or not str(its_own).startswith(packages):
            raise _refused(group)
    rest = {name: one for name, one in own.items() if name not in _MADE}
    if any(True for _ in _targets(rest)):
        raise _refused("_target_")


def _refused(name: str) -> ConfigError:
    return ConfigError(
        f"hydra.{name} cannot be changed: settings and the files that hold them run "
        "no code; leave it out"
    )


def _value(own: Any, dotted: str) -> Any:
    for name in dotted.split("."):
        own = own.get(name) if isinstance(own, Mapping) else None
    return own


def _targets(values: Any) -> Iterator[Any]:
    """Find what would be made, however deep it is."""
    if isinstance(values, Mapping):
        yield from (one for name, one in values.items() if name == "_target_")
        values = list(values.values())
    if isinstance(values, list):
        for one in values:
            yield from _targets(one)


@cache
def _shipped() -> tuple[tuple[str, Any], ...]:
    """List what segbench tells Hydra of itself, such as where its files may go."""
    text = (conf_dir() / "config.yaml").read_text(encoding="utf-8")
    return tuple(_leaves(yaml.safe_load(text)["hydra"]))


def _leaves(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, one in values.items():
        if isinstance(one, Mapping):
            yield from _leaves(one, f"{above}{name}.")
        else:
            yield f"{above}{name}", one
