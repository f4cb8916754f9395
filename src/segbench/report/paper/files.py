"""Write the paper pack of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from segbench.report.methods import bibliography, methods_latex
from segbench.report.paper.datasets import datasets_latex
from segbench.report.paper.document import main_latex
from segbench.report.paper.figures import figure_files
from segbench.report.paper.ranking import all_candidates_latex, ranking_latex
from segbench.report.paper.segments import segments_latex
from segbench.report.results import Results
from segbench.store.atomic import write_text

MAIN = "main.tex"
FIGURES = "figures"
"""Folder beside that of the paper whose PDF files the document includes."""


def write_paper(
    results: Results, folder: Path, captions: Mapping[str, str] | None = None
) -> list[Path]:
    """Write LaTeX tables, methods, references and a document that compiles.

    Figures are included where they stand already: write them before.

    Parameters
    ----------
    results : Results
    folder : Path
        Made where it is missing; ``figures`` is looked for beside it.
    captions : mapping of str to str, optional
        Of figures by their names, in the order in which they are shown.

    Returns
    -------
    list of Path
        The files, the document first.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    parts = paper_parts(results)
    figures = figure_files(folder.parent / FIGURES, captions or {})
    texts = {MAIN: main_latex(results, parts, figures), **parts}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        write_text(folder / name, text)
    return [folder / name for name in texts]


def paper_parts(results: Results) -> dict[str, str]:
    """Make all but the document: LaTeX and BibTeX by file name."""
    parts = {
        "ranking.tex": ranking_latex(results),
        "ranking_all.tex": all_candidates_latex(results),
        "datasets.tex": datasets_latex(results),
        "segments.tex": segments_latex(results),
        "methods.tex": methods_latex(results),
        "references.bib": bibliography(results),
    }
    return {name: text for name, text in parts.items() if text.strip()}
