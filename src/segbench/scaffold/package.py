"""Render the template of a package and write it, whole or not at all."""

from __future__ import annotations

import keyword
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from segbench.errors import ConfigError, OutputError

LONGEST_NAME = 40

_TEMPLATE = Path(__file__).parent / "template"
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

_FILES = {
    "pyproject.toml": "pyproject.toml.in",
    "README.md": "README.md.in",
    "src/$package/__init__.py": "module.py.in",
    "tests/test_$name.py": "test.py.in",
}
"""Path in the package, and the file of the template it is made from."""


@dataclass(frozen=True)
class AlgorithmName:
    """The name of a new algorithm, and what is called after it.

    Parameters
    ----------
    name : str
        Small letters and digits, words joined by ``_``.

    Raises
    ------
    ConfigError
        When it is no such name.
    """

    name: str

    def __post_init__(self) -> None:
        plain = _PLAIN_NAME.fullmatch(self.name) and len(self.name) <= LONGEST_NAME
        if not plain or keyword.iskeyword(self.name):
            raise ConfigError(
                f"{self.name!r} cannot be the name of an algorithm: take small letters "
                f"and digits, words joined by _, up to {LONGEST_NAME}, such as "
                "farthest_first"
            )

    @property
    def distribution(self) -> str:
        """What pip calls the package."""
        return f"segbench-{self.name.replace('_', '-')}"

    @property
    def package(self) -> str:
        """What Python imports."""
        return f"segbench_{self.name}"

    @property
    def class_name(self) -> str:
        """The class of the estimator."""
        return "".join(word.capitalize() for word in self.name.split("_"))


def render(name: AlgorithmName) -> Mapping[str, str]:
    """Render the files of a package.

    Returns
    -------
    mapping of str to str
        Text by path in the package's folder.
    """
    words = {
        "name": name.name,
        "distribution": name.distribution,
        "package": name.package,
        "class_name": name.class_name,
    }
    return {
        Template(path).substitute(words): Template(
            (_TEMPLATE / source).read_text(encoding="utf-8")
        ).substitute(words)
        for path, source in _FILES.items()
    }


def write_package(name: AlgorithmName, folder: Path) -> list[Path]:
    """Write a package into a new folder.

    Parameters
    ----------
    name : AlgorithmName
        The algorithm's name.
    folder : Path
        Must not exist yet.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    OutputError
        When the folder exists or cannot be written; then nothing is left behind.
    """
    if folder.exists() or folder.is_symlink():
        raise OutputError(f"{folder} exists already; name another with --folder")
    files = render(name)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            made = Path(scratch) / "package"
            for path, text in files.items():
                target = made / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8", newline="\n")
            made.rename(folder)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}") from error
    return [folder / path for path in files]
