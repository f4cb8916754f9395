"""From bytes to text: the encoding is found out or given."""

from __future__ import annotations

import codecs
from pathlib import Path

from segbench.errors import ConfigError, DataError

_MARKS = {  # UTF-32 first: its mark starts with the one of UTF-16
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8",
}
_TRIED = ("utf-8", "cp1252", "latin-1")  # the last one reads everything


def decode(raw: bytes, file: Path, encoding: str | None) -> tuple[str, str]:
    """Turn bytes into text.

    Parameters
    ----------
    raw : bytes
    file : Path
        For the messages.
    encoding : str, optional
        None takes the byte order mark, then UTF-8, then Windows-1252 and Latin-1.

    Returns
    -------
    text : str
        Without a byte order mark.
    encoding : str
        Which one was taken.

    Raises
    ------
    DataError
        When the bytes are no text, or not in the encoding given.
    """
    marked = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    text = ""
    for name in [encoding] if encoding else [marked] if marked else _TRIED:
        try:
            text, taken = raw.decode(name), name
            text.encode()  # lone halves of a character cannot be handed on
            break
        except UnicodeError as error:
            refused = error
        except LookupError as error:
            known = "utf-8, utf-16, cp1252 or latin-1"
            message = f"unknown encoding {name!r}; give one such as {known}"
            raise ConfigError(message) from error
    else:
        message = f"{file} is not {encoding or marked} text ({refused})"
        raise DataError(f"{message}; set dataset.encoding") from refused
    if (position := text.find("\x00")) >= 0:
        line = text.count("\n", 0, position) + 1
        message = f"{file} is not text: line {line} holds a NUL character"
        raise DataError(f"{message}; if it is UTF-16, set dataset.encoding=utf-16")
    return text.removeprefix("\ufeff"), taken
