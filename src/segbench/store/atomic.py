"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segbench.errors import OutputError
from segbench.visible import visible


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`, which takes its place at the end.

    A reader sees the old file or the new one; a killed writer leaves the old one.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    temporary = Path(name)
    try:
        yield temporary
        _readable_by_others(temporary)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    r"""Write UTF-8 text with ``\\n`` line ends, whole or not at all.

    Characters that a terminal obeys when the file is printed there are written out.
    """
    with replacing(path) as temporary:
        temporary.write_text(visible(text), encoding="utf-8", newline="\n")


def _readable_by_others(path: Path) -> None:
    """Undo the private mode of a temporary file, as far as the umask allows."""
    umask = os.umask(0)
    os.umask(umask)
    path.chmod(0o666 & ~umask)
