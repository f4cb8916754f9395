"""Scalers and measures of modules and of installed packages."""

from __future__ import annotations

import numpy as np
import pytest

import segbench
from segbench.config.scaler import scaler_named
from segbench.core import Labeling, Setting, Status
from segbench.errors import ConfigError, UnknownNameError
from segbench.plugins import PluginWarning
from segbench.scoring import available_measures, score_labelings

SCALER = """\
import segbench
from sklearn.preprocessing import FunctionTransformer

@segbench.scaler("halved", factor=0.5)
class Halved(FunctionTransformer):
    def __init__(self, factor=1.0):
        super().__init__()
        self.factor = factor

    def transform(self, X):
        return X * self.factor
"""

MEASURE = """\
import segbench

@segbench.measure("smallest", "large", low=1, reference="Nobody 2020, unpublished")
def smallest(X, labels):
    sizes = [int((labels == one).sum()) for one in set(labels.tolist())]
    if min(sizes) == 1:
        raise ValueError("a customer is alone")
    return min(sizes)
"""


def labeling(labels):
    return Labeling(Setting("a", {}), Status.OK, "", np.asarray(labels), None, 0.0)


def test_a_scaler_of_a_package_is_chosen_by_name(install):
    install("seg-s", "[segbench.scalers]\nhalved = s_module:Halved\n", s_module=SCALER)
    spec = scaler_named("halved")
    assert (spec.target, spec.params) == ("s_module.Halved", {"factor": 0.5})
    assert spec.origin == "seg-s 1.2"
    assert np.array_equal(spec.transformer().fit_transform(np.eye(2)), np.eye(2) / 2)
    with pytest.raises(UnknownNameError, match="Did you mean 'halved'"):
        scaler_named("halfed")


def test_a_scaler_with_a_shipped_name_is_refused_or_warned_of(install):
    with pytest.raises(ConfigError, match=r"'standard' of module .* by segbench"):

        @segbench.scaler("standard")
        class Mine:
            def fit_transform(self, X):
                return X

    install("seg-s", "[segbench.scalers]\nstandard = s_module:It\n", s_module="It = 3")
    with pytest.warns(PluginWarning, match=r"scaler 'standard' of seg-s 1\.2"):
        assert scaler_named("standard").origin == "segbench"


@pytest.mark.usefixtures("install")
def test_a_class_without_fit_transform_is_no_scaler():
    with pytest.raises(ConfigError, match="has no fit_transform"):

        @segbench.scaler("mine")
        class Mine:
            pass


def test_a_measure_of_a_package_scores_every_labeling(install):
    points = "[segbench.measures]\nsmallest = m_module:smallest\n"
    install("seg-m", points, m_module=MEASURE)
    X = np.arange(12.0).reshape(6, 2)
    found = score_labelings(
        X, [labeling([0, 0, 0, 0, 1, 1]), labeling([0, 0, 0, -1, 0, 1])], None
    )
    assert found[0].values["smallest"] == 2.0
    assert np.isnan(found[1].values["smallest"])
    assert found[1].reasons["smallest"] == "a customer is alone"
    assert available_measures()["smallest"].origin == "seg-m 1.2"


BROKEN = {
    "raises": ("smallest", "raise RuntimeError('no luck')", "RuntimeError: no luck"),
    "is none": ("smallest", "smallest = 3", "is no measure of that name"),
    "takes a shipped name": (
        "silhouette",
        MEASURE.replace('"smallest"', '"silhouette"'),
        "already registered by segbench",
    ),
}


@pytest.mark.parametrize(("name", "text", "cause"), BROKEN.values(), ids=BROKEN)
def test_a_broken_measure_is_left_out_with_a_warning(install, name, text, cause):
    points = f"[segbench.measures]\n{name} = m_module:smallest\n"
    install("seg-m", points, m_module=text)
    with pytest.warns(PluginWarning, match=r"seg-m 1\.2") as warned:
        known = available_measures()
    assert cause in str(warned[0].message)
    assert len(warned) == 1
    assert "smallest" not in known
    assert known["silhouette"].origin == "segbench"


@pytest.mark.usefixtures("install")
def test_a_direction_that_is_none_is_refused():
    with pytest.raises(UnknownNameError, match="large, small, neither"):
        segbench.measure("mine", "up")


@pytest.mark.usefixtures("install")
def test_a_measure_against_the_truth_takes_the_known_customers():
    @segbench.measure("hits", "large", needs_truth=True)
    def hits(truth, labels):
        return float((truth == labels).sum())

    X, truth = np.zeros((4, 1)), np.array([0, 1, -1, 1])
    (found,) = score_labelings(X, [labeling([0, 1, 0, 0])], truth, measures=["hits"])
    assert found.values == {"hits": 2.0}
