"""The figures of a run as LaTeX includes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from segbench.report.paper.escape import latex_text
from segbench.report.paper.tabular import in_turn

PLAIN_NAME = re.compile(r"[A-Za-z0-9_+.-]+\.pdf")
"""File names that LaTeX opens whatever the engine."""

CAPTIONS = {
    "choice_of_k": "Criteria for the number of segments",
    "critical_difference": "Average ranks of the algorithms over the data sets",
}
"""What a figure shows by the start of its file name; others have their name."""


def figure_files(folder: Path, captions: Mapping[str, str]) -> dict[Path, str]:
    """PDF figures of a folder with their captions, in the order of these.

    Figures without a caption come last, in the order of their names.
    """
    found = sorted(folder.glob("*.pdf")) if folder.is_dir() else []
    order = {name: i for i, name in enumerate(captions)}
    found.sort(key=lambda file: order.get(file.stem, len(order)))
    return {file: captions.get(file.stem, _caption(file.stem)) for file in found}


def figures_latex(files: Mapping[Path, str]) -> str:
    r"""Include figures by their place beside the paper; "" without any."""
    shown = [
        _figure(file, files[file], i) if PLAIN_NAME.fullmatch(file.name) else _out(file)
        for i, file in enumerate(files, start=1)
    ]
    return "\n".join(in_turn(shown))


def _figure(file: Path, caption: str, i: int) -> str:
    path = f"../{file.parent.name}/{file.name}"
    size = "width=\\linewidth,height=0.8\\textheight,keepaspectratio"
    return "\n".join(
        [
            "\\begin{figure}[htbp]",
            "\\centering",
            f"\\includegraphics[{size}]{{{path}}}",
            f"\\caption{{{latex_text(caption.rstrip('.'))}.}}",
            f"\\label{{fig:{i}}}",
            "\\end{figure}\n",
        ]
    )


def _out(file: Path) -> str:
    """Name a figure that LaTeX may not open."""
    return f"% left out, its name is not plain: {file.name!a}\n"


def _caption(stem: str) -> str:
    known = next((start for start in CAPTIONS if stem.startswith(start)), None)
    if known is None:
        return stem.replace("_", " ").strip().capitalize()
    rest = stem.removeprefix(known).strip("_")
    return CAPTIONS[known] + (f": {rest.replace('_', ' ')}" if rest else "")
