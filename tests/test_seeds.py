"""Seeds derive from names."""

from hypothesis import given
from hypothesis import strategies as st

from segbench.seeds import seed_for


@given(st.integers(0, 2**31), st.lists(st.text(max_size=5), max_size=3))
def test_seeds_fit_every_library(seed, names):
    assert 0 <= seed_for(seed, *names) < 2**31


def test_seeds_follow_the_names():
    assert seed_for(0, "a", "fit") == seed_for(0, "a", "fit")
    different = {seed_for(s, a, p) for s in (0, 1) for a in "ab" for p in ("x", "y")}
    assert len(different) == 8


def test_names_are_kept_apart():
    assert seed_for(0, "ab", "c") != seed_for(0, "a", "bc")


def test_seeds_do_not_change_between_versions():
    assert seed_for(0, "mall", "resamples") == 1061516171
