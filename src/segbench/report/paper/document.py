"""The document that holds all of it and compiles as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from segbench.report.paper.escape import latex_text
from segbench.report.paper.figures import figures_latex
from segbench.report.results import Results
from segbench.report.verdict import first_line, space_lines

COMPILE = """\
% pdflatex main, bibtex main, pdflatex main, pdflatex main; or latexmk -pdf main
% Names in other than Latin letters need xelatex or lualatex in place of pdflatex,
% and a font that has the letters: see setmainfont below."""

CLASS = """\
\\documentclass[a4paper]{article}
\\usepackage[margin=2cm]{geometry}
\\usepackage{iftex}
\\usepackage{amsmath}
\\usepackage{booktabs}
\\usepackage{longtable}
\\usepackage{graphicx}
\\usepackage[numbers,sort]{natbib}
\\usepackage{url}
\\ifPDFTeX
  \\usepackage[T1]{fontenc}
  \\usepackage[utf8]{inputenc}
  \\usepackage{textcomp}
  \\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}"""

OTHER_ENGINES = """\
\\else
  \\usepackage{fontspec}"""

FONTS = """\
  \\IfFontExistsTF{Noto Serif CJK SC}{\\setmainfont{Noto Serif CJK SC}}{%
    \\IfFontExistsTF{DejaVu Serif}{\\setmainfont{DejaVu Serif}}{}}"""

END_OF_PREAMBLE = """\
\\fi
\\emergencystretch=3em  % names of columns do not break"""

SPARE = """\
  % Letters that pdflatex does not have: printed as their number in Unicode.
  \\newcommand{\\spare}[2]{\\ifcsname u8:\\detokenize{#1}\\endcsname\\else
    \\DeclareUnicodeCharacter{#2}{[U+#2]}\\fi}"""


def main_latex(
    results: Results, parts: Mapping[str, str], figures: Mapping[Path, str]
) -> str:
    r"""Write the document.

    Parameters
    ----------
    results : Results
    parts : mapping of str to str
        Text by the name of the file that holds it, without its folder.
    figures : mapping of Path to str
        PDF files in a folder beside that of the paper.
    """
    titles = sorted({dataset.title for dataset in results.datasets.values()})
    title = f"Segmentations of {', '.join(titles)}" if titles else "Segmentations"
    drawn = figures_latex(figures)
    body = [
        "\\begin{document}",
        "\\maketitle",
        "\\section{Results}",
        *_said(results),
        "\\input{ranking}",
        *(["\\input{datasets}"] if "datasets.tex" in parts else []),
        "\\input{segments}",
        *([drawn] if drawn else []),
        "\\clearpage",
        "\\input{methods}",
        *_references(parts),
        "\\clearpage",
        "\\appendix",
        "\\section{All candidates}",
        "\\input{ranking_all}",
        "\\end{document}",
    ]
    heading = [f"\\title{{{latex_text(title)}}}", "\\author{}", "\\date{}"]
    written = [*heading, *body]
    preamble = _preamble("\n".join([*parts.values(), *written]))
    return "\n".join([*preamble, *written]) + "\n"


def _preamble(text: str) -> list[str]:
    """Load what is needed, with spare characters for letters of any alphabet."""
    letters = sorted({letter for letter in text if not letter.isascii()})
    spares = [f"  \\spare{{{letter}}}{{{ord(letter):04X}}}" for letter in letters]
    beyond_latin = any(ord(letter) > 0x024F for letter in letters)
    return [
        COMPILE,
        CLASS,
        *([SPARE, *spares] if spares else []),
        OTHER_ENGINES,
        *([FONTS] if beyond_latin else []),
        END_OF_PREAMBLE,
    ]


def _said(results: Results) -> list[str]:
    """Say in words what the tables show, space by space."""
    lines = [f"{latex_text(first_line(results))}\n"]
    for ranking in results.rankings:
        name = latex_text(results.space_name(ranking.space))
        words = latex_text(" ".join(space_lines(results, ranking)))
        lines.append(f"\\paragraph{{{name}.}} {words}\n")
    return lines


def _references(parts: Mapping[str, str]) -> list[str]:
    """Without a citation BibTeX fails: there is no list of references then."""
    if "\\cite{" not in parts["methods.tex"]:
        return []
    return ["\\bibliographystyle{plainnat}", "\\bibliography{references}"]
