"""Models in files. Reading one runs no code: unknown types are refused by name.

A file is a zip archive: ``segbench.json`` says what the model is, in plain text; the
arrays and the transformers of scikit-learn lie beside it in the format of skops.
"""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from segbench.errors import DataError, OutputError, UnknownNameError
from segbench.models.model import SegmentModel
from segbench.models.plain import contents_of, model_from, text_of
from segbench.store.atomic import replacing
from segbench.store.manifest import versions
from segbench.store.text import to_json

FORMAT = 1
"""Version of the layout; another one is refused."""

TEXT, CONTENTS = "segbench.json", "contents.skops"
FORMS = ("skops", "joblib")
LARGEST_TEXT = 64 << 20  # bytes; more is no description of a model
BIGGEST_RATIO = 2000  # of unpacked to packed bytes; more is made to fill the memory
LARGEST = 8 << 30  # bytes unpacked

HARMLESS = ("numpy.dtype",)
"""Types that skops asks about and that transformers of scikit-learn hold."""

TRUST = "only trust what you know: a type of somebody else may run any code"


def save_model(model: SegmentModel, path: Path, form: str = "skops") -> Path:
    """Write a model, the file whole or not at all.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    if form not in FORMS:
        raise UnknownNameError("form of a model", form, FORMS)
    text = to_json({"format": FORMAT, **text_of(model)}, indent=1)
    with replacing(path) as temporary:
        if form == "joblib":
            import joblib

            joblib.dump({"text": text, "contents": contents_of(model)}, temporary)
            return path
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(TEXT, text)
            archive.writestr(CONTENTS, _dumped(model))
    return path


def _dumped(model: SegmentModel) -> bytes:
    import skops.io

    try:
        return bytes(skops.io.dumps(contents_of(model)))
    except Exception as error:  # a transformer of somebody else may raise anything
        message = f"the scaler {model.origin.scaler!r} cannot be stored: {error}"
        raise OutputError(message) from error


def load_model(
    path: str | Path, *, trusted: Sequence[str] = (), run_code: bool = False
) -> SegmentModel:
    """Read a model.

    Parameters
    ----------
    path : str or Path
        A file such as ``results/RUN/models/segments.skops``.
    trusted : sequence of str
        Types beside scikit-learn's that may be made, as ``module.Class``: those of a
        scaler of your own.
    run_code : bool
        Read a joblib file, which runs whatever is in it.

    Returns
    -------
    SegmentModel

    Raises
    ------
    UserError
        In one sentence: no such file, no model, damaged, of another version of the
        layout, or holding types that are not trusted.
    """
    file = Path(path)
    try:
        start = file.open("rb").read(4)
    except OSError as error:
        raise DataError(f"cannot read {file}: {error.strerror or error}") from error
    if start.startswith(b"PK"):
        return _from_archive(file, trusted)
    if run_code:
        return _from_joblib(file)
    raise DataError(f"{file} is damaged or no model of segbench{_hint(start, file)}")


def _hint(start: bytes, file: Path) -> str:
    if start[:1] == b"\x80" or file.suffix == ".joblib":
        return (
            "; a joblib file runs whatever is in it: only if you trust who wrote it, "
            "say run_code=true"
        )
    return ""


def _from_archive(file: Path, trusted: Sequence[str]) -> SegmentModel:
    text, contents = _unzipped(file)
    told = _described(text, file)
    return _put_together(told, _contents(contents, trusted, file), file)


def _unzipped(file: Path) -> tuple[bytes, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {one.filename: one for one in archive.infolist()}
            for name in (TEXT, CONTENTS):
                if name not in names:
                    raise DataError(f"{file} is no model of segbench: no {name} in it")
                _check_size(names[name], file)
            return archive.read(TEXT), archive.read(CONTENTS)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise _damaged(file) from error
    except Exception as error:  # zlib's, and what the archive's own fields provoke
        raise _damaged(file) from error


def _check_size(info: zipfile.ZipInfo, file: Path) -> None:
    most = LARGEST_TEXT if info.filename == TEXT else LARGEST
    bomb = info.file_size > BIGGEST_RATIO * max(info.compress_size, 1 << 10)
    if bomb or info.file_size > most:
        raise DataError(f"{file} unpacks to {info.file_size >> 20:,} MiB: no model")


def _described(text: bytes | str, file: Path) -> dict[str, Any]:
    try:
        told = json.loads(text)
        layout = told["format"]
        written = told["origin"]["versions"]
        by = f"segbench {written['segbench']}"
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(file) from error
    if layout != FORMAT:
        here = versions()["segbench"]
        raise DataError(
            f"{file} was written by {by} in layout {layout}, this is segbench {here}, "
            f"which reads layout {FORMAT}; use the version that wrote it, or make the "
            "model again from the run with: python -m segbench report results/RUN"
        )
    return dict(told)


def _contents(raw: bytes, trusted: Sequence[str], file: Path) -> dict[str, Any]:
    import skops.io

    try:
        _check_bombs(raw, file)
        allowed = {*HARMLESS, *trusted}
        unknown = sorted(set(skops.io.get_untrusted_types(data=raw)) - allowed)
        if unknown:
            raise DataError(
                f"{file} holds types that are not trusted: {', '.join(unknown)}; "
                f"{TRUST}, then say trust={unknown[0]}"
            )
        found = skops.io.loads(raw, trusted=sorted(allowed))
    except DataError:
        raise
    except Exception as error:  # whatever a made-up archive makes the reader say
        raise _damaged(file) from error
    if not isinstance(found, dict):
        raise _damaged(file)
    return found


def _check_bombs(raw: bytes, file: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        infos = archive.infolist()
        if sum(one.file_size for one in infos) > LARGEST:
            raise DataError(
                f"{file} unpacks to more than {LARGEST >> 30} GiB: no model"
            )


def _from_joblib(file: Path) -> SegmentModel:
    import joblib

    try:
        found = joblib.load(file)
        text, contents = found["text"], found["contents"]
    except (OSError, EOFError, KeyError, TypeError, ValueError, IndexError) as error:
        raise _damaged(file) from error
    except (pickle.UnpicklingError, AttributeError, ImportError) as error:
        raise _damaged(file) from error
    return _put_together(_described(text, file), contents, file)


def _put_together(
    told: Mapping[str, Any], contents: dict[str, Any], file: Path
) -> SegmentModel:
    try:
        model = model_from(told, contents)
        differ = other_versions(model)
        works = not differ or model.works_as_made
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise _damaged(file) from error
    if not works:
        raise DataError(
            f"{file} cannot be used: {differ}, which gives its own customers other "
            "segments; install the version that made it"
        )
    return model


def _damaged(file: Path) -> DataError:
    return DataError(f"{file} is damaged or no model of segbench")


def other_versions(model: SegmentModel) -> str:
    """Say with which other segbench or scikit-learn a model was made; "" with these.

    Returns
    -------
    str
        Both versions in one sentence. `load_model` refuses a model that does otherwise
        under another one.
    """
    made, here = dict(model.origin.versions), versions()
    names = ("segbench", "scikit-learn")
    other = [one for one in names if _short(made.get(one, "")) != _short(here[one])]
    told = (
        " and ".join(f"{one} {of.get(one)}" for one in other) for of in (made, here)
    )
    return "the model was made with {}, this is {}".format(*told) if other else ""


def _short(version: str) -> tuple[str, ...]:
    return tuple(version.split(".")[:2])
