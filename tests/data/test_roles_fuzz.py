"""Whatever stands in a table of text: a data set, or one sentence; nobody is lost."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from segbench.core import Role
from segbench.data import DeclaredRoles, build_dataset
from segbench.data.values import ValueRules
from segbench.errors import UserError

CELLS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        [
            *["", "-", "?", "NA", "#DIV/0!", "unknown", "\n", "a\nb", "\x00", "\x01"],
            *["1", "2.5", "1,5", "1.234", "1,234", "1.234,5", "(3)", "4-", "5 %", "$6"],
            *["€7", "1e5", "1e999", "inf", "00123", "04-09-2012", "30.01.2013", "8:26"],
            *["2012-02-30", "4-Sep-12", "9" * 400, "1'000", "\u2212\u0663", "0\x010"],
        ]
    ),
    st.text("0123456789.,-+ ()%$eE'/:", max_size=8),
)
IDS = st.one_of(
    st.sampled_from(["00123", "123", "0123", "900719925474099301", "1e5", "NA", "-"]),
    st.text(st.characters(exclude_categories=("Zs", "Cc", "Cs")), min_size=1),
)
NAMES = st.one_of(
    st.sampled_from(
        ["id", "segment", "age", "date", "#VALUE!", "a=b", "${usd}", "(k$)"]
    ),
    st.text(max_size=5),
)
RULES = st.builds(
    ValueRules,
    decimal=st.sampled_from([None, ".", ","]),
    missing=st.sampled_from([(), ("unknown", "1")]),
    dates=st.sampled_from([None, "day_first", "month_first"]),
)


def built_or_sentence(*args, **kwargs):
    """A data set, or None after one sentence; other exceptions get out."""
    try:
        return build_dataset(*args, **kwargs)
    except UserError as error:
        said = str(error)
        assert said
        assert "\n" not in said
        assert "Traceback" not in said
        return None


@given(
    st.dictionaries(NAMES, st.lists(CELLS, min_size=6, max_size=6), max_size=4), RULES
)
def test_any_table_of_text(columns, rules):
    table = pd.DataFrame(columns, dtype=object)
    built = built_or_sentence(table, "d", rules=rules)
    if built is None:
        return
    dropped = [one.count for one in built.log if "copies of a row" in one.action]
    assert built.n_customers + sum(dropped) == len(table)
    assert built.n_customers == len(built.frame)
    assert list(built.roles) == [name.strip() for name in columns]
    for name in built.columns(Role.NUMERIC):
        assert built.frame[name].abs().max() < float("inf")
    missing = {one.column: one.count for one in built.log if "missing" in one.action}
    for name in built.columns(Role.CATEGORICAL):
        holes = int((built.frame[name] == "(missing)").sum())
        assert holes == 0 or name in missing


@given(
    st.lists(st.tuples(IDS, CELLS), min_size=3, unique_by=lambda row: row[0].strip())
)
def test_ids_come_back_exactly(rows):
    table = pd.DataFrame(
        {
            "member": [row[0] for row in rows],
            "note": [row[1] for row in rows],
            "spend": range(len(rows)),
        }
    )
    built = built_or_sentence(table, "d", DeclaredRoles(id="member", ignore=("note",)))
    assert built.ids == tuple(row[0].strip() for row in rows)


@given(st.lists(st.sampled_from("abcd"), min_size=6, max_size=12))
def test_copies_are_counted_and_others_kept(ids):
    """Rows of one id are copies when equal, and a mistake when they are not."""
    table = pd.DataFrame({"id": ids, "spend": [ord(one) for one in ids]})
    built = built_or_sentence(table, "d", DeclaredRoles(id="id", numeric=("spend",)))
    if built is None:
        assert len(set(ids)) < 3
        return
    assert built.ids == tuple(dict.fromkeys(ids))
    copies = [one.count for one in built.log if "copies of a row" in one.action]
    assert sum(copies) == len(ids) - len(set(ids))
