"""What changed between two runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segbench.core import Labels
from segbench.reevaluation import match_segments, renamed
from segbench.report.frames import best_frame
from segbench.report.results import Results
from segbench.report.story import Lead, Tale, tell
from segbench.scoring.agreement import agreement_of

WHERE = (
    "output_dir",
    "results_dir",
    "executor",
    "debug",
    "plan",
    "figures",
    "models",
    "cache",
    "fresh",
    "limits",
)
"""Settings that make no difference to the numbers."""


@dataclass(frozen=True)
class RunDifference:
    """Two runs, side by side."""

    settings: pd.DataFrame  # setting, a, b: those that differ
    versions: pd.DataFrame  # library, a, b: those that differ
    data: tuple[str, ...]  # sentences about the customers
    ranks: pd.DataFrame  # best of every algorithm in the spaces shown first
    ari: float  # of the segmentations shown first, on common customers; NaN = none
    common: int  # customers with a segment or noise in both
    moved: pd.DataFrame  # id, from, to: b's segments under a's matched numbers
    names: Mapping[int, int]  # from b's segment numbers to a's


def difference(a: Results, b: Results) -> RunDifference:
    """Compare two runs by the first data set of each.

    Customers are matched by their ids; segments of the second run take the numbers
    of those of the first that they share most customers with.
    """
    first, second = tell(a).tales[0], tell(b).tales[0]
    ari, common, moved, names = _customers(first, second)
    return RunDifference(
        settings=_differing(_settings(a), _settings(b), "setting"),
        versions=_differing(_versions(a), _versions(b), "library"),
        data=tuple(_data(first, second)),
        ranks=ranks_beside(first.lead, second.lead),
        ari=ari,
        common=common,
        moved=moved,
        names=names,
    )


def ranks_beside(
    a: Lead | None, b: Lead | None, suffixes: tuple[str, str] = ("_a", "_b")
) -> pd.DataFrame:
    """Put the best of every algorithm in two spaces beside each other."""
    columns = ["algo", "rank", "params", "k", "silhouette", "stability"]
    frames = [
        pd.DataFrame(columns=columns)
        if one is None
        else best_frame(one.ranking)[columns]
        for one in (a, b)
    ]
    return frames[0].merge(frames[1], on="algo", how="outer", suffixes=suffixes)


def _settings(results: Results) -> dict[str, Any]:
    """Settings of all jobs by their full names; several values stand together."""
    found: dict[str, list[Any]] = {}
    for job in results.jobs:
        for name, value in _flat(job.config):
            if name.split(".")[0] not in WHERE:
                found.setdefault(name, []).append(value)
    return {
        name: " | ".join(dict.fromkeys(map(str, values)))
        for name, values in found.items()
    }


def _flat(node: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in node.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", value


def _versions(results: Results) -> dict[str, Any]:
    return {name: v for job in results.jobs for name, v in job.versions.items()}


def _differing(a: Mapping[str, Any], b: Mapping[str, Any], what: str) -> pd.DataFrame:
    rows = [
        {what: name, "a": a.get(name, "(none)"), "b": b.get(name, "(none)")}
        for name in dict.fromkeys([*a, *b])
        if a.get(name, "(none)") != b.get(name, "(none)")
    ]
    return pd.DataFrame(rows, columns=[what, "a", "b"])


def _data(a: Tale, b: Tale) -> Iterator[str]:
    one, other = a.dataset, b.dataset
    if one.fingerprint == other.fingerprint:
        yield f"The same {one.n_customers:,} customers ({one.fingerprint[:12]})."
        return
    mine, theirs = set(one.ids), set(other.ids)
    yield (
        f"Other customers: {one.n_customers:,} in A ({one.name}, "
        f"{one.fingerprint[:12]}), {other.n_customers:,} in B ({other.name}, "
        f"{other.fingerprint[:12]})."
    )
    yield (
        f"By their ids {len(theirs - mine):,} were added, {len(mine - theirs):,} "
        f"removed and {len(mine & theirs):,} are in both."
    )
    for word, names in (
        ("new", [c for c in other.roles if c not in one.roles]),
        ("gone", [c for c in one.roles if c not in other.roles]),
    ):
        if names:
            yield f"Columns that are {word}: {', '.join(names)}."


def _customers(a: Tale, b: Tale) -> tuple[float, int, pd.DataFrame, Mapping[int, int]]:
    """Match customers by id, segments by customers, and list who is elsewhere."""
    nobody = pd.DataFrame(columns=["id", "from", "to"])
    if a.lead is None or b.lead is None:
        return float("nan"), 0, nobody, {}
    mine = dict(zip(a.dataset.ids, a.lead.labels.tolist(), strict=True))
    theirs = dict(zip(b.dataset.ids, b.lead.labels.tolist(), strict=True))
    ids = [one for one in mine if one in theirs]
    if not ids:
        return float("nan"), 0, nobody, {}
    before, after = (_labels(known, ids) for known in (mine, theirs))
    names = {i: i for i in range(b.lead.row.scored.labeling.k_found)}
    names |= match_segments(before, after)
    after = renamed(after, names)
    table = pd.DataFrame({"id": ids, "from": before, "to": after})
    moved = table[table["from"] != table["to"]].reset_index(drop=True)
    return agreement_of(before, after), len(ids), moved, names


def _labels(known: Mapping[str, int], ids: list[str]) -> Labels:
    return np.array([known[one] for one in ids], dtype=np.int64)
