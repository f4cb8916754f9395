"""Killed at random moments, a run ends in the tables of one that nobody disturbed."""

QUICK = (
    *("features=income_spending", "k=[2,3]", "scoring=quick", "figures=false"),
    *("models=false", "output_dir=out", "scoring.resamples=12", "executor.n_jobs=2"),
)


def test_killed_runs_resume_and_compute_nothing_twice(script):
    study = script("kill_and_resume").study
    kills, finishes = study(3, 0, ["processes"], QUICK)
    assert len(kills) == 3
    assert all(one.rewritten == 0 for one in kills)
    assert all(one.good for one in finishes), finishes
