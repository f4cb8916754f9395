"""What is reproduced is computed: the cache of earlier runs is not asked."""

import pytest

from segbench.cache import FolderCache
from segbench.cli.main import main

QUICK = (
    *("scoring=quick", "scoring.resamples=2", "+algo=kmeans", "k=[2,3]"),
    *("features=income_spending", "figures=false", "models=false"),
    "executor.n_jobs=1",
)


@pytest.mark.usefixtures("capfd")
def test_numbers_come_from_no_cache(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = []
    get = FolderCache.get
    monkeypatch.setattr(FolderCache, "get", lambda *a: asked.append(a) or get(*a))
    assert main([*QUICK, "output_dir=run"]) == 0
    assert main([*QUICK, "output_dir=again"]) == 0
    assert asked, "a run asks its cache, or this test says nothing"
    assert main(["reproduce", "run", "write=reference"]) == 0
    asked.clear()
    assert main(["reproduce", "reference"]) == 0
    assert asked == []
