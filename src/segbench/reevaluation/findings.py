"""What a re-evaluation finds: one record a finding, and which of them are alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from segbench.scoring.tables import holm

LEVEL = 0.01
"""Of all tests of a re-evaluation together: Holm's correction is over all of them."""

NEGLIGIBLE = 0.1
"""Size up to which a difference is none for a segmentation, however sure it is.

The scale is that of a population stability index, a Kolmogorov-Smirnov distance, or
Cohen's h of two shares. Of many customers everything differs significantly.
"""

RESAMPLES = 100
"""Resamples of the old customers that show what happens by chance.

An event is news where it is stronger than in all of them, which without change happens
once in 101 cases at most.
"""

RARE = 2
"""Resamples in which anything of the kind may happen before it is no news.

A kind that happens with probability q by chance then raises an alarm with probability
``q P(Bin(100, q) <= 2)``, which is at most 0.014 whatever q is. What is stronger than
all of its kind in 100 resamples is news, too: that happens once in 101 cases. Where
the old customers have no structure it has to be both: there are more kinds of events
there, each of them seldom.
"""


class Question(StrEnum):
    """What was asked."""

    DESCRIBE = "do the old segments describe the new customers"
    CHOICE = "would the comparison choose the same today"
    MAP = "how do old and new segments map"


class Kind(StrEnum):
    """What a finding is about."""

    SILHOUETTE = "silhouette"
    COVERAGE = "coverage"
    SHARES = "shares"  # of all segments together
    SHARE = "share"  # of one segment
    DRIFT = "drift"  # of a variable
    GAPS = "gaps"  # share of missing values of a variable
    FAR = "far"  # customers far from every segment
    CHOICE = "choice"
    KEPT = "kept"
    SPLIT = "split"
    MERGED = "merged"
    VANISHED = "vanished"
    LOST = "lost"  # neither kept nor split nor merged: it dissolved
    BORN = "born"


@dataclass(frozen=True)
class Finding:
    """One thing that was measured: a row of ``reevaluation.csv``."""

    question: Question
    kind: Kind
    subject: str  # a segment, a variable, or all of them
    statistic: str  # its name
    value: float
    low: float  # 95 % interval; NaN = none
    high: float
    p: float  # NaN = no test
    words: str  # a sentence
    size: float = float("inf")  # on the scale of `NEGLIGIBLE`
    tested: bool = True  # False: decided by resamples of the old customers
    p_holm: float = float("nan")
    alarm: bool = False


def judge(findings: Sequence[Finding]) -> list[Finding]:
    """Correct the p values over all tests, and raise the alarms they give."""
    ps = [one.p if one.tested else np.nan for one in findings]
    judged = []
    for one, p in zip(findings, holm(ps), strict=True):
        if not one.tested:
            judged.append(one)
            continue
        alarm = bool(p <= LEVEL) and one.size >= NEGLIGIBLE
        judged.append(replace(one, p_holm=float(p), alarm=alarm))
    return judged


def findings_frame(findings: Sequence[Finding]) -> pd.DataFrame:
    """Lay findings out as a table, a row each, in their order."""
    names = ("question", "kind", "subject", "statistic", "value", "low", "high")
    more = ("p", "p_holm", "alarm", "words")
    columns = [*names, *more]
    rows = [{name: getattr(one, name) for name in columns} for one in findings]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(names[:4], str))
