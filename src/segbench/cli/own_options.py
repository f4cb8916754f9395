"""Options of the configuration that no shipped file holds, and those in the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hydra.core.config_store import ConfigStore

from segbench.algorithms.registry import get, origins
from segbench.checks import texts
from segbench.cli.warn import warn
from segbench.cli.words import RunWords
from segbench.conf_files import conf_dir, options
from segbench.errors import ConfigError
from segbench.plugins import ALGORITHMS, SCALERS, load_modules, warn_of_rivals

_ENTRY_POINTS = {"algo": ALGORITHMS, "scaler": SCALERS}
_CONFIG_DIR = ("--config-dir", "-cd")


@contextmanager
def own_options(words: RunWords) -> Iterator[None]:
    """Let Hydra choose from what modules and packages have, besides files.

    Names alone are read of the packages; what the words name is imported, so that its
    settings can be changed like those of a file.

    Raises
    ------
    ConfigError
        When something that was named cannot be used.
    """
    from segbench.features.scaler_registry import scaler_origins

    load_modules(_modules(words))
    folder = config_dir(words)
    _warn_of_hidden_files(folder)
    named = {
        "algo": (origins(), _algorithm),
        "scaler": (scaler_origins(), _scaler),
    }
    store = ConfigStore.instance()
    kept = {group: dict(store.repo.get(group, {})) for group in named}
    try:
        for group, (known, node) in named.items():
            nodes = _nodes(words, group, known, node, folder)
            for name, values in nodes.items():
                store.store(group=group, name=name, node={name: values})
        yield
    finally:
        for group, before in kept.items():
            store.repo[group] = before


def _algorithm(name: str) -> Mapping[str, Any]:
    from segbench.config.node import algorithm_node

    return algorithm_node(get(name))


def _scaler(name: str) -> Mapping[str, Any]:
    from segbench.config.node import scaler_node
    from segbench.features.scaler_registry import get_scaler

    return scaler_node(get_scaler(name))


def config_dir(words: RunWords) -> Path | None:
    """Return the folder of the user's own files; None where none was named."""
    flags = list(words.flags)
    for place, flag in enumerate(flags):
        name, _, value = flag.partition("=")
        if name in _CONFIG_DIR:
            return Path(value or flags[place + 1])
    return None


def _modules(words: RunWords) -> tuple[str, ...]:
    swept = [one for one in words.parsed if one.is_sweep_override()]
    if any(one.key_or_group == "modules" for one in swept):
        raise ConfigError("modules are the same for all jobs: write 'modules=[a,b]'")
    return texts("modules", words.value("modules"))


def _nodes(
    words: RunWords,
    group: str,
    known: Mapping[str, str],
    node: Callable[[str], Mapping[str, Any]],
    folder: Path | None,
) -> dict[str, Mapping[str, Any]]:
    """Give every name without a file its settings, or none when it is not named.

    A file and an option of one name would become one mixture of both.
    """
    wanted = _wanted(words, group)
    nodes: dict[str, Mapping[str, Any]] = {}
    for name in sorted(wanted.intersection(options(group))):
        warn_of_rivals(_ENTRY_POINTS[group], name)
    for name, origin in known.items():
        if name in options(group):
            continue
        file = None if folder is None else folder / group / f"{name}.yaml"
        if file is None or not file.is_file():
            nodes[name] = node(name) if name in wanted else {}
        elif name in wanted:
            raise ConfigError(
                f"{group} {name!r} is in {file} and in {origin}; rename your file"
            )
    return nodes


def _wanted(words: RunWords, group: str) -> set[str]:
    """Names in the choices of a group, those of sweeps and lists too."""
    pairs = zip(words.overrides, words.parsed, strict=True)
    chosen = [text for text, one in pairs if one.key_or_group == group]
    return {name for text in chosen for name in re.findall(r"[\w-]+", text)}


def _warn_of_hidden_files(folder: Path | None) -> None:
    """Name the user's files that segbench's own of the same name stand before."""
    if folder is None or not folder.is_dir():
        return
    for mine in sorted(folder.rglob("*.yaml")):
        shipped = conf_dir() / mine.relative_to(folder)
        if shipped.is_file() and not shipped.samefile(mine):
            warn(f"{mine} is not used: segbench has {shipped}; rename your file")
