"""Dates: which part is the day is decided on the whole column."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.core import Role
from segbench.data import build_dataset
from segbench.data.values import ValueRules, parse_dates
from segbench.errors import DataError


def parsed(*cells, **rules):
    column = pd.Series(cells, dtype=object, name="when")
    found = parse_dates(column, ValueRules(**rules))
    return [str(value) for value in found.stamps], found.day_first


@pytest.mark.parametrize(
    ("cells", "expected", "day_first"),
    [
        (["2012-09-04", "2012/9/5"], ["2012-09-04", "2012-09-05"], None),
        (["04-09-2012", "30-01-2013"], ["2012-09-04", "2013-01-30"], True),
        (["4/9/12", "1/30/13"], ["2012-04-09", "2013-01-30"], False),
        (["4.9.2012", "5.1.13"], ["2012-09-04", "2013-01-05"], True),
        (["4-Sep-12", "12. März 1999"], ["2012-09-04", "1999-03-12"], None),
        (["Sep 4, 2012", "October 12, 99"], ["2012-09-04", "1999-10-12"], None),
        (["20100112", "20101231"], ["2010-01-12", "2010-12-31"], None),
        (["3/3/2010", "4/4/2011"], ["2010-03-03", "2011-04-04"], True),
    ],
)
def test_ways_to_write_a_date(cells, expected, day_first):
    values, found = parsed(*cells)
    assert [value[:10] for value in values] == expected
    assert found is day_first


def test_times_of_the_day():
    values, _ = parsed("12/1/2010 8:26", "12/31/2010 18:05", "12/1/10 12:30 AM")
    assert [value[5:] for value in values] == [
        *["12-01 08:26:00", "12-31 18:05:00", "12-01 00:30:00"]
    ]
    assert parsed("2012-09-04T10:11:12.5Z")[0] == ["2012-09-04 10:11:12"]


def test_missing_dates_and_native_dates():
    assert parsed("2012-09-04", "", None)[0] == ["2012-09-04 00:00:00", "NaT", "NaT"]
    native = pd.Series(pd.to_datetime(["2012-09-04", None])).dt.tz_localize(
        "Asia/Tokyo"
    )
    assert [str(x) for x in parse_dates(native).stamps] == [
        *["2012-09-04 00:00:00", "NaT"]
    ]
    whole = pd.Series([20100112, 20100113])
    assert str(parse_dates(whole).stamps[1]) == "2010-01-13 00:00:00"


def test_open_dates_are_refused_until_somebody_says():
    with pytest.raises(DataError, match="day first or month first; set"):
        parsed("04/09/2012", "05/10/2012")
    assert parsed("04/09/2012", dates="day_first")[0] == ["2012-09-04 00:00:00"]
    assert parsed("04/09/2012", dates="month_first")[0] == ["2012-04-09 00:00:00"]


@pytest.mark.parametrize("wrong", ["2012-02-30", "2012-13-01", "soon", "12", "25:00"])
def test_what_is_no_date_is_named_with_its_row(wrong):
    with pytest.raises(DataError, match=f"should hold dates, but row 2 .*{wrong}"):
        parsed("2012-09-04", wrong, "2012-09-05")


@given(
    st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)), min_size=1),
    st.sampled_from(["%d-%m-%Y", "%m/%d/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %b %Y"]),
)
def test_dates_written_in_one_way_come_back(days, form):
    rule = "month_first" if form.startswith("%m") else "day_first"
    column = pd.Series([day.strftime(form) for day in days])
    found = parse_dates(column, ValueRules(dates=rule)).stamps
    assert [stamp.date() for stamp in found] == days


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            ["30-07-2012", "29-06-2014"],
            "dates from 2012-07-30 to 2014-06-29 (day first)",
        ),
        (["04/09/2012", "05/10/2012"], "dates that may be day first or month first"),
        ([20120730, 20140629], "dates from 2012-07-30 to 2014-06-29"),
        (pd.to_datetime(["2012-07-30", "2014-06-29"]), "dates from 2012-07-30"),
    ],
)
def test_a_date_column_is_left_out_with_the_reason(cells, told):
    table = pd.DataFrame({"Dt_Customer": list(cells) * 6, "income": range(1, 24, 2)})
    built = build_dataset(table, "d")
    assert built.roles["Dt_Customer"] is Role.IGNORED
    (step,) = [one for one in built.log if one.column == "Dt_Customer"]
    assert step.action.startswith(told)
    assert "make it a number, such as days since" in step.action


def test_eight_digits_are_a_quantity_where_the_name_says_no_date():
    table = pd.DataFrame({"turnover": [20120730, 20140629] * 6, "b": range(1, 24, 2)})
    assert build_dataset(table, "d").roles["turnover"] is Role.NUMERIC
