"""From a source to a data set."""

from pathlib import Path

import pandas as pd
import pytest

from segbench.core import Role
from segbench.data import DeclaredRoles, SimulatedMall, TableSource, load

IDS = str(Path(__file__).parent / "ids.csv")


def test_ids_are_text():
    """Leading zeros, long ids, 1e5 and NA: ten customers, ten ids."""
    built = load(TableSource(IDS, "members"))
    lines = Path(IDS).read_text().splitlines()[1:]
    assert built.ids == tuple(line.split(",")[0] for line in lines)
    assert len(set(built.ids)) == 10
    assert built.columns(Role.NUMERIC) == ["age", "income_k", "score"]


def test_declared_id_is_text():
    built = load(TableSource(IDS, "members", DeclaredRoles(id="member_id")))
    assert built.ids[-2:] == ("1e5", "NA")


def test_renamed_column(write_csv):
    path = write_csv("id,Genre,age\n1,F,30\n2,M,40\n3,F,50\n4,M,60\n")
    declared = DeclaredRoles(categorical=("Gender",))
    built = load(TableSource(path, "d", declared, rename=(("Genre", "Gender"),)))
    assert built.columns(Role.CATEGORICAL) == ["Gender"]


def test_rename_of_a_column_that_is_not_there(write_csv):
    path = write_csv("id,Gender,age\n1,F,30\n2,M,40\n3,F,50\n4,M,60\n")
    built = load(TableSource(path, "d", rename=(("Genre", "Gender"),)))
    assert "Gender" in built.roles


def test_log_begins_with_how_the_file_was_read():
    log = load(TableSource(IDS, "members")).log
    assert log[0].action == (
        "read as utf-8 text, columns separated by ',', named in the first row"
    )
    assert log[0].count == 10


def test_money_as_text_is_refused_or_said(write_csv):
    """Amounts with marks are no numbers: nobody may take the column for one."""
    amounts = ["$58,138.00", "$46,344.00", "$71,613.00", "($1,200.00)"]
    lines = [f'{i},"{amounts[i % 4]}",{i * i}' for i in range(12)]
    built = load(TableSource(write_csv("ID, Income ,Wine\n" + "\n".join(lines)), "d"))
    if built.roles["Income"] is Role.NUMERIC:
        assert built.frame["Income"][0] == 58138.0
    else:
        assert built.frame["Income"][0] == "$58,138.00"


def test_simulated_mall_says_so():
    built = load(SimulatedMall(seed=0))
    assert built.simulated
    assert built.title == "mall_simulated (simulated)"
    assert built.n_customers == 200
    assert sorted(pd.Series(built.truth).value_counts()) == [22, 23, 35, 39, 81]


def test_simulated_mall_follows_its_seed():
    first, again, other = (load(SimulatedMall(seed)) for seed in (3, 3, 4))
    assert first.fingerprint == again.fingerprint != other.fingerprint
    assert (first.name, other.name) == ("mall_simulated_3", "mall_simulated_4")


def test_simulated_mall_has_the_published_means():
    built = load(SimulatedMall(seed=0))
    means = built.frame.groupby(built.truth)["Annual Income (k$)"].mean()
    assert means.tolist() == pytest.approx([55.3, 86.5, 25.7, 88.2, 26.3], abs=1.0)


def test_real_mall_files_with_both_headers(shared):
    declared = DeclaredRoles(id="CustomerID", categorical=("Gender",))
    rename = (("Genre", "Gender"),)
    names = ("Mall_Customers.csv", "Mall_Customers_Genre.csv")
    both = [
        load(TableSource(str(shared("data", name)), "mall", declared, rename))
        for name in names
    ]
    pd.testing.assert_frame_equal(both[0].frame, both[1].frame)
    assert both[0].fingerprint == both[1].fingerprint
    assert (both[0].ids[0], both[1].ids[0]) == ("1", "0001")


def test_real_mall_file_with_holes(shared):
    built = load(TableSource(str(shared("data", "Mall_Customers_missing.csv")), "mall"))
    counts = {one.column: one.count for one in built.log if "missing" in one.action}
    holes = {name: n for name, n in built.frame.isna().sum().items() if n}
    holes |= {
        name: int(built.frame[name].eq("(missing)").sum())
        for name in built.columns(Role.CATEGORICAL)
    }
    assert {name: n for name, n in holes.items() if n} == counts
    assert sum(counts.values()) == 12
