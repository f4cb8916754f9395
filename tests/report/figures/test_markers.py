import numpy as np
import pytest

from segbench.errors import UserError
from segbench.report.figures.markers import MeanProfiles, marker_variables


def test_the_rule_of_the_book():
    profiles = MeanProfiles(
        means=[[0.35, 0.34, 150.0, 149.0, -3.0, 1.0, np.nan]],
        total=[0.10, 0.10, 100.0, 100.0, -2.0, 0.0, 5.0],
        binary=[True, True, False, False, False, False, False],
        segments=["a"],
        variables=list("abcdefg"),
    )
    # 0.35 - 0.10 is less than 0.25 in floating point; nothing is relative to 0.
    expected = [True, False, True, False, True, False, False]
    assert marker_variables(profiles).tolist() == [expected]


def test_means_of_nobody_are_refused():
    with pytest.raises(UserError, match="one row of means per named segment"):
        MeanProfiles([[1.0]], [1.0, 2.0], [True], ["a"], ["x"])
