"""From a customer's own units into the space that the segments were made in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sklearn.preprocessing import QuantileTransformer

from segbench.core import Dataset, Matrix, Role, Space
from segbench.data.cleaning.outliers import outer_fences
from segbench.features import FeatureSet
from segbench.features.encoder import Encoder
from segbench.features.impute import MarkingImputer, imputer
from segbench.features.mixed import FamdScaler, GowerScaler
from segbench.features.scalers import QuantileScaler
from segbench.features.sets import learn_encoder
from segbench.models.scales import learn_famd, learn_gower

FILL = "fill"
"""The step that fills gaps; there is none where such customers are left out."""

OUTLIER = "outlier"
"""What the reason begins with for which a customer was left out as one."""


@dataclass(frozen=True, eq=False)
class Preparation:
    """Everything that was learnt before anything was clustered."""

    encoder: Encoder
    limits: Mapping[str, tuple[float, float]]  # fences, by column; none for "keep"
    clips: bool  # move numbers to the limits; False: only say who is beyond
    steps: tuple[tuple[str, Any], ...] = field(repr=False)  # fitted, in their order

    def values(self, frame: Any) -> Matrix:
        """Give what `Encoder.values` gives, with numbers clipped as was learnt."""
        values = self.encoder.values(frame)
        for i, column in enumerate(self.encoder.columns):
            if self.clips and column in self.limits:
                values[:, i] = np.clip(values[:, i], *self.limits[column])
        return values

    def matrix(self, values: Matrix) -> Matrix:
        """Put what `values` gives into the space, shape (n_customers, n_features)."""
        matrix = self.encoder.encode(values)
        for _, step in self.steps:
            matrix = step.transform(matrix)
        return np.ascontiguousarray(matrix, dtype=np.float64)

    @property
    def fills(self) -> bool:
        """Whether gaps are filled."""
        return any(name == FILL for name, _ in self.steps)


def learn_preparation(
    dataset: Dataset, features: FeatureSet, space: Space
) -> Preparation:
    """Keep the preparation of a space that `build_space` has just made.

    Gaps are filled as the cleaning plan says even where no first customer had one.
    """
    encoder = learn_encoder(dataset, features)
    plan = dataset.cleaning
    steps = []
    X = space.encoded
    fitted = dict(space.pipeline.steps)
    filling = fitted.pop("impute", None) or _filling(plan.missing, X)
    if filling is not None:
        steps.append((FILL, filling))
        X = filling.transform(X)
    for name, step in fitted.items():
        if step != "passthrough":
            steps.append((name, _plain(step, X)))
    return Preparation(encoder, _limits(dataset), plan.outliers == "clip", tuple(steps))


def _filling(missing: str, X: Matrix) -> Any:
    """Learn a filling where there was nothing to fill."""
    if missing == "drop":
        return None
    if missing == "indicator":
        return MarkingImputer(()).fit(X)
    with_gap = np.vstack([X, np.full(X.shape[1], np.nan)])
    return imputer(missing, with_gap).fit(X)


def _plain(step: Any, X: Matrix) -> Any:
    """Take for classes of segbench's what holds the same numbers."""
    if isinstance(step, GowerScaler):
        return learn_gower(step, X)
    if isinstance(step, FamdScaler):
        return learn_famd(step)
    if isinstance(step, QuantileScaler):
        plain = QuantileTransformer(output_distribution=step.output_distribution)
        plain.__dict__.update(step.__dict__)
        return plain
    return step


def _limits(dataset: Dataset) -> dict[str, tuple[float, float]]:
    """Find the fences again: what is beyond them does not move a quartile."""
    if dataset.cleaning.outliers == "keep":
        return {}
    limits = {}
    for column in dataset.columns(Role.NUMERIC):
        values = dataset.frame[column].to_numpy(dtype=np.float64)
        values = np.concatenate([values, _outliers(dataset, column)])
        found = outer_fences(values)
        if found is not None:
            limits[column] = found
    return limits


def _outliers(dataset: Dataset, column: str) -> Matrix:
    out = dataset.left_out
    if out.frame is None:
        return np.zeros(0)
    flags = [reason.startswith(OUTLIER) for reason in out.reasons]
    return out.frame.loc[flags, column].to_numpy(dtype=np.float64)
