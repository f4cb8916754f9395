"""The segmentation that is shown first, to look at and to use."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import pandas as pd

from segbench.core import Dataset, Params, SpaceKey
from segbench.features import FeatureSet, ScalerSpec
from segbench.features.space import definition_of
from segbench.models import SegmentModel, model_of
from segbench.report.labels import labels_of
from segbench.report.results import Results
from segbench.report.story import Lead
from segbench.report.words import baseline_line
from segbench.runner import RunSpec
from segbench.segments import Profile
from segbench.store import JobRecord
from segbench.visible import in_notebook, visible


@dataclass(frozen=True, eq=False)
class Best:
    """The segmentation that a comparison shows first.

    Its space comes first of all: by structure, by a settled number of segments, by
    calibrated values. In it the candidate is the one that `Ranking.chosen` takes.
    ``best.model.assign(frame)`` gives other customers its segments.

    Attributes
    ----------
    algo : str
        Name of the algorithm.
    params : mapping
        Its hyperparameters, varied and fixed.
    k : int
        Segments found; noise is none.
    features, scaler : str
        Names of the feature set and of the scaler.
    rank : int
        In its space; not 1 where a simpler one, tied or much alike, is taken.
    why : str
        Why the first row of the ranking is not taken; empty where it is.
    score : float
        Weighted sum of its points; compares within its space only.
    labels : Series of int, shape (n_customers,)
        A segment each customer of the input, in its order: -1 = noise, empty = left
        out. ``frame["segment"] = best.labels.to_numpy()`` puts them in the table.
    profile : Profile
        Who is in the segments.
    learn : callable
        Makes the model.
    """

    algo: str
    params: Params
    k: int
    features: str
    scaler: str
    rank: int
    why: str
    score: float
    labels: pd.Series = field(repr=False)
    profile: Profile = field(repr=False)
    learn: Callable[[], SegmentModel] = field(repr=False)

    @cached_property
    def model(self) -> SegmentModel:
        """What gives other customers these segments; made on first use, then kept.

        Raises
        ------
        UserError
            When no model can be made, such as of a scaler that is no longer there.
        """
        return self.learn()

    def __repr__(self) -> str:
        lines = [self._title(), f"  {self._place()}"]
        lines += [f"  {self.why}"] if self.why else []
        lines += [
            f"  {one.segment:>2}  {one.share:6.1%}  {one.name}"
            for one in self.profile.portraits
        ]
        noise = int((self.labels == -1).sum())
        if noise:
            lines.append(f"  -1  {noise / self.labels.count():6.1%}  no segment")
        return visible("\n".join(lines))

    def _repr_html_(self) -> str:
        table = self.profile.segments[["segment", "name", "size", "share"]]
        told = [one for one in (self._place(), self.why) if one]
        return in_notebook(
            f"<h3>{html.escape(self._title())}</h3>"
            + "".join(f"<p>{html.escape(one)}</p>" for one in told)
            + table.to_html(index=False, float_format="{:.3f}".format)
        )

    def _title(self) -> str:
        params = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"Best of {self.profile.dataset}: {self.algo}({params})"

    def _place(self) -> str:
        return (
            f"{self.k} segments, {self.features} / {self.scaler}, rank {self.rank}, "
            f"score {self.score:.3f}"
        )


def best_of_run(
    results: Results, dataset: Dataset, spec: RunSpec, job: JobRecord, lead: Lead
) -> Best:
    """Take what is shown first, with all that a model of it can be made from.

    Parameters
    ----------
    results : Results
        Of a comparison in Python, which has no stored job.
    dataset : Dataset
        Its customers.
    spec : RunSpec
        What was compared.
    job : JobRecord
        The same as it would be stored: it says how algorithms were set.
    lead : Lead
        The segmentation shown first.
    """
    key, row = lead.key, lead.row
    assert row.rank is not None  # what is shown first is ranked
    name = results.space_name(key).removeprefix(f"{dataset.name} / ")
    learn = partial(
        model_of,
        replace(results, jobs=(job,)),
        dataset,
        lead.ranking,
        row,
        specs=specs_of(spec, key),
        profile=lead.profile,
    )
    return Best(
        algo=row.scored.labeling.setting.algo,
        params=lead.params,
        k=row.scored.labeling.k_found,
        features=key.features,
        scaler=key.scaler,
        rank=row.rank,
        why=baseline_line(lead.ranking),
        score=float(row.score),
        labels=labels_of(results, dataset)[name].rename("segment"),
        profile=lead.profile,
        learn=learn,
    )


def specs_of(spec: RunSpec, key: SpaceKey) -> tuple[FeatureSet, ScalerSpec]:
    """Find what a space was made by; a reference space may be the one shown first."""
    pairs = [(one, scaler) for one in spec.features for scaler in spec.scalers]
    if spec.reference is not None:
        pairs.append(spec.reference)
    return next(pair for pair in pairs if definition_of(*pair) == key.definition)
