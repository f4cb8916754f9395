"""Look at the customers before anything is clustered."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape

from segbench.cli.console import console
from segbench.cli.hydra_app import Job, call_hydra
from segbench.cli.words import sort_words
from segbench.config import Config, validate
from segbench.core import Dataset
from segbench.data import load
from segbench.errors import UserError
from segbench.exploration import Exploration, explore_dataset
from segbench.features import build_space
from segbench.report.explored import write_exploration
from segbench.report.terminal import print_files
from segbench.report.verdict import NO_STRUCTURE, verdict_line
from segbench.scoring.structure import structure_test
from segbench.seeds import seed_for
from segbench.store import create_run_folder


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
    verdicts = _verdicts(dataset, config)
    folder = create_run_folder(config.results_dir, config.output_dir)
    folder.records.rmdir()  # nothing was run that could be ranked again
    files = write_exploration(dataset, found, verdicts, folder.path)
    out = console()
    _print(found, verdicts)
    print_files(out, folder.path, files, manifest=False)


def _verdicts(dataset: Dataset, config: Config) -> list[str]:
    """Test every space for structure, as a run would."""
    run = config.run
    said = []
    for features in run.features:
        for scaler in run.scalers:
            space = build_space(dataset, features, scaler, run.seed)
            seed = seed_for(run.seed, space.key, "structure")
            test = structure_test(space.matrix, random_state=seed, n_jobs=run.n_jobs)
            name = f"{features.name} / {scaler.name}: "
            line = verdict_line(test).removesuffix(NO_STRUCTURE)  # none are shown
            said.append(name + line.rstrip())
    return said


def _print(found: Exploration, verdicts: Sequence[str]) -> None:
    out = console()
    for line in verdicts:
        out.print(f"[bold]{escape(line)}[/bold]")
    out.print(f"\n[bold]{escape(found.title)}[/bold]")
    for line in found.findings:
        out.print(f"  {escape(line)}")
