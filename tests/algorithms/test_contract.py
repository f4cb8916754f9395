"""The contract of an algorithm, checked on every registered one."""

import pickle

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from segbench.algorithms import Clusterer, available, expand_grid, fit_sweep
from segbench.algorithms.registry import spec_from_node
from segbench.conf_files import conf_dir, options
from segbench.core import NOISE, Status

pytestmark = pytest.mark.filterwarnings("ignore:Number of distinct clusters")

KS = (2, 3, 4)
TRUE_K = 3


def three_blobs(seed=1):
    rng = np.random.default_rng(seed)
    truth = np.repeat([0, 1, 2], [40, 25, 15])
    centres = np.array([[0.0, 30.0], [30.0, 0.0], [0.0, 0.0]])
    return centres[truth] + rng.normal(0, 1, (80, 2)), truth


def label(spec, X, ks=KS, seed=0):
    return fit_sweep(spec, expand_grid(spec, X, ks), X, seed)


def labels_of(labelings):
    return [one.labels for one in labelings]


def alone(labels):
    """Noise customers as segments of their own."""
    return np.where(labels == NOISE, labels.max() + 1 + np.arange(len(labels)), labels)


def check_satisfies_the_protocol(spec):
    estimator = spec.estimator({}, 0)
    assert isinstance(estimator, Clusterer)
    before = estimator.get_params()
    assert estimator.set_params(**before).get_params() == before


def check_hyperparameters_exist(spec):
    declared = {*spec.params, *spec.grid, *spec.scales_with_n}
    if spec.k_param is not None:
        declared.add(spec.k_param)
    assert declared <= set(spec.estimator({}, 0).get_params())


def check_labels_are_canonical(spec):
    X, _ = three_blobs()
    labelings = label(spec, X)
    assert labelings
    for labeling in labelings:
        labels = labeling.labels
        assert labels.shape == (len(X),)
        assert np.issubdtype(labels.dtype, np.integer)
        found = set(np.unique(labels)) - {NOISE}
        assert found == set(range(labeling.k_found))
        assert list(labeling.sizes) == sorted(labeling.sizes, reverse=True)
        assert spec.assigns_noise or NOISE not in labels


def check_finds_at_most_k_segments(spec):
    X, _ = three_blobs()
    labelings = label(spec, X)
    if spec.k_param is None:
        assert {one.k_asked for one in labelings} == {None}
    else:
        assert {one.k_asked for one in labelings} == set(KS)
        assert all(one.k_found <= one.k_asked for one in labelings)


def check_same_seed_same_labels(spec):
    X, _ = three_blobs()
    first, again = labels_of(label(spec, X)), labels_of(label(spec, X))
    assert np.array_equal(first, again)


def check_leaves_the_customers_alone(spec):
    X, _ = three_blobs()
    untouched = X.copy()
    label(spec, X)
    assert np.array_equal(X, untouched)


def check_leaves_the_global_generator_alone(spec):
    X, _ = three_blobs()
    before = np.random.get_state()  # noqa: NPY002 the state that must not move
    label(spec, X)
    after = np.random.get_state()  # noqa: NPY002 the same
    assert before[2:] == after[2:]
    assert np.array_equal(before[1], after[1])


def check_row_order_does_not_matter(spec):
    X, _ = three_blobs()
    order = np.random.default_rng(2).permutation(len(X))
    for straight, shuffled in zip(
        labels_of(label(spec, X, [TRUE_K])),
        labels_of(label(spec, X[order], [TRUE_K])),
        strict=True,
    ):
        assert adjusted_rand_score(straight[order], shuffled) == 1.0
        assert np.array_equal(straight[order] == NOISE, shuffled == NOISE)


def check_finds_separated_blobs(spec):
    X, truth = three_blobs()
    found = labels_of(label(spec, X, [TRUE_K]))
    assert max(adjusted_rand_score(truth, alone(labels)) for labels in found) >= 0.95


def check_second_fit_forgets_the_first(spec):
    (X, _), (other, _) = three_blobs(), three_blobs(seed=7)
    params = expand_grid(spec, X, [TRUE_K])[0].params
    used = spec.estimator(params, 0)
    used.fit_predict(other[:50])
    fresh = spec.estimator(params, 0)
    assert np.array_equal(used.fit_predict(X), fresh.fit_predict(X))


def check_predict_agrees_with_fit(spec):
    X, _ = three_blobs()
    estimator = spec.estimator(expand_grid(spec, X, [TRUE_K])[0].params, 0)
    labels = estimator.fit_predict(X)
    if hasattr(estimator, "predict"):
        assert np.array_equal(estimator.predict(X), labels)


def awkward_customers():
    rng = np.random.default_rng(3)
    constant = rng.normal(size=(30, 2))
    constant[:, 1] = 4.0
    return {
        "one feature": rng.normal(size=(30, 1)),
        "two distinct customers": np.repeat([[0.0, 0.0], [1.0, 2.0]], [20, 10], axis=0),
        "all equal": np.ones((30, 2)),
        "a constant column": constant,
        "six customers": rng.normal(size=(6, 2)),
    }


def check_awkward_customers_give_an_outcome(spec):
    for what, X in awkward_customers().items():
        for labeling in label(spec, X, ks=(2, 5, 7)):
            if labeling.labels is None:
                assert labeling.status in {Status.FAILED, Status.IMPOSSIBLE}, what
                assert labeling.reason, what
            else:
                assert len(labeling.labels) == len(X), what
                assert labeling.status is Status.OK or labeling.reason, what


def check_declaration_survives_pickling(spec):
    assert pickle.loads(pickle.dumps(spec)) == spec  # noqa: S301 made here


def check_cites_somebody(spec):
    assert len(spec.cite.split()) >= 3


CHECKS = [check for name, check in globals().items() if name.startswith("check_")]

EXPECTED_FAILURES = {
    ("one_segment", "check_finds_separated_blobs"): "a baseline that finds nothing",
    ("random_labels", "check_finds_separated_blobs"): "a baseline that does not look",
    ("quantile_rule", "check_finds_separated_blobs"): "its groups have equal sizes",
    ("random_labels", "check_row_order_does_not_matter"): "labels are drawn by turn",
}


def cases():
    """Every check for every algorithm."""
    for name, spec in available().items():
        if spec.categories is not None:
            continue  # these customers have none: tests/algorithms/test_kprototypes.py
        for check in CHECKS:
            reason = EXPECTED_FAILURES.get((name, check.__name__))
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            yield pytest.param(spec, check, id=f"{name}-{check.__name__}", marks=marks)


@pytest.mark.parametrize(("spec", "check"), list(cases()))
def test_contract(spec, check):
    check(spec)


@pytest.mark.parametrize("name", options("algo"))
def test_yaml_key_is_the_file_name(name):
    import yaml

    text = (conf_dir() / "algo" / f"{name}.yaml").read_text(encoding="utf-8")
    nodes = yaml.safe_load(text)
    assert list(nodes) == [name]
    assert spec_from_node(name, nodes[name], origin="segbench") == available()[name]


def test_expected_failures_name_real_checks():
    names = {check.__name__ for check in CHECKS}
    assert all(a in available() and c in names for a, c in EXPECTED_FAILURES)
