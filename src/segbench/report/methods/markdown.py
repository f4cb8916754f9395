"""The methods text in Markdown, with citations as pandoc reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segbench.report import text as tables
from segbench.report.methods.content import Formula, Paragraph, Sentence


def to_markdown(paragraphs: Sequence[Paragraph]) -> str:
    """Render paragraphs under a heading each; formulas stand between ``$$``."""
    blocks = ["# Methods", *(_rendered(one) for one in paragraphs)]
    return "\n\n".join(blocks) + "\n"


def _rendered(paragraph: Paragraph) -> str:
    text = " ".join(_part(part) for part in paragraph.parts)
    lines = [line.strip() for line in text.splitlines()]
    return f"## {paragraph.heading}\n\n" + "\n".join(lines).strip()


def _part(part: Sentence | Formula) -> str:
    if isinstance(part, Formula):
        return f"\n\n$$\n{part.tex}\n$$\n\n"
    keys = "; ".join(f"@{key}" for key in part.cites)
    return markdown_text(part.text) + (f" [{keys}]" if keys else "") + "."


def markdown_text(text: str) -> str:
    """Escape what Markdown, HTML or pandoc would take for markup, math or citations."""
    return re.sub(r"([$~^@#])", r"\\\1", tables.markdown_text(text))
