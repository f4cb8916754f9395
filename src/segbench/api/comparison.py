"""What a comparison found, as data frames, text and files."""

from __future__ import annotations

import html
import warnings
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from segbench.api.best import Best, best_of_run, specs_of
from segbench.api.holding import Holding, chosen_today, customers_like
from segbench.config.node import node_of
from segbench.core import Dataset
from segbench.errors import UserError
from segbench.exploration import Exploration
from segbench.models import write_models
from segbench.models.held import hold_against
from segbench.ranking import Ranking
from segbench.report.figures.files import Drawing
from segbench.report.files import write_story, write_tables
from segbench.report.frames import (
    best_frame,
    ranking_frame,
    scores_frame,
    segments_frame,
)
from segbench.report.illustrate import illustrations
from segbench.report.labels import labels_of
from segbench.report.reevaluated import Choices
from segbench.report.results import Results
from segbench.report.spaces import spaces_frame
from segbench.report.story import Story, tell
from segbench.report.text import printable
from segbench.report.verdict import first_line, verdicts
from segbench.report.words import winner_line
from segbench.runner import RunSpec, n_workers
from segbench.segments import Profile
from segbench.store import (
    JobRecord,
    Records,
    RunFolder,
    create_run_folder,
    save_records,
)
from segbench.store.manifest import versions, write_manifest
from segbench.visible import in_notebook, visible

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Comparison:
    """What a comparison found; tables are data frames."""

    dataset: Dataset
    spec: RunSpec
    records: Records
    results: Results
    seconds: float  # wall time of the comparison
    losses: tuple[str, ...] = ()  # pieces of work that were given up, and why

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """Every candidate of every space, ranked ones first and best first."""
        return ranking_frame(self.results)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every measure of every candidate."""
        return scores_frame(self.results)

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Size, stability and typical customer of every segment."""
        return segments_frame(self.results)

    @cached_property
    def winners(self) -> pd.DataFrame:
        """The first-ranked candidates of each space, tied ones too."""
        return self.ranking[self.ranking["rank"] == 1].reset_index(drop=True)

    @cached_property
    def best(self) -> Best | None:
        """The segmentation shown first, with a model; None where nothing is ranked."""
        lead = self.story.tales[0].lead
        if lead is None:
            return None
        return best_of_run(self.results, self.dataset, self.spec, self._job(), lead)

    @cached_property
    def spaces(self) -> pd.DataFrame:
        """Verdict, votes for k and first candidate of every space."""
        return spaces_frame(self.results)

    @property
    def verdict(self) -> str:
        """Whether there is cluster structure, in one line."""
        return first_line(self.results)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The segmentation chosen in each space, one row per customer."""
        return labels_of(self.results, self.dataset)

    @cached_property
    def story(self) -> Story:
        """The customers explored, and the segments shown first with their profile."""
        return tell(self.results)

    @property
    def exploration(self) -> Exploration:
        """What the customers look like."""
        return self.story.tales[0].exploration

    @property
    def profile(self) -> Profile | None:
        """Who is in the segments shown first; None where nothing is ranked."""
        lead = self.story.tales[0].lead
        return None if lead is None else lead.profile

    def figures(self) -> dict[str, Figure]:
        """Draw all figures of the report, by the names of their files."""
        return {one.name: one.draw() for one in illustrations(self.story)}

    def report(self, path: str | Path, *, figures: bool = True) -> Path:
        """Write what a run of the command line writes: report, tables, a model.

        Parameters
        ----------
        path : str or Path
            A folder that does not exist yet.
        figures : bool
            False leaves the figures out, which takes seconds less.

        Returns
        -------
        Path
            The folder.
        """
        folder = create_run_folder("", str(path))
        job = self._job()
        save_records(folder.records, replace(self.records, jobs=[job]))
        write_manifest(
            folder, ["segbench.compare"], [self.dataset], [job], verdicts(self.results)
        )
        drawing = Drawing(figures, n_workers(self.spec.n_jobs))
        story = replace(self.story, results=replace(self.results, jobs=(job,)))
        write_tables(story.results, lambda: story, folder)
        write_story(story, folder, drawing)
        self._write_model(story, folder)
        folder.finished()
        return folder.path

    def reevaluate(
        self, frame: Any, *, rerun: bool = True, name: str = "new customers"
    ) -> Holding:
        """Ask whether the segmentation shown first holds on other customers.

        Parameters
        ----------
        frame : DataFrame of shape (n_customers, n_columns)
            With the columns that were compared, in any order; at least 20 customers.
        rerun : bool
            Whether the comparison is run on them, to see what it would choose today.
        name : str
            What they are called in the report.

        Returns
        -------
        Holding

        Raises
        ------
        UserError
            When nothing is ranked, or a column is missing or has another role.
        """
        lead = self.story.tales[0].lead
        if lead is None:
            raise UserError("nothing is ranked that could be held against customers")
        new = customers_like(self.dataset, frame, name)
        algo = lead.row.scored.labeling.setting.algo
        spec = next(one for one in self.spec.algorithms if one.name == algo)
        specs = specs_of(self.spec, lead.key)
        found = hold_against(self.results, self.dataset, lead, new, spec, specs=specs)
        choices = chosen_today(self.spec, lead, new) if rerun else Choices()
        title = f"Re-evaluation: {self.dataset.title} on {name}"
        return Holding(title, found, choices)

    def __repr__(self) -> str:
        lines = [f"Comparison of {self.dataset.title}", f"  {self.verdict}"]
        lines += [f"  {name}: {line}" for name, line in self._winners()]
        return visible("\n".join(lines))

    def _repr_html_(self) -> str:
        parts = [f"<h3>{html.escape(self.dataset.title)}</h3>"]
        parts.append(f"<p><b>{html.escape(self.verdict)}</b></p>")
        for ranking, (name, line) in zip(
            self.results.rankings, self._winners(), strict=True
        ):
            parts.append(f"<p><b>{html.escape(name)}</b>. {html.escape(line)}</p>")
            parts.append(printable(best_frame(ranking)).to_html(index=False))
        return in_notebook("".join(parts))

    @staticmethod
    def _write_model(story: Story, folder: RunFolder) -> None:
        """Store the model; a scaler of one's own may not be storable, the rest is."""
        try:
            write_models(story, folder)
        except UserError as error:
            warnings.warn(f"no model was stored: {error}", stacklevel=3)

    def _job(self) -> JobRecord:
        """Record the settings as the command line does."""
        return JobRecord(
            number=0,
            overrides=(),
            told=(),
            choices={},
            config=node_of(self.spec),
            error="",
            details="",
            seconds=self.seconds,
            losses=self.losses,
            versions=versions(),
            **vars(self.spec.workers(self.dataset.n_customers)),
        )

    def _winners(self) -> list[tuple[str, str]]:
        return [
            (_space(ranking), winner_line(ranking)) for ranking in self.results.rankings
        ]


def _space(ranking: Ranking) -> str:
    return f"{ranking.space.features} / {ranking.space.scaler}"
