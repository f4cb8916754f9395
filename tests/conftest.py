"""What many tests use: small made-up customers, and the optional folder of data."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from threadpoolctl import threadpool_limits

import segbench
from segbench.kernels import kernels_are_cached

SHARED = Path(__file__).parents[2] / "shared"
"""Real customer files and reference numbers, where they lie beside the checkout."""

settings.register_profile(
    "segbench",
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("segbench")

LONG = ("faults", "cluster", "cli", "models", "plugins", "test_docs_pages.py")
"""Folders of files that take long; the quick ones fill the end of a run evenly."""


def pytest_configure(config):
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell's ``&`` has it
        signal.signal(signal.SIGINT, signal.default_int_handler)  # tests send some
    if hasattr(config.option, "loadscopereorder"):  # pytest-xdist is installed
        config.option.loadscopereorder = False
        if config.option.numprocesses:
            compile_kernels()


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent

    def turn(item):
        top = item.path.relative_to(here).parts[0]
        return LONG.index(top) if top in LONG else len(LONG)

    items.sort(key=turn)


def compile_kernels():
    """Compile on two cores what both workers would compile, each for itself."""
    source = Path(segbench.__file__).parent
    names = [
        ".".join(("segbench", *path.relative_to(source).with_suffix("").parts))
        for path in sorted(source.rglob("*_kernels.py"))
    ]
    missing = [name for name in names if not kernels_are_cached(name)]
    code = "import importlib, sys; [*map(importlib.import_module, sys.argv[1:])]"
    halves = [half for half in (missing[::2], missing[1::2]) if half]
    started = [subprocess.Popen([sys.executable, "-c", code, *one]) for one in halves]
    assert [one.wait() for one in started] == [0] * len(halves)


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """As in a run; threads that wait for each other take longer than the work."""
    with threadpool_limits(1):
        yield


@pytest.fixture
def shared():
    """Path of something in the optional folder; the test is skipped without it."""

    def path(*parts):
        wanted = SHARED.joinpath(*parts)
        if not wanted.exists():
            pytest.skip(f"the optional folder of data has no {'/'.join(parts)}")
        return wanted

    return path


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def draw_blobs():
    rng = np.random.default_rng(1)
    truth = np.repeat([0, 1, 2], [40, 25, 15])
    centres = np.array([[0.0, 30.0], [30.0, 0.0], [0.0, 0.0]])
    return centres[truth] + rng.normal(0, 1, (80, 2)), truth


def draw_customers():
    X, truth = draw_blobs()
    return pd.DataFrame(
        {
            "customer_id": [f"c{i:03d}" for i in range(len(X))],
            "income": X[:, 0].round(3),
            "visits": X[:, 1].round(3),
            "city": np.array(["Oslo", "Lima", "Łódź"])[truth],
        }
    )


@pytest.fixture
def blobs():
    """Three groups far apart, sizes 40, 25 and 15, and who belongs to which."""
    return draw_blobs()


@pytest.fixture
def customers():
    """The same as a customer table with an id and a category."""
    return draw_customers()


@pytest.fixture(scope="module")
def same_customers():
    """The same table for what is made once of it: nobody changes it."""
    return draw_customers()


@pytest.fixture
def write_csv(tmp_path):
    """Write text or bytes into a file and give its path as text."""

    def write(content, name="customers.csv"):
        path = tmp_path / name
        raw = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(raw)
        return str(path)

    return write


@pytest.fixture
def python():
    """Run code in a new process, where nothing is imported or compiled yet."""

    def run(code, **variables):
        paths = [str(Path(segbench.__file__).parents[1]), os.getenv("PYTHONPATH", "")]
        known = {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        env = {**os.environ, **known, **variables}
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, stderr=subprocess.PIPE, check=False
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")

    return run


@pytest.fixture(scope="session")
def type_words():
    """Type the words of a command in a folder, as a user does."""

    def run(cwd, *words):
        env = {**os.environ, "PYTHONPATH": str(Path(segbench.__file__).parents[1])}
        return subprocess.run(
            [sys.executable, "-m", "segbench", *words],
            cwd=cwd,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run
