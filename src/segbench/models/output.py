"""Labelled customers in a file that is there whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from segbench.data.reading.sql import literal, sentence
from segbench.errors import OutputError
from segbench.store.atomic import replacing
from segbench.visible import may_act, visible, without_formulas

FORMATS = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet"}

_TYPES = {
    "id": "VARCHAR",
    "segment": "INTEGER",
    "segment_name": "VARCHAR",
    "distance": "DOUBLE",
    "membership": "DOUBLE",
    "confidence": "DOUBLE",
    "remark": "VARCHAR",
}


class Labelled:
    """Customers labelled so far, on disk: they may be more than the memory holds."""

    def __init__(self, connection: Any, *, for_spreadsheets: bool = False) -> None:
        self._connection = connection
        self._for_spreadsheets = for_spreadsheets
        self._made = False

    def add(self, frame: pd.DataFrame) -> None:
        """Add a part, as `SegmentModel.assign` gives it."""
        frame = _harmless(frame) if self._for_spreadsheets else frame
        self._connection.register("part", frame)
        if not self._made:
            columns = ", ".join(f"{name} {_TYPES[name]}" for name in frame.columns)
            self._connection.execute(f"CREATE TABLE labelled ({columns})")
            self._made = True
        self._connection.execute("INSERT INTO labelled SELECT * FROM part")
        self._connection.unregister("part")


def _harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Take the effect from texts that act where a CSV file is looked at."""
    texts = [one for one in frame.columns if _TYPES[one] == "VARCHAR"]
    acting = [name for name in texts if may_act(frame[name].dropna().map(str))]
    shown = without_formulas(frame[acting])
    for name in acting:
        shown[name] = shown[name].map(lambda one: visible(str(one)), na_action="ignore")
    return frame.assign(**{name: shown[name] for name in acting})


def check_output(path: str) -> Path:
    """Refuse a name that says of no format.

    Raises
    ------
    OutputError
        When it ends neither in ``.csv`` nor in ``.parquet``.
    """
    file = Path(path).expanduser()
    if file.suffix.lower() not in FORMATS:
        raise OutputError(
            f"{path} has to end in .csv or .parquet, which say the format"
        )
    if file.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it")
    if not file.parent.is_dir():
        raise OutputError(f"cannot write {path}: there is no folder {file.parent}")
    return file


@contextmanager
def labelled_file(path: Path) -> Iterator[Labelled]:
    """Collect parts and write them when all went well.

    Raises
    ------
    OutputError
        When there is no room, or the file cannot be written.
    """
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "labelled.duckdb")
        try:
            with duckdb.connect(store, config={"memory_limit": "512MB"}) as connection:
                shown = path.suffix.lower() == ".csv"
                yield Labelled(connection, for_spreadsheets=shown)
                with replacing(path) as temporary:
                    form = FORMATS[path.suffix.lower()]
                    target = literal(str(temporary))
                    connection.execute(f"COPY labelled TO {target} ({form})")
        except duckdb.Error as error:
            raise OutputError(f"cannot write {path}: {sentence(error)}") from error
