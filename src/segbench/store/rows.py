"""One row of a cell: what is text or a number as JSON, what is long as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from segbench.core import (
    Calibration,
    Chance,
    Labeling,
    Scheme,
    Scored,
    Setting,
    Stability,
    Status,
)

_RESAMPLED, _NULL = "resampled ", "null "
"""What the names of arrays by measure begin with."""


def row_meta(row: Scored) -> dict[str, Any]:
    """Return what goes into JSON."""
    labeling = row.labeling
    return {
        "algo": labeling.setting.algo,
        "params": dict(labeling.setting.params),
        "status": labeling.status,
        "reason": labeling.reason,
        "k_asked": labeling.k_asked,
        "fit_seconds": labeling.fit_seconds,
        "criteria": dict(labeling.criteria),
        "scores": dict(row.scores),
        "reasons": dict(row.reasons),
        "stability_reason": row.stability.reason if row.stability else None,
        "refits_failed": row.stability.failed if row.stability else None,
        "scheme": row.stability.scheme if row.stability else None,
        "calibration": _calibration_meta(row.calibration),
    }


def _calibration_meta(calibration: Calibration | None) -> dict[str, Any] | None:
    if calibration is None:
        return None
    return {
        "customers": calibration.customers,
        "chance": {name: vars(one) for name, one in calibration.chance.items()},
        "observed": calibration.observed,
        "own": calibration.own,
    }


def row_arrays(row: Scored) -> dict[str, Any]:
    """Return what goes into arrays, by name."""
    arrays: dict[str, Any] = {}
    if row.labeling.labels is not None:
        arrays["labels"] = row.labeling.labels.astype(np.int32)
    if row.stability is not None:
        arrays["ari"] = row.stability.ari
        arrays["jaccard"] = row.stability.jaccard
        arrays["noise_jaccard"] = row.stability.noise_jaccard
    arrays |= {_RESAMPLED + name: values for name, values in row.resampled.items()}
    if row.calibration is not None:
        nulls = row.calibration.nulls
        arrays |= {_NULL + name: values for name, values in nulls.items()}
        arrays["null_stability"] = row.calibration.stability
    return arrays


def read_row(meta: Mapping[str, Any], arrays: Mapping[str, Any]) -> Scored:
    """Put a row together again."""
    labels = arrays.get("labels")
    labeling = Labeling(
        setting=Setting(meta["algo"], meta["params"]),
        status=Status(meta["status"]),
        reason=meta["reason"],
        labels=None if labels is None else labels.astype(np.int64),
        k_asked=meta["k_asked"],
        fit_seconds=meta["fit_seconds"],
        criteria=meta["criteria"],
    )
    return Scored(
        labeling,
        meta["scores"],
        meta["reasons"],
        _stability(meta, arrays),
        _named(arrays, _RESAMPLED),
        _calibration(meta["calibration"], arrays),
    )


def _stability(meta: Mapping[str, Any], arrays: Mapping[str, Any]) -> Stability | None:
    if meta["stability_reason"] is None:
        return None
    return Stability(
        ari=arrays["ari"],
        jaccard=arrays["jaccard"],
        noise_jaccard=arrays["noise_jaccard"],
        failed=meta["refits_failed"],
        reason=meta["stability_reason"],
        scheme=Scheme(meta["scheme"]),
    )


def _calibration(
    meta: Mapping[str, Any] | None, arrays: Mapping[str, Any]
) -> Calibration | None:
    if meta is None:
        return None
    return Calibration(
        customers=meta["customers"],
        chance={name: Chance(**one) for name, one in meta["chance"].items()},
        nulls=_named(arrays, _NULL),
        stability=arrays["null_stability"],
        observed=meta["observed"],
        own=meta["own"],
    )


def _named(arrays: Mapping[str, Any], start: str) -> dict[str, Any]:
    return {
        name.removeprefix(start): values
        for name, values in arrays.items()
        if name.startswith(start)
    }
