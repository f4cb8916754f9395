"""The methods text of a paper, from what really ran."""

from segbench.report.methods.latex import to_latex
from segbench.report.methods.markdown import to_markdown
from segbench.report.methods.references import written
from segbench.report.methods.sections import cited, paragraphs
from segbench.report.results import Results

__all__ = ["bibliography", "methods_latex", "methods_markdown"]


def methods_markdown(results: Results) -> str:
    """Say in Markdown what was done."""
    return to_markdown(paragraphs(results))


def methods_latex(results: Results) -> str:
    """Say in LaTeX what was done."""
    return to_latex(paragraphs(results))


def bibliography(results: Results) -> str:
    """Write the BibTeX entries of what the methods text cites, and no others."""
    return written(cited(paragraphs(results)))
