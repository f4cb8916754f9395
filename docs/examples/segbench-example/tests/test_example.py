"""example keeps segbench's contract of an algorithm, and can be compared."""

import numpy as np
import pandas as pd
import segbench
from segbench.testing import parametrize_with_checks

from segbench_example import Example


@parametrize_with_checks([Example])
def test_contract(check):
    check()


def test_it_is_ranked():
    spend = np.repeat([1.0, 10.0], 20) + np.linspace(0, 1, 40)
    frame = pd.DataFrame({"spend": spend, "visits": spend[::-1]})
    found = segbench.compare(
        frame, algorithms=["example"], k=[2], scoring="quick", resamples=0, n_jobs=1
    )
    assert list(found.winners["algo"]) == ["example"]
