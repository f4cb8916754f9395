"""Packages that offer something, as an installer would leave them in a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from segbench.algorithms import registry
from segbench.features import scaler_registry
from segbench.plugins import loading, offers
from segbench.scoring import declare, measures

HALVES = '''\
"""Halves of the customers."""
import numpy as np
import segbench
from sklearn.base import BaseEstimator, ClusterMixin


@segbench.algorithm("{name}", k_param="n_clusters", cite="Nobody 2020, unpublished")
class Halves(ClusterMixin, BaseEstimator):
    def __init__(self, n_clusters=2):
        self.n_clusters = n_clusters

    def fit_predict(self, X, y=None):
        X = np.asarray(X)
        order = np.argsort(X[:, 0], kind="stable")
        labels = np.empty(len(X), dtype=int)
        labels[order] = np.arange(len(X)) * self.n_clusters // len(X)
        return labels
'''


def write_package(folder: Path, name: str, points: str, **modules: str) -> Path:
    """Write modules and the metadata that says what they offer."""
    folder.mkdir(parents=True, exist_ok=True)
    for module, text in modules.items():
        (folder / f"{module}.py").write_text(text, encoding="utf-8")
    info = folder / f"{name.replace('-', '_')}-1.2.dist-info"
    info.mkdir()
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n"
    (info / "METADATA").write_text(about, encoding="utf-8")
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    return folder


def forget() -> None:
    for cached in (
        offers,
        loading.warn_of_rivals,
        declare.measures_of_packages,
    ):
        cached.cache_clear()


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install packages for one test; what they declare is forgotten after it."""
    monkeypatch.setattr(registry, "_registered", {})
    monkeypatch.setattr(registry, "_of_packages", {})
    monkeypatch.setattr(scaler_registry, "_registered", {})
    monkeypatch.setattr(measures, "_registered", {})
    site, before = tmp_path / "site", set(sys.modules)
    forget()

    def make(name: str, points: str, **modules: str) -> None:
        write_package(site, name, points, **modules)
        monkeypatch.syspath_prepend(str(site))
        forget()

    yield make
    for name in set(sys.modules) - before:
        found = getattr(sys.modules[name], "__file__", None) or ""
        if found.startswith(str(tmp_path)):
            del sys.modules[name]
    monkeypatch.undo()
    forget()


@pytest.fixture
def halves():
    """Source of a module with a good algorithm."""
    return lambda name="halves": HALVES.replace("{name}", name)
