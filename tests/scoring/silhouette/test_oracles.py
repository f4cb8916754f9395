"""Every silhouette against published implementations in R (cluster, fpc)."""

import csv
import json

import numpy as np
import pytest

from segbench.scoring.silhouette import (
    silhouette_by_segment,
    silhouette_samples,
    silhouette_score,
    silhouette_sqeuclidean_score,
    simplified_silhouette_score,
)


def near(value):
    return pytest.approx(value, abs=1e-9)


@pytest.fixture(params=["mall", "iris"])
def oracle(request, shared):
    """Give what R found for a data set: by its name the rows or the document."""

    def read(name):
        text = shared("oracles", f"{request.param}_{name}").read_text(encoding="utf-8")
        if name.endswith(".json"):
            return json.loads(text)
        return list(csv.DictReader(text.splitlines()))

    return read


@pytest.fixture
def space(oracle):
    """Customers in a named space; those whose names end in z are standardised."""

    def matrix(name):
        columns = oracle("indices.json")["columns"][name]
        rows = oracle("data.csv")
        X = np.array([[float(row[column]) for column in columns] for row in rows])
        return (X - X.mean(axis=0)) / X.std(axis=0) if name.endswith("z") else X

    return matrix


def test_scores(oracle, space):
    rows = oracle("labels.csv")
    for name, labelings in oracle("indices.json")["indices"].items():
        X = space(name)
        for labeling, want in labelings.items():
            y = np.array([int(row[labeling]) for row in rows])
            assert silhouette_score(X, y) == near(want["silhouette"])
            by_segment = silhouette_by_segment(X, y)
            assert by_segment == near(want["silhouette_per_cluster"])
            manhattan = silhouette_score(X, y, metric="manhattan")
            assert manhattan == near(want["silhouette_manhattan"])
            squared = silhouette_sqeuclidean_score(X, y)
            assert squared == near(want["silhouette_sqeuclidean"])
            simplified = simplified_silhouette_score(X, y)
            assert simplified == near(want["silhouette_simplified"])


def test_points(oracle, space):
    X, rows = space(oracle("kselection.json")["space"]), oracle("labels.csv")
    points = oracle("silhouette_points.csv")
    labelings = set(points[0]) - {"id"}
    assert labelings
    for labeling in labelings:
        y = [int(row[labeling]) for row in rows]
        want = [float(row[labeling]) for row in points]
        assert silhouette_samples(X, y) == pytest.approx(want, abs=1e-9, nan_ok=True)
