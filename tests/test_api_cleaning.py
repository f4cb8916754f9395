"""A cleaning plan in Python: nobody disappears from the results."""

import numpy as np
import pandas as pd

import segbench


def test_customers_left_out_by_the_plan_are_listed(rng):
    frame = pd.DataFrame(rng.normal(size=(40, 2)), columns=["x", "y"])
    frame.loc[3, "x"] = np.nan
    found = segbench.compare(
        frame,
        cleaning=segbench.CleaningPlan(missing="drop"),
        algorithms=["kmeans"],
        k=[2],
        scoring="quick",
        resamples=0,
    )
    assert len(found.labels) == len(frame)
    assert found.labels["left_out"].dropna().to_dict() == {3: "missing x"}
    assert found.labels.drop(columns=["id", "left_out"]).isna().sum().tolist() == [1]
