"""What the names of feature sets and scalers stand for.

Records name a space and hold the hash of its definition. What a job was told about a
feature set or a scaler is believed only where it has that hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from segbench.core import SpaceKey
from segbench.features import FeatureSet, ScalerSpec
from segbench.features.sets import SKEWED, SKEWNESS_FROM, TAIL_FROM, Distance
from segbench.report.methods.content import listed
from segbench.report.results import Results

SCALERS: Mapping[str | None, str] = {
    None: "leaves the features in their own units",
    "sklearn.preprocessing.StandardScaler": "gives zero mean and unit variance",
    "sklearn.preprocessing.MinMaxScaler": "maps the range of a feature to [0, 1]",
    "sklearn.preprocessing.RobustScaler": (
        "subtracts the median and divides by the interquartile range"
    ),
    "sklearn.preprocessing.PowerTransformer": (
        "makes features more normal by a power transformation"
    ),
    "segbench.features.scalers.QuantileScaler": "maps ranks to a normal distribution",
}
"""What known scalers do."""

OWN_SCALES: Mapping[str, str] = {
    "gower": (
        "stands for Gower's distance: a quantity is clipped to its 5 % and 95 % "
        "quantiles and divided by their distance, two levels of a category differ by "
        "1, and every variable is divided by its mean difference between two customers"
    ),
    "famd": (
        "stands for a factor analysis of mixed data: quantities have unit variance and "
        "the column of a level is divided by the root of the level's share"
    ),
}
"""What feature sets do that have a scale of their own."""

_OWN_CITES = {"gower": ("gower1971", "hennig2013"), "famd": ("pages2004",)}


@dataclass(frozen=True)
class Definition:
    """A feature set and a scaler whose hash is that of a space."""

    features: FeatureSet
    scaler: ScalerSpec

    @property
    def hash(self) -> str:
        """The hash as spaces have it."""
        text = repr((self.features, self.scaler))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def feature_words(self) -> str:
        """Columns of the feature set and what is done to them before scaling."""
        one = self.features
        words = (
            "all numeric and categorical columns"
            if one.columns is None
            else f"made of {listed(one.columns)}"
        )
        return words + _logged(one) + _projected(one)

    @property
    def scaler_words(self) -> str:
        """What the scaler does, with what it was set to."""
        if self.features.own_scale:
            return OWN_SCALES[self.features.own_scale]
        target, params = self.scaler.target, self.scaler.params
        words = SCALERS.get(target, f"is {target}")
        settings = ", ".join(f"{name}={params[name]}" for name in sorted(params))
        return f"{words} ({settings})" if settings else words

    @property
    def scaler_cites(self) -> tuple[str, ...]:
        """Where the scaler comes from."""
        if self.features.own_scale:
            return _OWN_CITES[self.features.own_scale]
        method = self.scaler.params.get("method", "yeo-johnson")
        power = str(self.scaler.target).endswith(".PowerTransformer")
        return ("yeo2000",) if power and method == "yeo-johnson" else ()


def definitions(results: Results) -> dict[SpaceKey, Definition]:
    """Return the definitions of the spaces that a job's record has."""
    known: dict[SpaceKey, Definition] = {}
    for ranking in results.rankings:
        key = ranking.space
        for job in results.jobs:
            found = _told(key, job.config)
            if found is not None and found.hash == key.definition:
                known[key] = found
                break
    return known


def _told(key: SpaceKey, config: Mapping[str, Any]) -> Definition | None:
    """Read a definition the way a run does; None where the job says nothing."""
    features = (config.get("features") or {}).get(key.features) or {}
    scaler = (config.get("scaler") or {}).get(key.scaler)
    columns = config.get("columns") or features.get("columns")
    log1p = features.get("log1p") or ()
    told = FeatureSet(
        key.features,
        columns=None if columns is None else tuple(columns),
        log1p=SKEWED if log1p == SKEWED else tuple(log1p),
        pca=features.get("pca"),
        distance=Distance(features.get("distance") or Distance.EUCLIDEAN),
        famd=features.get("famd"),
    )
    if told.own_scale:
        return Definition(told, ScalerSpec(told.own_scale))
    if scaler is None:
        return None
    return Definition(
        told, ScalerSpec(key.scaler, scaler.get("target"), _sorted(scaler))
    )


def _sorted(scaler: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters in the order of stored records: fresh ones give the same text."""
    return dict(sorted((scaler.get("params") or {}).items()))


def _logged(features: FeatureSet) -> str:
    if features.log1p == SKEWED:
        return (
            ", with log(1 + x) taken of columns that are never negative, have a "
            f"skewness above {SKEWNESS_FROM:g} and a maximum above {TAIL_FROM:g} times "
            "their median"
        )
    if features.log1p:
        return f", with log(1 + x) taken of {listed(features.log1p)}"
    return ""


def _projected(features: FeatureSet) -> str:
    axes = features.pca if features.famd is None else features.famd
    if axes is None:
        return ""
    if isinstance(axes, int):
        return f", projected on {axes} principal axes"
    share = f"{axes:.0%} of the variance"
    return f", projected on the principal axes that hold {share}"
