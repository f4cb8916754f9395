"""The contract of an algorithm, checked on every registered one."""

import numpy as np
import pytest

from segbench.algorithms import available, expand_grid, fit_sweep
from segbench.algorithms.registry import spec_from_node
from segbench.conf_files import conf_dir, options
from segbench.core import NOISE
from segbench.testing import parametrize_with_checks
from segbench.testing.customers import KS, three_groups

KNOWN = {
    name: spec
    for name, spec in available().items()
    if spec.categories is None  # the others: tests/algorithms/test_kprototypes.py
}

EXPECTED_FAILURES = {
    "one_segment": {"check_finds_separated_groups": "a baseline that finds nothing"},
    "quantile_rule": {"check_finds_separated_groups": "its groups have equal sizes"},
    "random_labels": {
        "check_finds_separated_groups": "a baseline that does not look",
        "check_row_order_does_not_matter": "labels are drawn by turn",
    },
    "optics": {"check_row_order_does_not_matter": "its order starts at the first one"},
    "bayesian_gmm": {"check_awkward_customers": "scikit-learn refuses copies alone"},
    "rfm_rules": {
        "check_finds_separated_groups": "its grid is the same for all data",
        "check_awkward_customers": "it needs the columns recency and frequency",
    },
}


@parametrize_with_checks(KNOWN.values(), EXPECTED_FAILURES)
def test_contract(check):
    check()


@pytest.mark.parametrize("name", KNOWN)
def test_labels_are_canonical(name):
    X, _ = three_groups()
    settings = expand_grid(KNOWN[name], X, KS)
    for labeling in fit_sweep(KNOWN[name], settings, X, seed=0):
        found = set(np.unique(labeling.labels)) - {NOISE}
        assert found == set(range(labeling.k_found))
        assert list(labeling.sizes) == sorted(labeling.sizes, reverse=True)


@pytest.mark.parametrize("name", options("algo"))
def test_yaml_key_is_the_file_name(name):
    import yaml

    text = (conf_dir() / "algo" / f"{name}.yaml").read_text(encoding="utf-8")
    nodes = yaml.safe_load(text)
    assert list(nodes) == [name]
    assert spec_from_node(name, nodes[name], origin="segbench") == available()[name]
