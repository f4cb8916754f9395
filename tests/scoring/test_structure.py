"""The test for structure: its verdicts, what does not matter to it, and its limits."""

import csv
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_iris, load_wine
from sklearn.preprocessing import scale

from segbench.scoring.nulls import FAMILIES
from segbench.scoring.structure import StructureTest, structure_test

RATES = Path(__file__).parents[2] / "results" / "reference" / "null" / "rates.csv"
"""What experiments/null found; only in a checkout."""

CROSS = 4 * np.array([[0, 0], [1, 1], [1, -1], [-1, 1], [-1, -1]])
RING = 8 * np.array([[0, 1], [1, 0.3], [0.6, -0.8], [-0.6, -0.8], [-1, 0.3]])

UNSTRUCTURED = {
    "gaussian": lambda rng: rng.normal(size=(200, 4)),
    "t3": lambda rng: rng.standard_t(3, (200, 4)),
    "lognormal": lambda rng: rng.lognormal(0, 1, (200, 4)),
    "counts": lambda rng: rng.poisson(3, (200, 2)),
}


def around(centres, seed=0, n=200):
    rng = np.random.default_rng(seed)
    return centres[rng.integers(0, len(centres), n)] + rng.normal(size=(n, 2))


@pytest.fixture
def customers():
    """Neither clearly structured nor clearly not."""
    return around(np.array([[0, 0], [2.6, 0]]), n=120)


@pytest.mark.parametrize("centres", [CROSS, RING], ids=["cross", "ring"])
def test_blobs_are_found(centres):
    found = structure_test(around(centres))
    assert found.structure
    assert found.p_value == 0.01
    assert found.status == "ok"
    assert found.k == 5
    assert found.draws == 99
    assert found.customers == 200


@pytest.mark.parametrize("name", UNSTRUCTURED)
def test_no_structure_is_not_found(name):
    for seed in range(4):
        X = UNSTRUCTURED[name](np.random.default_rng(seed))
        assert not structure_test(X, n_draws=39, stop_early=True).structure


def test_outliers_are_not_structure(rng):
    X = rng.normal(size=(200, 2))
    X[:3] += [[100, 0], [0, 100], [-100, 0]]
    found = structure_test(X)
    assert found.status == "only_outlier_splits"
    assert found.p_value == 1
    assert found.k is None
    assert found.statistics["any_size"].value > 0.9
    assert np.isnan(found.statistics["sizeable"].value)
    assert found.statistics["sizeable"].k is None


def test_every_model_has_a_p_value_and_the_largest_counts(customers):
    found = structure_test(customers)
    p_values = [one.p_values for one in found.statistics.values()]
    assert [tuple(one) for one in p_values] == [FAMILIES, FAMILIES]
    assert found.p_value == max(p for one in p_values for p in one.values())


def test_same_seed_same_answer_on_any_number_of_threads(customers):
    first = structure_test(customers, random_state=3)
    assert structure_test(customers, random_state=3) == first
    assert structure_test(customers, random_state=3, n_jobs=2) == first
    assert structure_test(customers, random_state=4) != first


@pytest.mark.parametrize(
    "change",
    [
        lambda X: X + 1e6,
        lambda X: X * 1e-9,
        lambda X: np.random.default_rng(1).permutation(X),
    ],
    ids=["shift", "scale", "order"],
)
def test_what_does_not_matter(customers, change):
    before, after = structure_test(customers), structure_test(change(customers))
    assert after.k == before.k
    for name, one in before.statistics.items():
        assert after.statistics[name].value == pytest.approx(one.value)
        assert after.statistics[name].p_values == one.p_values


def test_stopping_early_changes_no_verdict():
    for seed in range(6):
        X = around(np.array([[0, 0], [3, 0]]), seed, n=100)
        full, early = structure_test(X), structure_test(X, stop_early=True)
        assert early.structure == full.structure
        if full.structure:
            assert early == full
        else:
            assert 0.05 < early.p_value <= 1
            assert early.draws <= full.draws


def test_large_data_are_sampled():
    X = around(RING, n=2_500)
    found = structure_test(X, n_draws=19, stop_early=True)
    assert found.customers == 1_000
    assert found.structure


@pytest.mark.parametrize(
    ("X", "status"),
    [
        (np.arange(38.0).reshape(19, 2), "too_few_customers"),
        (np.full((50, 2), 3.3), "constant"),
        (
            np.full((50, 2), 1e9) + np.c_[np.arange(50) % 2, np.zeros(50)] * 1e-7,
            "constant",
        ),
    ],
)
def test_no_verdict_without_anything_to_test(X, status):
    found = structure_test(X)
    assert found.status == status
    assert np.isnan(found.p_value)
    assert not found.structure
    assert found.k is None
    assert found.statistics == {}
    assert found.draws == 0


@pytest.mark.parametrize(
    "X",
    [
        np.random.default_rng(0).normal(size=(40, 1)),
        np.random.default_rng(0).normal(size=(25, 60)),
        np.eye(3)[np.random.default_rng(0).integers(0, 3, 60)],
        np.c_[np.random.default_rng(0).normal(size=(40, 1)), np.ones(40)],
        np.random.default_rng(0).normal(size=(40, 2)) + 1e9,
    ],
    ids=["one column", "wide", "one-hot", "constant column", "offset"],
)
def test_odd_tables_are_tested(X):
    found = structure_test(X, n_draws=19)
    assert 0.05 <= found.p_value <= 1
    assert found.status in ("ok", "only_outlier_splits")


@pytest.mark.parametrize("X", [CROSS.repeat(10, axis=0), np.ones((3, 2)), None])
def test_record_round_trip(X, customers):
    found = structure_test(customers if X is None else X, n_draws=19)
    again = StructureTest.from_plain(json.loads(json.dumps(asdict(found))))
    assert str(again) == str(found)  # NaN is not equal to itself


def test_refuses_what_cannot_be_answered(customers):
    with pytest.raises(
        ValueError, match=r"n_draws must be at least .* 19, .* received 18"
    ):
        structure_test(customers, n_draws=18)
    with pytest.raises(ValueError, match="alpha"):
        structure_test(customers, alpha=0)
    with pytest.raises(ValueError, match=r"ks must be in 2..19"):
        structure_test(customers, ks=(1, 2))
    with pytest.raises(ValueError, match="NaN"):
        structure_test([[np.nan, 1.0]] * 30)


@pytest.fixture
def mall(shared):
    text = shared("oracles", "mall_data.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))

    def space(*columns):
        return np.array([[float(row[name]) for name in columns] for row in rows])

    return space


def test_mall(mall):
    assert structure_test(mall("income", "spending")).p_value == 0.01
    assert structure_test(scale(mall("age", "income", "spending"))).p_value == 0.01
    assert not structure_test(mall("age", "income")).structure


def test_known_flowers_and_wines():
    assert structure_test(load_iris().data).p_value == 0.01
    assert structure_test(scale(load_wine().data)).p_value == 0.01


def test_wholesale_is_outliers_until_it_is_scaled(shared):
    path = shared("data", "Wholesale_customers_data.csv")
    X = np.loadtxt(path, delimiter=",", skiprows=1)[:, 2:]
    assert not structure_test(X, stop_early=True).structure
    assert not structure_test(scale(X), stop_early=True).structure


@pytest.mark.skipif(not RATES.exists(), reason="no checkout, so no table of rates")
def test_measured_level_and_power():
    with RATES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    rates = {kind: [] for kind in ("null", "structure", "bent")}
    for row in rows:
        assert int(row["seeds"]) >= 100
        rates[row["kind"]].append(float(row["rate"]))
    assert max(rates["null"]) <= 0.05
    assert min(rates["structure"]) > 0.5


def test_it_says_in_a_line_what_it_found():
    assert repr(structure_test(around(RING))).startswith("StructureTest: structure (p")
    assert "not tested" in repr(structure_test(np.eye(5)))
