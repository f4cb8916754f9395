"""A model's file: read as data, refused in one sentence, never run."""

import io
import json
import os
import pickle
import zipfile
from contextlib import suppress
from functools import partial
from pathlib import Path

import joblib
import numpy as np
import pytest
import skops.io
from hypothesis import given
from hypothesis import strategies as st

import segbench
from segbench.errors import DataError, UserError
from segbench.models import files, load_model
from segbench.models.files import CONTENTS, TEXT


def rewritten(path, target, **members):
    """Copy a model's archive with some of its members replaced."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as archive:
        for name in (TEXT, CONTENTS):
            archive.writestr(name, members.get(name.split(".")[1], source.read(name)))
    return target


class Nasty:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, mark):
        self.mark = str(mark)

    def __reduce__(self):
        return Path.touch, (Path(self.mark),)


def test_a_model_is_the_same_after_a_file(stored, shop):
    model, path = stored
    again = load_model(path)
    assert again.assign(shop).equals(model.assign(shop))
    assert (again.origin, again.schema, again.fidelity) == (
        model.origin,
        model.schema,
        model.fidelity,
    )


@pytest.mark.parametrize("missing", ["median", "knn", "indicator"])
@pytest.mark.parametrize("distance", ["euclidean", "gower"])
def test_every_preparation_survives(make_model, shop, tmp_path, missing, distance):
    from segbench.features import FeatureSet

    first = shop.copy()
    first.loc[[3, 8], "spend"] = np.nan
    features = FeatureSet("all", distance=distance)
    model, _ = make_model(first, "agglomerative", missing=missing, features=features)
    again = load_model(model.save(tmp_path / "m.skops"))
    assert again.assign(first).equals(model.assign(first))


def test_every_scaler_needs_no_trust(make_model, shop, tmp_path):
    for scaler in ("none", "standard", "minmax", "robust", "power", "quantile"):
        model, _ = make_model(shop, scaler=scaler)
        again = load_model(model.save(tmp_path / f"{scaler}.skops"))
        assert again.assign(shop).equals(model.assign(shop))


def test_it_says_what_it_was_made_of(stored):
    _, path = stored
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read(TEXT))
    assert set(told["schema"]["columns"]) == {"age", "spend", "city"}
    assert told["origin"]["seed"] == 0
    assert told["origin"]["params"]["n_clusters"] == 3
    assert told["origin"]["versions"]["segbench"] == segbench.__version__
    assert {"numpy", "scikit-learn", "python"} <= set(told["origin"]["versions"])


def test_a_newer_file_is_refused_with_both_versions(stored, tmp_path):
    _, path = stored
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read(TEXT))
    told["format"] += 1
    told["origin"]["versions"]["segbench"] = "99.1"
    newer = rewritten(path, tmp_path / "newer.skops", json=json.dumps(told))
    with pytest.raises(DataError) as refusal:
        load_model(newer)
    assert "segbench 99.1" in str(refusal.value)
    assert f"segbench {segbench.__version__}" in str(refusal.value)


def test_another_scikit_learn_is_tried_out_first(stored, shop, tmp_path):
    model, path = stored
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read(TEXT))
        contents = skops.io.loads(archive.read(CONTENTS), trusted=["numpy.dtype"])
    told["origin"]["versions"]["scikit-learn"] = "0.1.2"
    text = json.dumps(told)
    other = load_model(rewritten(path, tmp_path / "other.skops", json=text))
    assert "0.1.2" in files.other_versions(other)
    assert other.assign(shop).equals(model.assign(shop))
    contents["probe labels"] = contents["probe labels"] + 1
    raw = skops.io.dumps(contents)
    wrong = rewritten(path, tmp_path / "wrong.skops", json=text, skops=raw)
    with pytest.raises(DataError, match=r"scikit-learn 0\.1\.2, this is scikit-learn"):
        load_model(wrong)


@pytest.mark.parametrize("length", [0, 1, 10, 200, 0.5, 0.999])
def test_a_file_that_was_cut_short(stored, tmp_path, length):
    raw = stored[1].read_bytes()
    cut = tmp_path / "cut.skops"
    cut.write_bytes(
        raw[: length if isinstance(length, int) else int(length * len(raw))]
    )
    with pytest.raises(DataError, match=r"cut\.skops is damaged or no model"):
        load_model(cut)


@given(place=st.floats(0, 1), byte=st.integers(1, 255))
def test_a_flipped_byte_is_a_sentence_or_harmless(
    stored, tmp_path_factory, place, byte
):
    raw = bytearray(stored[1].read_bytes())
    raw[int(place * (len(raw) - 1))] ^= byte
    path = tmp_path_factory.getbasetemp() / "flipped.skops"
    path.write_bytes(raw)
    with suppress(UserError):  # of anything else a person would see a traceback
        load_model(path)


def test_foreign_files(tmp_path):
    text = tmp_path / "not_a_model.joblib"
    text.write_text("this is no model")
    for path in (text, tmp_path / "none.skops", tmp_path):
        with pytest.raises(DataError, match=path.name):
            load_model(path)
    with pytest.raises(DataError, match="damaged or no model"):
        load_model(text, run_code=True)


@pytest.mark.parametrize("dump", [pickle.dump, joblib.dump])
@pytest.mark.parametrize("suffix", ["skops", "joblib"])
def test_a_pickle_runs_nothing(tmp_path, dump, suffix):
    path, mark = tmp_path / f"evil.{suffix}", tmp_path / "mark"
    with path.open("wb") as file:
        dump({"contents": Nasty(mark)}, file)
    with pytest.raises(DataError, match="run_code=true"):
        load_model(path)
    assert not mark.exists()


@pytest.mark.parametrize("inside", ["function", "partial", "object"])
def test_unknown_types_are_refused_by_name_and_not_made(stored, tmp_path, inside):
    mark = tmp_path / "mark"
    evil = {
        "function": os.system,
        "partial": partial(os.system, f"touch {mark}"),
        "object": Nasty(mark),
    }[inside]
    raw = skops.io.dumps({"step 0 object": evil})
    path = rewritten(stored[1], tmp_path / "evil.skops", skops=raw)
    with pytest.raises(DataError, match=r"not trusted: .*(system|Nasty|partial)"):
        load_model(path)
    assert not mark.exists()


def test_a_pickle_among_the_contents_runs_nothing(stored, tmp_path):
    mark = tmp_path / "mark"
    buffer = io.BytesIO()
    np.save(buffer, np.array([Nasty(mark)], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(stored[1]) as archive:
        inner = archive.read(CONTENTS)
    evil = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inner)) as old, zipfile.ZipFile(evil, "w") as new:
        for name in old.namelist():
            is_array = name.endswith(".npy")
            new.writestr(name, buffer.getvalue() if is_array else old.read(name))
    path = rewritten(stored[1], tmp_path / "evil.skops", skops=evil.getvalue())
    with pytest.raises(DataError, match="damaged or no model"):
        load_model(path)
    assert not mark.exists()


def test_a_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.skops"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TEXT, b" " * (80 << 20))
        archive.writestr(CONTENTS, b"")
    with pytest.raises(DataError, match="unpacks to 80 MiB"):
        load_model(path)


def test_joblib_only_on_demand(make_model, shop, tmp_path):
    model, _ = make_model(shop)
    path = model.save(tmp_path / "m.joblib", form="joblib")
    with pytest.raises(DataError, match="run_code=true"):
        load_model(path)
    assert load_model(path, run_code=True).assign(shop).equals(model.assign(shop))


def test_a_scaler_of_ones_own_has_to_be_trusted(stored, tmp_path):
    with zipfile.ZipFile(stored[1]) as archive:
        contents = skops.io.loads(archive.read(CONTENTS), trusted=["numpy.dtype"])
    step = next(name for name in contents if name.endswith(" object"))
    own = type("StrangeScaler", (type(contents[step]),), {"__module__": "strange"})
    contents[step].__class__ = own
    raw = skops.io.dumps(contents)
    path = rewritten(stored[1], tmp_path / "own.skops", skops=raw)
    with pytest.raises(DataError, match=r"strange\.StrangeScaler.*trust="):
        load_model(path)
