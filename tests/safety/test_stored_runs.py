"""Runs and references that somebody altered run nothing and end in a sentence."""

from __future__ import annotations

import json
import re
import shutil
import socket
import zipfile

import numpy as np
import pandas as pd
import pytest

from segbench.store import arrays

from .conftest import EVIL, LONG, MARKUP, evil_customers, merged, tampered, type_words

JOB = "records/job-0000.json"
READERS = (
    ("report", "run"),
    ("compare", "run", "run"),
    ("leaderboard", "run"),
    ("reevaluate", "run", "customers.csv", "rerun=false", "figures=false"),
    ("assign", "run", "customers.csv", "-o", "out.csv", "rank=1"),
)
"""Commands that read records."""


def spoil(folder, more):
    tampered(folder / "run" / JOB, lambda told: merged(told, more))


@pytest.fixture
def scheduler():
    """Give the address of a server, and who has connected to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server, f"tcp://127.0.0.1:{server.getsockname()[1]}"


def called(server):
    """Whether anybody connects, which runs what a cluster answers."""
    try:
        server.accept()[0].close()
    except TimeoutError:
        return False
    return True


def test_a_record_names_no_cluster(copied, scheduler):
    server, address = scheduler
    spoil(copied, {"config": {"executor": {"kind": "dask", "address": address}}})
    done = type_words("reevaluate", "run", "customers.csv", "figures=false")
    assert done.code == 0, done.err
    assert not called(server)


def test_a_reference_names_no_cluster(reference, scheduler):
    server, address = scheduler
    executor = {"kind": "dask", "n_jobs": 1, "address": address}
    told = {"common": {"executor": executor, "modules": ["antigravity"]}}
    tampered(reference / "manifest.json", lambda one: merged(one, told))
    done = type_words("reproduce", str(reference))
    assert "manifest.json is not as it was written" in done.out
    assert not called(server)


def test_a_reference_asks_no_query(reference):
    query = "SELECT * FROM read_csv('/etc/passwd')"
    source = {"dataset": {"source": "csv", "path": None, "query": query}}
    tampered(reference / "manifest.json", lambda one: merged(one["common"], source))
    assert "a query has no place" in type_words("reproduce", str(reference)).err


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "a/../b.csv", EVIL])
def test_a_reference_has_no_table_elsewhere(reference, name):
    secret = reference.parent / "secret.csv"
    secret.write_text("a,b\nsecret,1\n", "utf-8")
    tampered(reference / "manifest.json", lambda one: merged(one["tables"], {name: ""}))
    for words in ((str(reference),), ("run", f"write={reference}")):
        done = type_words("reproduce", *words)
        assert done.is_refused
        assert "secret" not in done.out
    assert secret.exists()


def test_versions_of_a_reference_are_no_markup(reference):
    versions = {"versions": {EVIL: MARKUP, "numpy": MARKUP}}
    tampered(reference / "manifest.json", lambda one: merged(one, versions))
    done = type_words("reproduce", str(reference))
    assert f"numpy was {MARKUP} and is " in done.out


@pytest.mark.parametrize("bad", [None, 5, "x", [], [5], {"a": 5}, [{}]], ids=repr)
@pytest.mark.parametrize("name", ["jobs", "common", "datasets", "versions", "tables"])
def test_a_reference_of_another_shape(reference, name, bad):
    tampered(reference / "manifest.json", lambda one: one.update({name: bad}))
    done = type_words("reproduce", str(reference))
    told_of_none = name == "datasets" and bad in ([], [{}])
    assert done.code == 1 if told_of_none else done.is_refused, done.err


SHAPES = [
    *({"config": bad} for bad in (None, 5, "x", [], {})),
    *({"config": {"scoring": bad}} for bad in (None, 5, {"weights": EVIL})),
    *({"config": {"executor": bad}} for bad in (None, 5, {"n_jobs": EVIL})),
    *({"config": {"algo": bad}} for bad in (5, {"kmeans": 5})),
    *({"config": {"dataset": bad}} for bad in (5, EVIL)),
    *({name: 5} for name in ("versions", "told", "losses", "error", "choices")),
    {"versions": {"numpy": 5}},
]


@pytest.mark.parametrize("words", READERS, ids=lambda words: words[0])
def test_records_of_another_shape(copied, words):
    whole = (copied / "run" / JOB).read_text("utf-8")
    for more in SHAPES:
        (copied / "run" / JOB).write_text(whole, "utf-8")
        if more == {"config": {}}:
            tampered(copied / "run" / JOB, lambda told: told.update(config={}))
        else:
            spoil(copied, more)
        done = type_words(*words)
        assert done.is_refused, (more, done)


def test_one_spoilt_run_hides_no_other(copied):
    shutil.copytree(copied / "run", copied / "all" / "good")
    spoil(copied, {"config": {"scoring": 5}})
    shutil.copytree(copied / "run", copied / "all" / "bad")
    done = type_words("leaderboard", "all")
    assert done.code == 0
    assert "bad is left out" in done.err


def test_settings_and_versions_are_shown_as_they_are(copied):
    shutil.copytree(copied / "run", copied / "before")
    told = {EVIL: EVIL, "deep": {"a": "=1+1"}, "${oc.env:HOME}": "${oc.env:HOME}"}
    spoil(copied, {"config": told, "versions": {MARKUP: MARKUP}})
    done = type_words("compare", "before", "run", "output_dir=out")
    assert done.code == 0, done.err
    assert MARKUP in done.out
    settings = pd.read_csv(copied / "out" / "settings.csv", index_col="setting")
    assert settings.loc["deep.a", "b"] == "'=1+1"
    assert settings.loc["${oc.env:HOME}", "b"] == "${oc.env:HOME}"


def test_very_many_and_very_long_settings(copied):
    shutil.copytree(copied / "run", copied / "before")
    many = {f"k{i}": "v" * 100 for i in range(10_000)}
    spoil(copied, {"config": {"x" * LONG: "y" * LONG, **many}})
    done = type_words("compare", "before", "run")
    assert "and 9,961 more" in done.out


def test_a_deep_record(copied):
    (copied / "run" / JOB).write_text("[" * LONG, "utf-8")
    for words in READERS:
        assert type_words(*words).is_refused


def test_arrays_that_unpack_too_far(copied, monkeypatch):
    path = next((copied / "run" / "records").glob("points-*.npz"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("more.npy", bytes(16 << 20))
    monkeypatch.setattr(arrays, "LARGEST", 8 << 20)
    done = type_words("report", "run")
    assert done.is_refused
    assert re.search("unpacks to 16 MiB: no record", done.err)


def test_arrays_of_objects_are_not_loaded(copied):
    path = next((copied / "run" / "records").glob("dataset-*.npz"))
    with np.load(path) as stored:
        known = {name: stored[name] for name in stored.files}
    np.savez(path, **{**known, "ids": np.array([print], dtype=object)})
    assert type_words("report", "run").is_refused


def test_the_report_of_a_spoilt_record(copied):
    """Names stay in its folder, and are text on its page."""
    spoil(copied, {"versions": {"segbench": EVIL}, "told": [EVIL]})
    before = sorted(copied.iterdir())
    assert type_words("report", "run").code == 0
    assert sorted(copied.iterdir()) == before
    written = [one.name for one in (copied / "run").rglob("*")]
    assert all(re.fullmatch(r"[\w.-]+", name) for name in written)
    assert_no_markup(copied / "run" / "report.html")


def test_the_leaderboard_of_a_spoilt_record(copied):
    spoil(copied, {"versions": {"segbench": EVIL}})
    tampered(copied / "run" / "manifest.json", lambda one: one.update(created=EVIL))
    assert type_words("leaderboard", "run").code == 0
    assert_no_markup(copied / "run" / "leaderboard.html")


def assert_no_markup(path):
    page = path.read_text("utf-8")
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_page_of_new_customers(copied):
    frame = evil_customers()
    frame.iloc[:40, 3] += EVIL
    name = "<img src=x onerror=alert(1)>[b]=1.csv"
    frame.to_csv(copied / name, index=False)
    words = ("reevaluate", "run", name, "figures=false", "output_dir=out")
    done = type_words(*words)
    assert done.code == 0, done.err
    assert_no_markup(copied / "out" / "reevaluation.html")
    for file in (copied / "out").glob("*.csv"):
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
        texts = [*table.columns, *table.to_numpy().ravel()]
        assert not [one for one in texts if re.match(r"[=+@]|-[^\d]", str(one))]


def test_a_name_of_the_model_is_no_markup(copied):
    model = next((copied / "run" / "models").glob("*.skops"))
    with zipfile.ZipFile(model) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    told = json.loads(parts["segbench.json"])
    told["origin"] |= {"algo": EVIL, "dataset": EVIL}
    told["names"] = [EVIL] * len(told["names"])
    parts["segbench.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(model, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    done = type_words("assign", "run", "customers.csv", "-o", "out.csv")
    assert done.code == 0, done.err
    assert MARKUP in "".join(done.out.split("\n")[:2])


@pytest.mark.parametrize("name", ["paper", "figures", "models"])
def test_a_link_in_a_run_leads_nowhere(copied, name):
    (copied / "mine").mkdir()
    shutil.rmtree(copied / "run" / name, ignore_errors=True)
    (copied / "run" / name).symlink_to(copied / "mine")
    done = type_words("report", "run")
    assert done.is_refused
    assert "is a link" in done.err
    assert list((copied / "mine").iterdir()) == []
