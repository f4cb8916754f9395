"""Algorithms of installed packages: read, imported when used, refused in a sentence."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from joblib import Parallel, delayed
from sklearn.base import BaseEstimator

import segbench
from segbench.algorithms import AlgorithmSpec, available, fit_sweep, get, register
from segbench.algorithms.registry import origins
from segbench.core import Setting, Status
from segbench.errors import ConfigError, UnknownNameError
from segbench.plugins import PluginWarning

POINTS = "[segbench.algorithms]\n"


def test_a_package_is_named_before_it_is_imported(install, halves):
    install(
        "seg-halves", POINTS + "halves = halves_module:Halves\n", halves_module=halves()
    )
    assert origins()["halves"] == "seg-halves 1.2"
    assert "halves" not in available()
    assert "halves_module" not in sys.modules
    spec = get("halves")
    assert (spec.target, spec.k_param) == ("halves_module.Halves", "n_clusters")
    assert spec.origin == "seg-halves 1.2"
    assert available()["halves"] == spec
    assert get("halves") is spec


def test_an_imported_module_is_the_same_algorithm(install, halves):
    install(
        "seg-halves", POINTS + "halves = halves_module:Halves\n", halves_module=halves()
    )
    __import__("halves_module")
    assert get("halves").origin == "seg-halves 1.2"


@pytest.mark.parametrize(
    "declared",
    [
        "import segbench.algorithms as a\n"
        "it = a.AlgorithmSpec('mini', 'sklearn.cluster.MiniBatchKMeans', 'n_clusters')",
        "it = {'target': 'sklearn.cluster.MiniBatchKMeans', 'k_param': 'n_clusters'}",
        "it = {'mini': {'target': 'sklearn.cluster.MiniBatchKMeans', "
        "'k_param': 'n_clusters'}}",
    ],
    ids=["declaration", "node", "node by name"],
)
def test_an_entry_point_may_lead_to_a_declaration(install, declared):
    install("seg-mini", POINTS + "mini = mini_module:it\n", mini_module=declared)
    spec = get("mini")
    assert (spec.k_param, spec.origin) == ("n_clusters", "seg-mini 1.2")


BROKEN = {
    "raises": ("raise RuntimeError('no luck\\ntoday')", "RuntimeError: no luck today"),
    "leaves": ("raise SystemExit(3)", "SystemExit: 3"),
    "lacks a package": (
        "import nowhere_to_be_found.at_all",
        "package 'nowhere_to_be_found' is not installed",
    ),
    "has nothing there": ("", "AttributeError"),
    "is no algorithm": ("it = 3", "'broken_module:it' is no algorithm"),
    "is not declared": ("from sklearn.cluster import KMeans as it", "is no algorithm"),
    "is no clusterer": (
        "import segbench\n@segbench.algorithm('broken')\nclass it: pass",
        "broken_module.it has no fit_predict",
    ),
    "has a wrong node": (
        "it = {'target': 'sklearn.cluster.KMeans', 'k_parm': 'n_clusters'}",
        "Did you mean 'k_param'",
    ),
    "has another name": (
        "import segbench.algorithms as a\nit = a.AlgorithmSpec('other', 'a.B')",
        "is declared as 'other'",
    ),
}


@pytest.mark.parametrize(("text", "cause"), BROKEN.values(), ids=BROKEN)
def test_a_broken_package_is_an_error_when_it_is_used(install, text, cause):
    install("seg-broken", POINTS + "broken = broken_module:it\n", broken_module=text)
    assert origins()["broken"] == "seg-broken 1.2"
    assert get("kmeans").name == "kmeans"
    with pytest.raises(ConfigError) as refused:
        get("broken")
    sentence = str(refused.value)
    assert cause in sentence
    assert "'broken'" in sentence
    assert "seg-broken 1.2" in sentence or "module broken_module" in sentence
    assert "\n" not in sentence


def test_a_mangled_entry_point_is_an_error_when_it_is_used(install):
    install("seg-broken", POINTS + "broken = not a path at all !\n")
    with pytest.raises(ConfigError, match=r"of seg-broken 1\.2 cannot be loaded"):
        get("broken")


def test_two_packages_of_one_name_are_refused_when_it_is_used(install, halves):
    install("seg-one", POINTS + "halves = one_module:Halves\n", one_module=halves())
    install("seg-two", POINTS + "halves = two_module:Halves\n", two_module=halves())
    assert origins()["halves"] == "seg-one 1.2 and seg-two 1.2"
    assert get("gmm").name == "gmm"
    with pytest.raises(ConfigError, match=r"seg-one 1\.2 and by seg-two 1\.2"):
        get("halves")


def test_a_package_does_not_take_a_shipped_name(install, halves):
    install("seg-thief", POINTS + "kmeans = thief:Halves\n", thief=halves("kmeans"))
    with pytest.warns(PluginWarning, match=r"'kmeans' of seg-thief 1\.2 is not used"):
        found = get("kmeans")
    assert found.target == "segbench.algorithms.kmeans.KMeans"
    assert origins()["kmeans"] == "segbench"
    assert "thief" not in sys.modules


def test_a_package_and_a_module_of_one_name_are_refused(install, halves):
    install("seg-one", POINTS + "halves = one_module:Halves\n", one_module=halves())
    register(AlgorithmSpec("halves", "elsewhere.Halves", origin="module elsewhere"))
    with pytest.raises(ConfigError, match=r"seg-one 1\.2.*module elsewhere"):
        get("halves")


def test_an_unknown_name_is_compared_with_those_of_packages(install, halves):
    install("seg-one", POINTS + "halves = one_module:Halves\n", one_module=halves())
    with pytest.raises(UnknownNameError, match="Did you mean 'halves'"):
        get("halfs")


@pytest.mark.parametrize(
    ("needs", "told"), [("seg-lacks[all]", "seg-lacks[all]"), ("", "nowhere_at_all")]
)
@pytest.mark.usefixtures("install")
def test_a_row_says_what_to_install(needs, told, blobs):
    @segbench.algorithm("lacks", needs=needs)
    class Lacks(BaseEstimator):
        def fit_predict(self, X):
            import nowhere_at_all

            return nowhere_at_all.labels(X)

    (found,) = fit_sweep(get("lacks"), [Setting("lacks", {})], blobs[0], 0)
    assert found.status is Status.FAILED
    assert found.reason.endswith(f"'nowhere_at_all'; install {told}")


@pytest.mark.usefixtures("install")
class TestDecorator:
    def test_a_class_of_a_session_reaches_another_process(self, blobs):
        @segbench.algorithm("firsts", k_param="n_clusters")
        class Firsts(BaseEstimator):
            def __init__(self, n_clusters=2):
                self.n_clusters = n_clusters

            def fit_predict(self, X):
                return (np.arange(len(X)) < self.n_clusters).astype(int)

        X, _ = blobs
        spec = get("firsts")
        settings = [Setting("firsts", {"n_clusters": 3})]
        job = delayed(fit_sweep)(spec, settings, X, 0)
        answers = Parallel(n_jobs=2)([job, job])  # "__main__" and here: by value
        assert [list(found.sizes) for (found,) in answers] == [[77, 3]] * 2

    def test_the_same_class_may_come_again(self):
        for turn in (1, 2):

            @segbench.algorithm("again", params={"turn": turn})
            class Again(BaseEstimator):
                def fit_predict(self, X):
                    return np.zeros(len(X), dtype=int)

        assert get("again").params == {"turn": 2}

    @pytest.mark.parametrize(
        ("name", "declared", "told"),
        [
            ("kmeans", {}, "already registered by segbench"),
            ("mine", {"kparam": "k"}, "Did you mean 'k_param'"),
            ("mine", {"memory": "cubic"}, "linear or quadratic"),
        ],
    )
    def test_what_cannot_be_declared_is_refused(self, name, declared, told):
        with pytest.raises(ConfigError, match=told):

            @segbench.algorithm(name, **declared)
            class Mine(BaseEstimator):
                def fit_predict(self, X):
                    return np.zeros(len(X), dtype=int)
