"""Every real customer file reads with one command, none with a setting it needs."""

import pytest

from segbench.config.dataset import data_source
from segbench.core import Role
from segbench.data import load

TABLES = {
    "Mall_Customers.csv": 200,
    "Mall_Customers_Genre.csv": 200,
    "Mall_Customers_missing.csv": 200,
    "Mall_Customers_dirty_812.csv": 800,
    "Wholesale_customers_data.csv": 440,
    "CC_GENERAL.csv.gz": 8950,
    "CC_GENERAL_excel_errors.csv.gz": 8950,
    "marketing_campaign.csv": 2240,
    "marketing_campaign_semicolon_bom.csv": 2240,
    "segmentation data.csv": 2000,
    "mcdonalds.csv": 1453,
    "teleCust1000t.csv": 1000,
    "Cust_Segmentation.csv": 850,
    "WA_Fn-UseC_-Telco-Customer-Churn.csv.gz": 7043,
    "Train_aBjfeNk.csv.gz": 8068,
    "Test_LqhgPWU.csv.gz": 2627,
    "bank-additional.csv.gz": 4119,
    "BankChurners.csv.gz": 10127,
    "Ecommerce Customers.csv": 500,
    "vacmot.csv": 1000,
    "vacmotdesc.csv": 1000,
    "cdnow_customers_summary_with_transactions.csv": 2357,
}

LOGS = {
    "CDNOW_master.txt.gz": 23_502,  # those who ever paid
    "Online_Retail.csv.gz": 4_338,
    "online_retail_II_2009_2010.parquet": 4_312,
}


def loaded(path, source="csv", **settings):
    return load(data_source({"source": source, "path": str(path), **settings}))


@pytest.mark.parametrize(("name", "customers"), TABLES.items(), ids=str)
def test_a_table(name, customers, shared):
    found = loaded(shared("data", name))
    assert found.n_customers == customers
    assert found.columns(Role.NUMERIC) or found.columns(Role.CATEGORICAL)
    assert len(set(found.ids)) == customers


@pytest.mark.parametrize(("name", "customers"), LOGS.items(), ids=str)
def test_an_order_log(name, customers, shared):
    found = loaded(shared("data", name), "orders")
    assert found.n_customers == customers
    assert {"recency", "frequency", "monetary"} <= set(found.columns(Role.NUMERIC))


def test_free_orders_count_where_that_is_said(shared):
    found = loaded(shared("data", "CDNOW_master.txt.gz"), "orders", zero_prices=True)
    assert found.n_customers == 23_570


def test_two_forms_of_one_table_are_one_table(shared):
    forms = ("marketing_campaign.csv", "marketing_campaign_semicolon_bom.csv")
    one, other = (loaded(shared("data", form)) for form in forms)
    assert one.fingerprint == other.fingerprint
    assert one.roles == other.roles


def test_what_was_done_to_the_dirty_file_is_said(shared):
    found = loaded(shared("data", "Mall_Customers_dirty_812.csv"))
    said = {step.action: step.count for step in found.log}
    assert said["dropped exact copies of a row"] == 12
    gaps = [s.count for s in found.log if s.action.startswith("missing values filled")]
    assert gaps == [10, 30, 60]


def test_spreadsheet_errors_are_explained(shared):
    found = loaded(shared("data", "CC_GENERAL_excel_errors.csv.gz"))
    (said,) = (s.action for s in found.log if s.column == "#VALUE!")
    assert "spreadsheet error" in said
    assert found.columns(Role.NUMERIC) == [
        c for c in found.roles if c not in {"CUST_ID", "#VALUE!"}
    ]
