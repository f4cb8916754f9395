"""Real customer files: every column gets the role a person would give it.

The files are read as text here, so that only the meaning of cells is tested.
"""

from dataclasses import dataclass

import pandas as pd
import pytest

from segbench.core import Role
from segbench.data import DeclaredRoles, build_dataset
from segbench.data.values import ValueRules, parse_dates

MALL = {"id": ["CustomerID"], "categorical": ["Gender"]}
CAMPAIGN = {
    "id": ["ID"],
    "categorical": ["Education", "Marital_Status"],
    "ignored": ["Dt_Customer", "Z_CostContact", "Z_Revenue"],
}
JANATA = {
    "id": ["ID"],
    "categorical": [
        *["Gender", "Ever_Married", "Graduated", "Profession", "Spending_Score"],
        "Var_1",
    ],
}
BAYES = (
    "Naive_Bayes_Classifier_Attrition_Flag_Card_Category_Contacts_Count_12_mon_"
    "Dependent_count_Education_Level_Months_Inactive_12_mon_"
)


@dataclass(frozen=True)
class File:
    """What is expected of a file: all columns that are no quantities."""

    name: str
    others: dict[str, list[str]]
    sep: str = ","
    declared: DeclaredRoles | None = None


FILES = [
    File("Mall_Customers.csv", MALL),
    File("Mall_Customers_missing.csv", MALL),
    File("Mall_Customers_dirty_812.csv", MALL),
    File("Mall_Customers_Genre.csv", {"id": ["CustomerID"], "categorical": ["Genre"]}),
    File("Wholesale_customers_data.csv", {}),
    File("CC_GENERAL.csv.gz", {"id": ["CUST_ID"]}),
    File("CC_GENERAL_excel_errors.csv.gz", {"id": ["CUST_ID"], "ignored": ["#VALUE!"]}),
    File("marketing_campaign.csv", CAMPAIGN, sep="\t"),
    File("marketing_campaign_semicolon_bom.csv", CAMPAIGN, sep=";"),
    File("segmentation data.csv", {"id": ["ID"]}),
    File(
        "mcdonalds.csv",
        {
            "categorical": [
                *["yummy", "convenient", "spicy", "fattening", "greasy", "fast"],
                *["cheap", "tasty", "expensive", "healthy", "disgusting", "Like"],
                *["VisitFrequency", "Gender"],
            ]
        },
    ),
    File(
        "teleCust1000t.csv",
        {"truth": ["custcat"]},
        declared=DeclaredRoles(truth="custcat"),
    ),
    File("Cust_Segmentation.csv", {"id": ["Customer Id"], "ignored": ["Address"]}),
    File(
        "WA_Fn-UseC_-Telco-Customer-Churn.csv.gz",
        {
            "id": ["customerID"],
            "categorical": [
                *["gender", "Partner", "Dependents", "PhoneService", "MultipleLines"],
                *["InternetService", "OnlineSecurity", "OnlineBackup"],
                *["DeviceProtection", "TechSupport", "StreamingTV", "StreamingMovies"],
                *["Contract", "PaperlessBilling", "PaymentMethod", "Churn"],
            ],
        },
    ),
    File("Train_aBjfeNk.csv.gz", {**JANATA, "truth": ["Segmentation"]}),
    File("Test_LqhgPWU.csv.gz", JANATA),
    File(
        "bank-additional.csv.gz",
        {
            "categorical": [
                *["job", "marital", "education", "default", "housing", "loan"],
                *["contact", "month", "day_of_week", "poutcome", "y"],
            ]
        },
        sep=";",
    ),
    File(
        "BankChurners.csv.gz",
        {
            "id": ["CLIENTNUM"],
            "categorical": [
                *["Attrition_Flag", "Gender", "Education_Level", "Marital_Status"],
                *["Income_Category", "Card_Category"],
            ],
            "ignored": [f"{BAYES}1", f"{BAYES}2"],
        },
    ),
    File("Ecommerce Customers.csv", {"ignored": ["Email", "Address", "Avatar"]}),
    File("vacmot.csv", {}),
    File(
        "vacmotdesc.csv",
        {
            "truth": ["vacmot6"],
            "categorical": [
                *["Gender", "Income", "Income2", "Occupation", "State"],
                *["Relationship.Status", "Obligation2"],
            ],
        },
        declared=DeclaredRoles(truth="vacmot6"),
    ),
    File("cdnow_customers_summary_with_transactions.csv", {"id": ["ID"]}),
]


@pytest.fixture
def table(shared):
    def read(name, sep=",", **options):
        known = {"dtype": str, "keep_default_na": False, "encoding": "utf-8-sig"}
        return pd.read_csv(shared("data", name), sep=sep, **{**known, **options})

    return read


def steps(built, column):
    return {one.action: one.count for one in built.log if one.column == column}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_roles_of_a_real_file(table, file):
    frame = table(file.name, file.sep)
    built = build_dataset(frame, "d", file.declared)
    roles = [Role.ID, Role.CATEGORICAL, Role.IGNORED, Role.TRUTH]
    found = {str(role): built.columns(role) for role in roles if built.columns(role)}
    assert found == file.others
    named = {name for names in file.others.values() for name in names}
    assert built.columns(Role.NUMERIC) == [n for n in frame.columns if n not in named]
    dropped = sum(
        count for action, count in steps(built, "").items() if "copies" in action
    )
    assert built.n_customers + dropped == len(frame)


def test_both_campaign_files_hold_the_same_customers(table):
    tab, semicolon = (
        build_dataset(table(file.name, file.sep), "d") for file in FILES[7:9]
    )
    pd.testing.assert_frame_equal(tab.frame, semicolon.frame)
    assert tab.frame["Income"].mean() == pytest.approx(52247.25, abs=5e-3)
    (said,) = steps(tab, "Dt_Customer")
    assert said.startswith("dates from 2012-07-30 to 2014-06-29 (day first), left out")


def test_unknown_is_an_answer_until_it_is_named(table):
    frame = table("BankChurners.csv.gz")
    built = build_dataset(frame, "d")
    counts = {
        name: count
        for name in ("Income_Category", "Education_Level", "Marital_Status")
        for action, count in steps(built, name).items()
        if action.startswith("'Unknown' kept as an answer")
    }
    assert list(counts.values()) == [1112, 1519, 749]
    named = build_dataset(frame, "d", rules=ValueRules(missing=("Unknown",)))
    assert named.frame["Marital_Status"].eq("(missing)").sum() == 749


def test_never_called_as_999(table):
    frame = table("bank-additional.csv.gz", ";")
    built = build_dataset(frame, "d", rules=ValueRules(missing=("999",)))
    assert built.frame["pdays"].isna().sum() == 3959


def test_blank_charges_and_zeros(table):
    charges = build_dataset(table(FILES[13].name), "d").frame["TotalCharges"]
    assert charges.isna().sum() == 11
    built = build_dataset(table("CC_GENERAL.csv.gz"), "d")
    assert any("zeros, a group" in action for action in steps(built, "CASH_ADVANCE"))
    assert not any("zeros" in action for action in steps(built, "BALANCE"))


def test_dates_of_an_order_log(table):
    orders = table(
        "Online_Retail.csv.gz", encoding="ISO-8859-1", usecols=["InvoiceDate"]
    )
    found = parse_dates(orders["InvoiceDate"])
    assert found.day_first is False
    assert str(found.stamps.min()) == "2010-12-01 08:26:00"
    assert str(found.stamps.max()) == "2011-12-09 12:50:00"
