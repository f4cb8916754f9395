"""Whether segbench and the plain job give the same answers to the mall job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from mall_peer import RANDOM
from scipy.stats import spearmanr
from timing import Row

from segbench.algorithms.labels import canonical, status_of
from segbench.core import Cell, Labeling, Scored, Stability, Status
from segbench.ranking import Ranking, RankingRule, rank_space

UNRUN = (Status.FAILED, Status.IMPOSSIBLE)
ENOUGH = 30  # resamples from which errors of means are near normal
EXACT = 1e-9  # what has no random numbers agrees to this


@dataclass(frozen=True)
class Pair:
    """A setting as both sides see it."""

    space: str
    ours: Scored
    peer: Scored

    @property
    def algo(self) -> str:
        """Name of the algorithm."""
        return self.ours.labeling.setting.algo

    @property
    def same_labels(self) -> bool:
        """Whether the labelings of all customers are the same."""
        return np.array_equal(self.ours.labeling.labels, self.peer.labeling.labels)

    @property
    def scored(self) -> bool:
        """Whether both sides have a stability."""
        return self.ours.stability is not None and self.peer.stability is not None

    @property
    def ari(self) -> Any:
        """Agreements by resample, shape (2, B): ours, the peer's."""
        assert self.ours.stability is not None  # callers ask `scored` first
        assert self.peer.stability is not None
        return np.array([self.ours.stability.ari, self.peer.stability.ari])


def pair_up(cells: Sequence[Cell], answers: Sequence[dict[str, Any]]) -> list[Pair]:
    """Put the two answers to each setting side by side."""
    rows = [(cell.space, row) for cell in cells for row in cell.rows]
    return [
        Pair(f"{space.features} / {space.scaler}", row, _as_scored(row, answer))
        for (space, row), answer in zip(rows, answers, strict=True)
    ]


def _as_scored(ours: Scored, answer: dict[str, Any]) -> Scored:
    """Say the peer's answer in segbench's words."""
    labels = canonical(answer["labels"].astype(np.int64))
    status, reason = status_of(labels)
    told = ours.labeling
    labeling = Labeling(told.setting, status, reason, labels, told.k_asked, 0.0)
    stability = None
    if status is Status.OK:
        ari = answer["ari"]
        unknown = np.full((len(ari), labeling.k_found), np.nan)
        reason = "the agreement is undefined" if np.isnan(ari).all() else ""
        stability = Stability(ari, unknown, unknown[:, 0], reason)
    undefined = dict.fromkeys(ours.scores, float("nan"))
    return Scored(labeling, {**undefined, **answer["scores"]}, {}, stability)


def standard_errors(ari: Any) -> tuple[float, float]:
    """Return the difference of the means and its error, the sides as independent.

    Resamples that are undefined on a side are left out on both.
    """
    known = ari[:, ~np.isnan(ari).any(axis=0)]
    if known.shape[1] < 2:
        return float("nan"), float("nan")
    difference = float(known[0].mean() - known[1].mean())
    error = np.sqrt(known.var(axis=1, ddof=1).sum() / known.shape[1])
    return difference, float(error)


def paired_z(ari: Any) -> float:
    """Return the mean difference over its error, resample by resample: stricter."""
    differences = ari[0] - ari[1]
    known = differences[~np.isnan(differences)]
    if len(known) < 2 or np.ptp(known) < EXACT:
        return float("nan")
    return float(known.mean() / known.std(ddof=1) * np.sqrt(len(known)))


def setting_row(pair: Pair) -> Row:
    """Write one setting's two stabilities side by side."""
    difference, error = standard_errors(pair.ari)
    return {
        "space": pair.space,
        "algo": pair.algo,
        "params": pair.ours.labeling.setting.text,
        "same labels": pair.same_labels,
        "stability, segbench": float(np.nanmean(pair.ari[0])),
        "stability, peer": float(np.nanmean(pair.ari[1])),
        "combined standard error": error,
        "difference": difference,
        "z": difference / error if error > 0 else float("nan"),
        "paired z": paired_z(pair.ari),
    }


def agreement_rows(pairs: Sequence[Pair], cells: Sequence[Cell]) -> list[Row]:
    """Hold the two sides against each other."""
    comparable = [p for p in pairs if p.scored and not np.isnan(p.ari).all(1).any()]
    fixed = [p for p in comparable if p.algo not in RANDOM]
    free = [setting_row(p) for p in comparable if p.algo in RANDOM]
    exact = max(float(np.nanmax(np.abs(p.ari[0] - p.ari[1]))) for p in fixed)
    z, paired = (
        float(np.nanmax([abs(row[name]) for row in free])) for name in ("z", "paired z")
    )
    enough = comparable[0].ari.shape[1] >= ENOUGH
    same = sum(p.same_labels for p in pairs)
    failed = [p.ours.labeling for p in pairs if p.ours.labeling.status in UNRUN]
    reasons = "; ".join(sorted({one.reason for one in failed}))
    undefined = sum(not np.array_equal(*map(np.isnan, p.ari)) for p in comparable)
    score = max(map(score_difference, [p for p in comparable if p.same_labels]))
    winners = compare_winners(pairs, cells)
    return [
        _fact("settings", len(pairs)),
        _fact(f"segbench could not run {reasons}".strip(), len(failed), not failed),
        _fact("settings with a stability on both sides", len(comparable)),
        _fact("same labels of all customers", f"{same} of {len(pairs)}"),
        _fact("largest relative difference of a score", score, score < EXACT),
        _fact("settings without random numbers", len(fixed)),
        _fact("their largest difference in a resample", exact, exact < EXACT),
        _fact("settings whose undefined resamples differ", undefined, undefined == 0),
        _fact("settings with random numbers", len(free)),
        _fact(
            "their largest difference / combined standard error",
            z,
            z < 3 if enough else None,
        ),
        _fact(
            "the same, resamples paired (4 expected at most)",
            paired,
            paired < 4 if enough else None,
        ),
        _fact("spaces with the same first place", winners["same"]),
        _fact("spaces whose first places are tied on a side", winners["tied"]),
        _fact("median rank correlation in a space", winners["correlation"]),
    ]


def _fact(name: str, value: Any, holds: bool | None = None) -> Row:
    return {"what": name, "value": value, "as expected": holds}


def score_difference(pair: Pair) -> float:
    """Return the largest relative difference of a score of the same labels."""
    names = ("silhouette", "davies_bouldin", "calinski_harabasz")
    ours, peer = (
        np.array([side.scores[n] for n in names]) for side in (pair.ours, pair.peer)
    )
    known = ~np.isnan(ours)  # undefined where the peer has a number, said in its table
    return float((np.abs(ours - peer) / np.abs(peer))[known].max(initial=0))


def compare_winners(pairs: Sequence[Pair], cells: Sequence[Cell]) -> dict[str, Any]:
    """Rank both sides by segbench's rule, space by space."""
    keys = list({str(cell.space): cell.space for cell in cells}.values())
    same, tied, correlations = 0, 0, []
    for key in keys:
        members = [p for p in pairs if p.space == f"{key.features} / {key.scaler}"]
        ours = rank_space(key, [p.ours for p in members], RankingRule(method="ranks"))
        peer = rank_space(key, [p.peer for p in members], RankingRule(method="ranks"))
        same += _first(ours) == _first(peer)
        tied += _first(ours) in _tied(peer) and _first(peer) in _tied(ours)
        correlations.append(_rank_correlation(ours, peer))
    return {
        "same": f"{same} of {len(keys)}",
        "tied": f"{tied} of {len(keys)}",
        "correlation": float(np.median(correlations)),
    }


def _first(ranking: Ranking) -> str:
    return ranking.ranked[0].scored.labeling.setting.key


def _tied(ranking: Ranking) -> set[str]:
    return {row.scored.labeling.setting.key for row in ranking.ranked if row.tied}


def _rank_correlation(ours: Ranking, peer: Ranking) -> float:
    left, right = (
        {row.scored.labeling.setting.key: row.score for row in side.ranked}
        for side in (ours, peer)
    )
    both = sorted(left.keys() & right.keys())
    scores = [[side[key] for key in both] for side in (left, right)]
    return float(spearmanr(*scores).statistic)
