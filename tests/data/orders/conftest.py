"""A small order log with every awkward kind of line, and ways to write it."""

import pandas as pd
import pytest

from segbench.data.orders import OrderSource, orders_table

LINES = """order,customer,date,quantity,price,product
1001,A,2024-01-10 09:00:00,10,5.00,tea
1002,A,2024-01-10 16:30:00,2,20.00,pot
C1050,A,2024-01-20 10:00:00,-10,5.00,tea
1003,B,2024-02-01 11:00:00,4,25.00,cup
1003,B,2024-02-01 11:00:00,1,3.00,tea
1004,B,2024-03-01 12:00:00,4,25.00,cup
C1060,C,2024-02-15 13:00:00,-3,15.00,pot
1005,D,2024-02-20 14:00:00,1,30.00,pot
C1070,D,2024-03-10 15:00:00,-1,30.00,pot
1006,E,2024-03-12 10:00:00,5,0.00,tea
1007,E,2024-03-15 10:00:00,2,12.00,cup
"""


@pytest.fixture
def lines():
    return LINES


@pytest.fixture
def read(write_csv):
    """Read a log written as text; give the table by customer, and the steps."""

    def table(text=LINES, name="orders.csv", **settings):
        path = text if "\n" not in str(text) and name is None else write_csv(text, name)
        frame, steps = orders_table(OrderSource(str(path), "log", **settings))
        assert pd.api.types.is_string_dtype(frame["customer"])
        assert (frame.drop(columns="customer").dtypes == "float64").all()
        return frame.set_index("customer"), steps

    return table


@pytest.fixture
def count():
    """Count of the only step whose words begin or hold a text."""

    def of(steps, words):
        found = [step.count for step in steps if words in step.action]
        assert len(found) == 1, [step.action for step in steps]
        return found[0]

    return of
