"""When the kernels are compiled, and that it is announced."""

import logging
import sys

import pytest

from segbench.kernels import load

KERNELS = "segbench.scoring.silhouette.pairwise_kernels"


def test_numba_is_imported_on_first_use_only(python):
    python(
        "import sys\n"
        "from segbench.kernels import kernels_are_cached\n"
        "from segbench.scoring.silhouette import silhouette_score\n"
        f"kernels_are_cached({KERNELS!r})\n"
        "assert 'numba' not in sys.modules\n"
        "assert silhouette_score([[0.0], [1], [9]], [0, 0, 1]) > 0\n"
        "assert 'numba' in sys.modules\n"
    )


@pytest.mark.parametrize("cached", [True, False])
def test_compiling_is_announced(tmp_path, monkeypatch, caplog, cached):
    monkeypatch.setattr(load, "_cache_folders", lambda _: iter([tmp_path]))
    if cached:
        version = f"{sys.version_info.major}{sys.version_info.minor}"
        (tmp_path / f"pairwise_kernels.f-1.py{version}.nbi").touch()
    with caplog.at_level(logging.INFO, logger="segbench"):
        load._announce(KERNELS)
    said = [] if cached else ["compiling pairwise_kernels, once on this machine"]
    assert [record.getMessage() for record in caplog.records] == said
    assert all(record.levelno == logging.WARNING for record in caplog.records)
