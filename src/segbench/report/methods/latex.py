"""The methods text in LaTeX, to be put into a paper."""

from __future__ import annotations

from collections.abc import Sequence

from segbench.report.methods.content import Formula, Paragraph, Sentence
from segbench.report.text import latex_text

HEAD = """\
% needs \\usepackage{amsmath} and \\bibliography{references}
% names in other than Latin letters need XeLaTeX or LuaLaTeX and a font that has them"""


def to_latex(paragraphs: Sequence[Paragraph]) -> str:
    r"""Render a ``\paragraph`` each, under ``\section{Methods}``."""
    blocks = [HEAD, "\\section{Methods}", *(_rendered(one) for one in paragraphs)]
    return "\n\n".join(blocks) + "\n"


def _rendered(paragraph: Paragraph) -> str:
    heading = f"\\paragraph{{{latex_text(paragraph.heading)}.}}"
    return "\n".join([heading, *(_part(part) for part in paragraph.parts)])


def _part(part: Sentence | Formula) -> str:
    if isinstance(part, Formula):
        return f"\\[\n{part.tex}\n\\]"
    keys = ",".join(part.cites)
    return latex_text(part.text) + (f"~\\cite{{{keys}}}" if keys else "") + "."
