"""What the first screen says of results that are not clear."""

import numpy as np
import pandas as pd
import pytest

from segbench.api import compare
from segbench.core import Scheme
from segbench.report.html.cards import card
from segbench.report.html.opening import openings_of
from segbench.report.story import is_settled, tell


def frame_of(centres, n=20, seed=4):
    rng = np.random.default_rng(seed)
    where = np.repeat(centres, n, axis=0)
    points = where + rng.normal(size=where.shape)
    return pd.DataFrame(points, columns=["income (k$)", "visits"])


@pytest.fixture(scope="module")
def clear():
    frame = frame_of([[0, 0], [12, 0], [0, 12]])
    frame["noise"] = np.random.default_rng(1).uniform(0, 1, len(frame))
    return compare(
        frame,
        features={"a_noise": ["noise"], "both": ["income (k$)", "visits"]},
        algorithms=["kmeans"],
        k=[2, 3, 4],
        resamples=5,
    )


def test_a_space_where_votes_and_ranking_agree_comes_first(clear):
    story = tell(clear.results)
    first, *_ = story.tales[0].rankings
    assert first.space.features == "both"  # not the first by name
    assert is_settled(clear.results, first)
    (opening,) = openings_of(story, [])
    assert opening.lines[0].startswith("There are segments here: 3 of them.")
    assert any(line.startswith("Shown first of 2 comb") for line in opening.lines)


def test_praise_of_segments_belongs_to_structure_and_to_the_bootstrap(clear):
    lead = tell(clear.results).tales[0].lead
    portrait = lead.profile.portraits[0]
    praised = card(lead, portrait, doubtful=False)
    assert (praised.tone, "highly stable" in praised.trust) == ("good", True)
    doubted = card(lead, portrait, doubtful=True)
    assert doubted.tone == "plain"
    assert "without structure can be as stable" in doubted.trust


def test_other_schemes_have_no_words():
    found = compare(
        frame_of([[0, 0], [12, 0]]),
        algorithms=["kmeans"],
        k=[2],
        scoring="quick",
        resamples=4,
    )
    (cell,) = found.records.cells
    object.__setattr__(cell.rows[0].stability, "scheme", Scheme.NOISE)
    lead = tell(found.results).tales[0].lead
    shown = card(lead, lead.profile.portraits[0], doubtful=False)
    assert shown.tone == "plain"
    assert shown.trust.endswith("(Jaccard)")
    (opening,) = openings_of(tell(found.results), [])
    assert any("replaced by noise" in line for line in opening.lines)


def test_a_stability_just_below_a_bound_is_not_rounded_onto_it(clear):
    lead = tell(clear.results).tales[0].lead
    jaccard = lead.row.scored.stability.jaccard
    kept = jaccard.copy()
    try:
        jaccard[:, 0] = 0.59997
        shown = card(lead, lead.profile.portraits[0], doubtful=False)
    finally:
        jaccard[:] = kept
    assert shown.trust == "Stability 0.59 (Jaccard): do not trust"
