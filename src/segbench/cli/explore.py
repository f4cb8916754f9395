"""Look at the customers before anything is clustered."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from segbench.cli.console import console
from segbench.cli.hydra_app import Job, call_hydra
from segbench.cli.words import sort_words
from segbench.config.validate import validate
from segbench.core import Dataset
from segbench.data import load
from segbench.errors import UserError
from segbench.exploration import Exploration, explore_dataset
from segbench.kernels import thread_budget
from segbench.report.explored import write_exploration
from segbench.report.terminal import print_files
from segbench.report.verdict import NO_STRUCTURE, verdict_line
from segbench.runner import Effort, RunSpec, build_spaces, n_workers, verdict_on
from segbench.store import create_output_folder


def explore_command(words: Sequence[str]) -> int:
    """Explore the data set that the words name; print and write what is found."""
    sorted_words = sort_words(words)
    if sorted_words.multirun:
        raise UserError("explore looks at one data set at a time; leave out -m")
    call_hydra(sorted_words, _work)
    return 0


def _work(job: Job) -> None:
    config = validate(job.values)
    dataset = load(config.source)
    found = explore_dataset(dataset, random_state=config.run.seed)
    verdicts = _verdicts(dataset, config.run)
    folder = create_output_folder(config.results_dir, config.output_dir)
    files = write_exploration(dataset, found, verdicts, folder.path)
    out = console()
    _print(out, found, verdicts)
    print_files(out, folder.path, files, manifest=False)


def _verdicts(dataset: Dataset, spec: RunSpec) -> list[str]:
    """Test every space for structure as a run with the usual effort would."""
    said = []
    for space in build_spaces(dataset, spec):
        with thread_budget(n_workers(spec.n_jobs)):
            test = verdict_on(space, Effort().structure)
        line = verdict_line(test).removesuffix(NO_STRUCTURE)  # none are shown
        said.append(f"{space.key.features} / {space.key.scaler}: {line.rstrip()}")
    return said


def _print(out: Console, found: Exploration, verdicts: Sequence[str]) -> None:
    for line in verdicts:
        out.print(f"[bold]{escape(line)}[/bold]")
    out.print(f"\n[bold]{escape(found.title)}[/bold]")
    for line in found.findings:
        out.print(f"  {escape(line)}")
