"""How the tests of the exploration make data sets."""

import pandas as pd
import pytest

from segbench.data import DeclaredRoles, build_dataset
from segbench.exploration import explore_dataset


@pytest.fixture
def explore():
    """Explore a table; what is declared goes to the roles."""

    def run(columns, random_state=0, **declared):
        dataset = build_dataset(pd.DataFrame(columns), "d", DeclaredRoles(**declared))
        return explore_dataset(dataset, random_state=random_state)

    return run


@pytest.fixture
def column(explore):
    """The summary of a single column among another."""

    def run(values, **declared):
        values = list(values)
        table = {"x": values, "other": [i % 7 for i in range(len(values))]}
        return explore(table, **declared).columns[0]

    return run
