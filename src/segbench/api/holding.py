"""Whether the segments of a comparison hold on new customers, from Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from segbench.api.frame import dataset_of
from segbench.core import Dataset, Role
from segbench.data import DeclaredRoles
from segbench.data.frames import as_pandas
from segbench.models.held import with_columns_of
from segbench.reevaluation import Question, Reevaluation, findings_frame
from segbench.report.rechosen import choices_of
from segbench.report.reevaluated import (
    Choices,
    first_line,
    remarks,
    verdict,
    write_reevaluation,
)
from segbench.report.results import collect_results
from segbench.report.story import Lead
from segbench.runner import RunSpec, opened_runtime, prepare, run, spaces_of
from segbench.store import Records, create_run_folder, points_of
from segbench.visible import visible


@dataclass(frozen=True, eq=False)
class Holding:
    """What holding old segments against new customers has found.

    Attributes
    ----------
    title : str
        Of the page that `report` writes.
    found : Reevaluation
        Every finding, what became of every segment, and what chance does.
    choices : Choices
        What the comparison would choose today; empty when it was not run again.
    """

    title: str
    found: Reevaluation = field(repr=False)
    choices: Choices = field(repr=False)

    @property
    def holds(self) -> bool:
        """Whether no finding is an alarm."""
        return not self.found.alarms

    @property
    def verdict(self) -> str:
        """That the segmentation holds, or what does not, in one line."""
        return first_line(self.found)

    @property
    def findings(self) -> pd.DataFrame:
        """Every finding, a row each; ``alarm`` tells which happen not by chance."""
        return findings_frame([*self.found.findings, *self.choices.findings])

    @property
    def answers(self) -> dict[str, str]:
        """An answer to each of the three questions."""
        told = [*self.found.findings, *self.choices.findings]
        return {one.value: verdict(told, one) for one in Question}

    def report(self, path: str | Path, *, figures: bool = True) -> Path:
        """Write the page, its figure and its tables, as the command line does.

        Parameters
        ----------
        path : str or Path
            A folder that does not exist yet.
        figures : bool
            False leaves the figure out.

        Returns
        -------
        Path
            The page.
        """
        folder = create_run_folder("", str(path))
        folder.records.rmdir()  # nothing was run that could be ranked again
        page, *_ = write_reevaluation(
            self.found, self.choices, self.title, folder.path, figures=figures
        )
        return page

    def __repr__(self) -> str:
        told = [f"  {question}? {answer}" for question, answer in self.answers.items()]
        alarms = [f"  ! {one.words}" for one in self.found.alarms]
        said = [f"  {line}" for line in remarks(self.found)]
        return visible("\n".join([self.verdict, *told, *said, *alarms]))


def customers_like(old: Dataset, frame: Any, name: str) -> Dataset:
    """Read a frame of new customers as the old ones were: their roles, their plan."""
    table = as_pandas(frame, "reevaluate")
    names = [str(one).strip() for one in (*table.index.names, *table.columns)]
    roles = DeclaredRoles(
        id=next((one for one in old.columns(Role.ID) if one in names), None),
        numeric=tuple(one for one in old.columns(Role.NUMERIC) if one in names),
        categorical=tuple(one for one in old.columns(Role.CATEGORICAL) if one in names),
    )
    new = dataset_of(table, "reevaluate", name, roles, old.cleaning)
    return with_columns_of(old, new)


def chosen_today(spec: RunSpec, lead: Lead, new: Dataset) -> Choices:
    """Compare on the new customers, and put the choices beside each other."""
    work = prepare(new, spec)
    found = run(new, spec, work, opened_runtime(spec, new.n_customers))
    points = [points_of(space) for space in spaces_of(work)]
    records = Records([new], found.cells, found.findings, points)
    return choices_of(lead, collect_results(records, spec.rule), "new")
