"""Numbers that are published, on the real logs."""

from dataclasses import fields
from datetime import date
from importlib import resources

import pandas as pd
import pytest
import yaml

from segbench.conf_files import conf_dir
from segbench.core import Role
from segbench.data import DeclaredRoles, build_dataset
from segbench.data.orders import OrderSource, Returns, order_source, orders_table
from segbench.errors import ConfigError, UnknownNameError


def test_online_retail(shared, count):
    path = str(shared("data", "Online_Retail.csv.gz"))
    frame, steps = orders_table(OrderSource(path, "retail"))
    assert len(frame) == 4338
    assert frame["frequency"].sum() == 18_532
    assert frame["monetary"].sum() == pytest.approx(8_911_407.904, abs=1e-6)
    rfm = frame[["recency", "frequency", "monetary"]]
    assert rfm.mean().round(3).tolist() == [92.059, 4.272, 2054.266]
    assert rfm.median().round(3).tolist() == [50, 2, 674.485]
    assert count(steps, "lines are purchases") == 397_884
    assert count(steps, "lines without a customer") == 135_080
    assert count(steps, "cancelled orders") == 8905
    assert count(steps, "lines equal to another one") == 5268
    assert count(steps, "days up to 2011-12-10, the day after") == 4338
    assert count(steps, "customers without a purchase") == 4372 - 4338
    assert {"12346", "17850"} <= set(frame["customer"])


def test_online_retail_as_parquet(shared, count):
    path = str(shared("data", "online_retail_II_2009_2010.parquet"))
    frame, steps = orders_table(OrderSource(path, "retail", details=False))
    assert count(steps, "lines without a customer") == 107_927
    assert count(steps, "customers without a purchase") == 4383 - len(frame)
    assert frame["customer"].str.fullmatch(r"\d{5}").all()


def test_case_of_returns_and_same_day_orders(shared):
    case = shared("cases", "returns-and-same-day-orders", "orders_with_returns.csv")
    frame, _ = orders_table(OrderSource(str(case), "case", zero_prices=True))
    found = frame.set_index("customer")[["frequency", "monetary"]].T.to_dict("list")
    assert found == {"A": [2, 90], "B": [2, 200], "D": [1, 30], "E": [2, 24]}
    frame, _ = orders_table(OrderSource(str(case), "case", returns=Returns.NET))
    assert frame.set_index("customer")["monetary"].to_dict() == {
        "A": 40, "B": 200, "E": 24,
    }  # fmt: skip


def shipped(name):
    """Settings of the log in a shipped file; others are of the cleaning after it."""
    own = {"columns", *(one.name for one in fields(OrderSource))}
    text = (conf_dir() / "dataset" / f"{name}.yaml").read_text(encoding="utf-8")
    return {key: one for key, one in yaml.safe_load(text).items() if key in own}


def cdnow(**changes):
    return orders_table(order_source({**shipped("cdnow"), **changes}))


def test_shipped_cdnow_and_its_licence():
    frame, steps = cdnow()
    assert len(frame) == 2357
    assert steps[0].count == 6919
    folder = resources.files("segbench.data").joinpath("cdnow")
    licence = folder.joinpath("LICENSE").read_text()
    assert "Copyright (c) 2015 Cameron Davidson-Pilon" in licence
    data = build_dataset(frame, "cdnow", DeclaredRoles(id="customer"), steps=steps)
    assert data.n_customers == 2357
    rfm = {"recency", "frequency", "monetary"}
    assert rfm <= set(data.columns(Role.NUMERIC))


def test_cdnow_against_the_published_summary(shared):
    """Repeat purchases by day up to 1997-09-30, as Fader and Hardie count them."""
    path = shared("data", "cdnow_customers_summary_with_transactions.csv")
    summary = pd.read_csv(path)
    frame, _ = cdnow(repeat=True, snapshot=date(1997, 9, 30))
    assert frame["customer"].astype(int).tolist() == summary["ID"].tolist()
    assert frame["frequency"].tolist() == summary["x"].tolist()
    weeks = frame["tenure"] / 7, (frame["tenure"] - frame["recency"]) / 7
    assert weeks[0].to_numpy() == pytest.approx(summary["T"].to_numpy(), abs=0.006)
    assert weeks[1].to_numpy() == pytest.approx(summary["t_x"].to_numpy(), abs=0.006)
    mean = frame["basket_value"].fillna(0).to_numpy()
    assert mean == pytest.approx(summary["zbar"].to_numpy(), abs=0.0051)


def test_settings_of_the_shipped_files():
    source = order_source(
        {**shipped("orders"), "path": "shop.2024.csv.gz", "cancelled": None}
    )
    assert source == OrderSource("shop.2024.csv.gz", "shop", cancelled="")
    assert order_source({"path": "x.csv", "snapshot": "2011-12-10"}).snapshot == date(
        2011, 12, 10
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"path": None}, "dataset.path=FILE"),
        ({"snapshot": "10/12/2011"}, "is a day as in 2011-12-10"),
        ({"returns": "gross"}, "dataset.returns"),
        ({"memory": 2}, "is a size as in 2GB"),
        ({"threads": 0}, "at least 1"),
        ({"repeat": "yes"}, "true or false"),
        ({"columns": {"custmer": "x"}}, "Did you mean 'customer'"),
        ({"snapshots": None}, "Did you mean 'snapshot'"),
    ],
)
def test_settings_are_checked(changes, words):
    with pytest.raises((ConfigError, UnknownNameError), match=words):
        order_source({"path": "x.csv", **changes})
