"""Has a segmentation held on new customers? From the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.markup import escape

from segbench.cli.again import config_of, load_again, run_again
from segbench.cli.console import console
from segbench.cli.stored import flag_of, read_results, tell_apart
from segbench.core import Dataset
from segbench.errors import UnknownNameError, UserError
from segbench.models.held import hold_against
from segbench.reevaluation import Question, Reevaluation
from segbench.report.rechosen import choices_of
from segbench.report.reevaluated import (
    Choices,
    first_line,
    remarks,
    verdict,
    write_reevaluation,
)
from segbench.report.results import Results
from segbench.report.story import Lead, tell
from segbench.report.terminal import print_files
from segbench.store import create_output_folder

ALARM = 4
"""Exit code with ``strict=true`` when something does not hold."""

OPTIONS = ("customers", "dataset", "figures", "output_dir", "rerun", "strict", "debug")
USAGE = (
    "reevaluate takes a run and a file of new customers: "
    "python -m segbench reevaluate results/RUN more.csv"
)
NEW, BOTH = "new", "both"
"""Whom the comparison is run on again."""


def reevaluate_command(words: Sequence[str]) -> int:
    """Hold the segments of a run against new customers; print and write what is found.

    Returns
    -------
    int
        0; with ``strict=true`` 4 where there is an alarm.
    """
    (place, path), options = tell_apart(words, OPTIONS, 2, USAGE)
    whom = options.get("customers", NEW)
    if whom not in (NEW, BOTH):
        raise UnknownNameError("customers", whom, (NEW, BOTH))
    wanted = {
        name: flag_of(options, name, default=name != "strict")
        for name in ("figures", "rerun", "strict")
    }
    folder, results = read_results(place)
    old, lead = _lead(results)
    more = {name: one for name, one in options.items() if name.startswith("dataset.")}
    config = config_of(results, old, path, more)
    new = load_again(config, old)
    algo = lead.row.scored.labeling.setting.algo
    spec = next(one for one in config.run.algorithms if one.name == algo)
    found = hold_against(results, old, lead, new, spec)
    choices = Choices()
    if wanted["rerun"]:
        customers = _both(old, new) if whom == BOTH else new
        choices = choices_of(lead, run_again(customers, config, results), whom)
    made = create_output_folder(str(folder.path.parent), options.get("output_dir"))
    title = f"Re-evaluation: {old.title} on {Path(path).name}"
    files = write_reevaluation(
        found, choices, title, made.path, figures=wanted["figures"]
    )
    out = console()
    _print(out, found, choices)
    print_files(out, made.path, files, manifest=False)
    return ALARM if wanted["strict"] and found.alarms else 0


def _lead(results: Results) -> tuple[Dataset, Lead]:
    tales = tell(results).tales
    if len(tales) > 1:
        names = ", ".join(one.dataset.name for one in tales)
        raise UserError(f"the run has several data sets ({names}); make a run of one")
    lead = tales[0].lead
    if lead is None:
        raise UserError("the run has no ranked segmentation to hold against customers")
    return tales[0].dataset, lead


def _both(old: Dataset, new: Dataset) -> Dataset:
    """Put old and new customers together; the new ones' log is told."""
    columns = [name for name in old.frame if name in new.frame]
    frame = pd.concat([old.frame[columns], new.frame[columns]], ignore_index=True)
    return replace(
        new,
        frame=frame,
        ids=(*old.ids, *new.ids),
        truth=None,
        fingerprint=f"{old.fingerprint[:32]}{new.fingerprint[:32]}",
        roles={name: role for name, role in new.roles.items() if name in columns},
    )


def _print(out: Console, found: Reevaluation, choices: Choices) -> None:
    out.print(f"[bold]{escape(first_line(found))}[/bold]")
    everything: Mapping[Question, str] = {
        one: verdict([*found.findings, *choices.findings], one) for one in Question
    }
    for question, answer in everything.items():
        out.print(f"  {question.value.capitalize()}? {escape(answer)}")
    for line in remarks(found):
        out.print(f"  {escape(line)}")
    for one in found.alarms:
        out.print(f"  ! {escape(one.words)}")
    out.print()
    for name in found.names:
        out.print(f"  segment {escape(name)}")
