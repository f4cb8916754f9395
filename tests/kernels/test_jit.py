"""Kernels on their way from source to the cache, tried on a module of two lines."""

import os

import pytest
from numba.core.caching import CompileResultCacheImpl

from segbench.kernels.jit import jit

SOURCE = """
from segbench.kernels.jit import jit

@jit("int64(int64)")
def twice(x):
    return x + x
"""


@pytest.fixture
def kernels(tmp_path):
    """A folder with a module of kernels that nobody has compiled."""
    (tmp_path / "tiny_kernels.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def run_there(python, folder, code):
    python(
        "import sys\n"
        f"sys.path.insert(0, {str(folder)!r})\n"
        "from segbench.kernels import kernels_are_cached, load_kernels\n" + code,
        NUMBA_CACHE_DIR=str(folder / "cache"),
    )


def test_kernels_are_compiled_once(kernels, python):
    before = "assert not kernels_are_cached('tiny_kernels')\n"
    use = "assert load_kernels('tiny_kernels').twice(21) == 42\n"
    after = "assert kernels_are_cached('tiny_kernels')\n"
    run_there(python, kernels, before + use + after)
    stored = {path: path.stat().st_mtime_ns for path in kernels.rglob("*.nb?")}
    assert {path.suffix for path in stored} == {".nbi", ".nbc"}
    run_there(python, kernels, after + use)
    assert {path: path.stat().st_mtime_ns for path in kernels.rglob("*.nb?")} == stored


def test_an_edited_source_is_compiled_again(kernels, python):
    use = "assert load_kernels('tiny_kernels').twice(21) == 42\n"
    run_there(python, kernels, use)
    source = kernels / "tiny_kernels.py"
    source.write_text(SOURCE + "# edited\n", encoding="utf-8")
    make_newer(source)
    run_there(python, kernels, "assert not kernels_are_cached('tiny_kernels')\n" + use)


def test_a_touched_source_is_called_cached_where_numba_takes_it_so(kernels, python):
    """Numba from 0.68 on looks at the content, before at the time."""
    use = "assert load_kernels('tiny_kernels').twice(21) == 42\n"
    run_there(python, kernels, use)
    stored = {path: path.stat().st_mtime_ns for path in kernels.rglob("*.nbi")}
    make_newer(kernels / "tiny_kernels.py")
    said = kernels / "said"
    tell = f"open({str(said)!r}, 'w').write(str(kernels_are_cached('tiny_kernels')))\n"
    run_there(python, kernels, tell + use)
    kept = {path: path.stat().st_mtime_ns for path in kernels.rglob("*.nbi")} == stored
    assert said.read_text() == str(kept)


def make_newer(source):
    status = source.stat()
    os.utime(source, (status.st_atime, status.st_mtime + 3600))


def test_first_use_may_be_in_threads(kernels, python):
    run_there(
        python,
        kernels,
        "from segbench.kernels import for_each\n"
        "found = []\n"
        "use = lambda x: found.append(load_kernels('tiny_kernels').twice(x))\n"
        "for_each(use, range(8), n_threads=4)\n"
        "assert sorted(found) == list(range(0, 16, 2))\n",
    )


def test_kernels_work_where_no_cache_can_be_written(monkeypatch):
    monkeypatch.setattr(CompileResultCacheImpl, "_locator_classes", [])

    @jit("int64(int64)")
    def twice(x):
        return x + x

    assert twice(21) == 42
    assert twice.stats.cache_path is None
