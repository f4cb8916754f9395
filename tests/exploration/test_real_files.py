"""Known facts about real customers; skipped where the files are missing."""

import pandas as pd
import pytest

AGE, INCOME, SPENDING = "Age", "Annual Income (k$)", "Spending Score (1-100)"


@pytest.fixture
def mall(shared, explore):
    table = pd.read_csv(shared("data", "Mall_Customers.csv"))
    return explore(table, id="CustomerID")


def test_customers_of_the_mall(mall):
    assert mall.overview.n_customers == 200
    assert mall.overview.missing_cells == 0
    assert mall.overview.duplicates == 0
    assert mall.correlations.redundant == ()
    gender = next(one for one in mall.columns if one.name == "Gender")
    assert gender.levels.names == ("Female", "Male")
    assert gender.levels.counts == (112, 88)


def test_published_figures_of_the_mall(mall):
    summary = mall.summary.set_index("column")
    wanted = {
        AGE: (38.85, 13.969007, 18, 28.75, 36, 49, 70),
        INCOME: (60.56, 26.264721, 15, 41.5, 61.5, 78, 137),
        SPENDING: (50.20, 25.823522, 1, 34.75, 50, 73, 99),
    }
    names = ["mean", "sd", "min", "q25", "median", "q75", "max"]
    for name, values in wanted.items():
        assert tuple(summary.loc[name, names]) == pytest.approx(values, abs=1e-6)


def test_published_correlations_of_the_mall(mall):
    found = pd.DataFrame(
        mall.correlations.pearson, mall.correlations.names, mall.correlations.names
    )
    assert found.loc[AGE, SPENDING] == pytest.approx(-0.327227, abs=1e-6)
    assert found.loc[AGE, INCOME] == pytest.approx(-0.012398, abs=1e-6)
    assert found.loc[INCOME, SPENDING] == pytest.approx(0.009903, abs=1e-6)


def test_the_two_rich_customers_of_the_mall(mall):
    fences = {one.name: one for one in mall.outliers.columns}
    assert fences[INCOME].high == 78 + 1.5 * (78 - 41.5)
    assert set(fences[INCOME].highest) == {"199", "200"}
    assert fences[AGE].n_low == fences[AGE].n_high == 0


def test_wholesale_groceries_and_detergents_say_the_same(shared, explore):
    table = pd.read_csv(shared("data", "Wholesale_customers_data.csv"))
    found = explore(table, categorical=("Channel", "Region"))
    (pair,) = found.correlations.redundant
    assert (pair.first, pair.second) == ("Grocery", "Detergents_Paper")
    assert pair.value == pytest.approx(0.924641, abs=1e-6)
    log = found.summary.set_index("column")["transform"] == "log1p"
    assert log.sum() == 6
    assert found.outliers.rows.share < 0.1
