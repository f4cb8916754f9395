"""Scripts of the experiments as modules."""

import importlib.util
import sys
from pathlib import Path

import pytest

EXPERIMENTS = Path(__file__).parents[2] / "experiments"


@pytest.fixture(scope="session")
def script():
    """Load a script of a folder; those beside it are found, and forgotten again."""

    def load(path):
        file, before = EXPERIMENTS / path, set(sys.modules)
        spec = importlib.util.spec_from_file_location(f"_script_{file.stem}", file)
        module = importlib.util.module_from_spec(spec)
        sys.path.insert(0, str(file.parent))
        sys.modules[spec.name] = module
        try:
            spec.loader.exec_module(module)
        finally:
            sys.path.remove(str(file.parent))
            for name in set(sys.modules) - before - {spec.name}:
                where = str(getattr(sys.modules[name], "__file__", ""))
                if where.startswith(str(EXPERIMENTS)):
                    del sys.modules[name]
        return module

    return load
