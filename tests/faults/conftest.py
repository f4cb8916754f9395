"""The scripts of `experiments/faults`, and a folder in which a user types commands."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "experiments" / "faults"


@pytest.fixture(scope="session")
def script():
    """Load a script by its name; those beside it are found."""
    if not SCRIPTS.is_dir():
        pytest.skip("experiments are only in a checkout")
    sys.path.insert(0, str(SCRIPTS))
    loaded = {}

    def load(name):
        if name not in loaded:
            path = SCRIPTS / f"{name}.py"
            made = importlib.util.spec_from_file_location(f"faults_{name}", path)
            loaded[name] = importlib.util.module_from_spec(made)
            sys.modules[f"faults_{name}"] = loaded[name]
            made.loader.exec_module(loaded[name])
        return loaded[name]

    yield load
    sys.path.remove(str(SCRIPTS))
    for name in loaded:
        del sys.modules[f"faults_{name}"]


@pytest.fixture(scope="session")
def source():
    """Where segbench is imported from."""
    import segbench

    return Path(segbench.__file__).parents[1]
