"""Rows and columns of a customer table that are no customers and no variables."""

import numpy as np
import pandas as pd
import pytest

from segbench.core import Role
from segbench.data import DeclaredRoles, ReadOptions, build_dataset
from segbench.data.reading import read_table
from segbench.errors import DataError

N = 20


def table(**columns):
    base = {
        "income": [100 + 7 * i for i in range(N)],
        "visits": [i % 6 for i in range(N)],
    }
    return pd.DataFrame({**columns, **base}).astype(str)


def said(built):
    return {step.action: step.count for step in built.log}


def one_said(built, begin):
    (found,) = (step for step in built.log if step.action.startswith(begin))
    return found


class TestIdsThatRowsShare:
    @pytest.mark.parametrize(
        "name", ["customer_id", "id", "Kundennr", "Kunden-Nr.", "id_cliente", "CustNo"]
    )
    @pytest.mark.parametrize("write", [str, "C{}".format, int])
    def test_of_customers_are_refused(self, name, write):
        shared = table().assign(**{name: [write(i // 2) for i in range(N)]})
        with pytest.raises(DataError, match="several rows per customer") as caught:
            build_dataset(shared, "d")
        assert "dataset=orders" in str(caught.value)
        assert "dataset.ignore=[" in str(caught.value)
        built = build_dataset(shared, "d", DeclaredRoles(ignore=(name,)))
        assert built.columns(Role.NUMERIC) == ["income", "visits"]

    def test_are_refused_beside_a_declared_id_of_orders(self):
        shared = table(order_id=[f"O{i}" for i in range(N)])
        shared["customer_id"] = [str(i // 2) for i in range(N)]
        with pytest.raises(DataError, match="several rows per customer"):
            build_dataset(shared, "d", DeclaredRoles(id="order_id"))

    def test_of_something_else_are_left_out_with_a_way_back(self):
        shared = table(customer_id=[f"c{i}" for i in range(N)])
        shared["branch_id"] = [str(i % 5) for i in range(N)]
        built = build_dataset(shared, "d")
        assert built.roles["branch_id"] is Role.IGNORED
        way_back = one_said(built, "called like an id").action
        assert way_back.endswith("'dataset.categorical=[branch_id]'")
        taken = build_dataset(shared, "d", DeclaredRoles(categorical=("branch_id",)))
        assert taken.roles["branch_id"] is Role.CATEGORICAL

    @pytest.mark.parametrize("name", ["number", "num_customer", "postcode", "age"])
    def test_counts_and_codes_are_none(self, name):
        built = build_dataset(table(**{name: [i % 4 for i in range(N)]}), "d")
        assert built.roles[name] is Role.NUMERIC


class TestBlankRows:
    @pytest.mark.parametrize("empty", ["", None, np.nan, "  "])
    @pytest.mark.parametrize("named", [True, False])
    def test_are_left_out_and_the_others_keep_their_numbers(self, empty, named):
        ids = {"id": [f"c{i:02d}" for i in range(N)]} if named else {}
        rows = table(**ids).astype(object)
        rows.loc[[3, N - 1]] = empty
        built = build_dataset(rows, "d")
        assert built.n_customers == N - 2
        assert said(built)["rows that are empty in every column left out"] == 2
        expected = [i for i in range(N - 1) if i != 3]
        names = [f"c{i:02d}" if named else str(i + 1) for i in expected]
        assert list(built.ids) == names
        assert built.frame["income"].tolist() == [100 + 7 * i for i in expected]
        assert not built.frame.isna().any().any()

    def test_do_not_move_the_row_that_a_message_names(self):
        rows = table()
        rows.loc[2] = ""
        rows.loc[7, "income"] = "oops"
        with pytest.raises(DataError, match="'oops' in row 8"):
            build_dataset(rows, "d")

    def test_a_row_with_one_cell_is_a_customer(self):
        rows = table()
        rows.loc[4] = ["", "3"]
        assert build_dataset(rows, "d").n_customers == N


class TestTotals:
    @pytest.mark.parametrize("word", ["Total", "SUMME", "Gesamt:", "Sum", "Totale"])
    def test_a_row_that_is_called_so_is_named(self, word):
        rows = table(id=[f"c{i}" for i in range(N)])
        rows.loc[N] = [word, "9999", "1"]
        built = build_dataset(rows, "d")
        assert built.n_customers == N + 1
        assert f"row {N + 1} looks like a total" in one_said(built, "row").action

    def test_a_last_row_of_sums_is_named(self):
        rows = table()
        sums = rows.astype(float).sum()
        rows.loc[N] = [f"{sums['income']:.2f}", f"{sums['visits']:.0f}"]
        action = one_said(build_dataset(rows, "d"), "row").action
        assert f"row {N + 1} looks like a total" in action
        assert "delete that row" in action

    def test_others_are_not(self):
        rows = table(plan=["Total" if i % 2 else "Basic" for i in range(N)])
        assert not any(
            "looks like" in action for action in said(build_dataset(rows, "d"))
        )


def test_equal_customers_without_an_id_are_counted():
    twice = pd.concat([table(), table().iloc[:3]])
    built = build_dataset(twice, "d")
    assert built.n_customers == N + 3
    assert one_said(built, "customers equal to an earlier one").count == 3
    named = twice.assign(id=[f"c{i}" for i in range(N + 3)])
    assert not any("equal" in action for action in said(build_dataset(named, "d")))


def test_levels_left_out_name_the_way_back():
    towns = pd.concat([table()] * 5, ignore_index=True)
    towns["home town"] = [f"Town {i % 30}" for i in range(len(towns))]
    action = one_said(build_dataset(towns, "d"), "text with 30").action
    assert action.endswith("""'dataset.categorical=["home town"]'""")


def test_levels_that_differ_by_capitals_are_said():
    built = build_dataset(table(sex=["M", "m", "F", "M"] * 5), "d")
    remark = one_said(built, "'M' and 'm' are levels of their own")
    assert (remark.column, remark.count) == ("sex", 15)


def test_words_among_numbers_are_listed_at_once_ready_to_type():
    rows = table(age=[str(20 + i) for i in range(N)])
    rows.loc[4, "age"], rows.loc[5, "income"] = "keine Angabe", "unknown"
    with pytest.raises(DataError, match="'keine Angabe' in row 5") as caught:
        build_dataset(rows, "d")
    typed = """'dataset.missing_marks=["keine Angabe",unknown]'"""
    assert typed in str(caught.value)


class TestTitles:
    @pytest.mark.parametrize(
        ("above", "line"),
        [
            ("Sales 2024\n", 2),
            ("Sales 2024,,\n", 2),
            ("Sales 2024\n\n", 3),
            ("Sales 2024,,\nall branches,,\n,,\n", 4),
            ("sep=,\nSales 2024,,\n", 3),
            (",,\n", 2),
        ],
    )
    def test_above_the_names_are_refused_with_the_line(self, tmp_path, above, line):
        path = tmp_path / "report.csv"
        text = table(id=[f"c{i}" for i in range(N)]).to_csv(index=False)
        path.write_text(above + text, encoding="utf-8")
        with pytest.raises(DataError, match=f"stand in line {line}; delete the lines"):
            read_table(str(path))

    @pytest.mark.parametrize(
        "text",
        [
            ",a,b\n0,1,2\n1,3,4\n",
            "name\nx\ny\n",
            "a,b\n,\nx,1\ny,2\n",
            "city,\nOslo,north\nRome,south\n",
        ],
    )
    def test_other_first_lines_are_names(self, tmp_path, text):
        path = tmp_path / "t.csv"
        path.write_text(text, encoding="utf-8")
        assert len(read_table(str(path))[0]) == text.count("\n") - 1

    def test_a_person_who_says_header_is_believed(self, tmp_path):
        path = tmp_path / "t.csv"
        path.write_text("title,,\nid,a,b\n1,2,3\n", encoding="utf-8")
        frame, _ = read_table(str(path), ReadOptions(header=True))
        assert list(frame.columns) == ["title", "column 2", "column 3"]
