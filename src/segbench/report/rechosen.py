"""What the comparison would choose today, beside what it chose."""

from __future__ import annotations

from segbench.ranking import RankedRow, Ranking
from segbench.reevaluation import Finding, Kind, Question
from segbench.report.reevaluated import Choices
from segbench.report.results import Results
from segbench.report.run_difference import ranks_beside
from segbench.report.story import Lead, tell

_WHOM = {"new": "the new customers alone", "both": "the old and new customers together"}


def choices_of(then: Lead, today: Results, whom: str) -> Choices:
    """Put two rankings beside each other.

    No alarm comes of it: which of several near-equal candidates is first changes
    from sample to sample, and the rank says how near the old one still is.
    """
    (tale,) = tell(today).tales
    ranking = next((one for one in today.rankings if _same(one, then)), None)
    now = tale.lead
    old = then.row.scored.labeling
    words = f"On {_WHOM[whom]} nothing could be ranked."
    rank = float("nan")
    if now is not None:
        row = None if ranking is None else _place(ranking, then.row)
        rank = float("nan") if row is None or row.rank is None else float(row.rank)
        words = _words(then, now, row, _WHOM[whom])
    nan = float("nan")
    finding = Finding(
        Question.CHOICE,
        Kind.CHOICE,
        f"{old.setting.algo} {old.setting.text}".rstrip(),
        "rank today",
        *(rank, nan, nan, nan),
        words,
        tested=False,
    )
    return Choices((finding,), ranks_beside(then, now, ("_then", "_today")))


def _same(ranking: Ranking, then: Lead) -> bool:
    names = ("features", "scaler")
    return all(getattr(ranking.space, n) == getattr(then.key, n) for n in names)


def _place(ranking: Ranking, old: RankedRow) -> RankedRow | None:
    wanted = old.scored.labeling.setting.key
    rows = (one for one in ranking.rows if one.scored.labeling.setting.key == wanted)
    return next(rows, None)


def _words(then: Lead, now: Lead, row: RankedRow | None, whom: str) -> str:
    names = [_name(one) for one in (then, now)]
    if names[0] == names[1]:
        return f"Yes: on {whom}, {names[0]} is shown first again."
    still = "is not ranked"
    if row is not None and row.rank is not None:
        tied = ", tied with the first" if row.tied else ""
        still = f"has rank {row.rank} in its space{tied}"
    return f"No: on {whom}, {names[1]} is shown first; {names[0]} {still}."


def _name(lead: Lead) -> str:
    setting = lead.row.scored.labeling.setting
    where = f"{lead.key.features} / {lead.key.scaler}"
    return f"{setting.algo} {setting.text} in {where}".replace("  ", " ")
