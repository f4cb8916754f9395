"""What the figures of the segments show, and what they leave to others."""

import importlib

import numpy as np
import pandas as pd

from segbench.api import compare

module = importlib.import_module("segbench.report.illustrate.of_segments")


def test_of_two_levels_that_mirror_each_other_one_is_drawn(monkeypatch):
    rng = np.random.default_rng(5)
    fast = np.repeat(["No", "Yes"], 30)
    frame = pd.DataFrame(
        {
            "fast": fast,
            "cheap": rng.choice(["No", "Yes"], 60),
            "visits": np.where(fast == "Yes", "weekly", rng.choice(["never", "daily"])),
            "city": rng.choice(["A", "B", "C"], 60),
            "age": rng.normal(40, 5, 60),
        }
    )
    seen = []
    monkeypatch.setattr(module, "profile_heat_map", seen.append)
    found = compare(frame, algorithms=["kmeans"], k=[2], scoring="quick", resamples=0)
    (tale,) = found.story.tales
    for one in module.of_segments(tale, ""):
        one.draw()
    (table,) = seen
    assert table.variables == [
        "fast Yes",
        "cheap Yes",
        "visits weekly",
        "city A",
        "city B",
        "city C",
        "age",
    ]
