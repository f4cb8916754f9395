"""One file that holds the whole report: no network, no other file, no outside code."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from segbench.report.figures.files import DrawnFigure
from segbench.report.html.chapters import chapters_of
from segbench.report.html.opening import Opening, openings_of
from segbench.report.html.parts import Chapter
from segbench.report.story import Story
from segbench.report.verdict import first_line
from segbench.report.words import settings_line
from segbench.store.atomic import write_text
from segbench.version import __version__

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Page:
    """Everything that the template puts into the page."""

    title: str
    verdict: str
    openings: Sequence[Opening]
    chapters: Sequence[Chapter]
    settings: str
    version: str


def write_page(story: Story, drawn: Sequence[DrawnFigure], path: Path) -> Path:
    """Write ``report.html``.

    Parameters
    ----------
    story : Story
        What is told.
    drawn : sequence of DrawnFigure
        Its figures.
    path : Path
        The file.
    """
    names = [tale.dataset.title for tale in story.tales]
    page = Page(
        title=f"Customer segments: {', '.join(names)}",
        verdict=first_line(story.results),
        openings=openings_of(story, drawn),
        chapters=chapters_of(story, drawn),
        settings=settings_line(story.results),
        version=__version__,
    )
    write_text(path, render(page))
    return path


def render(page: Page, more_script: str = "") -> str:
    """Put a page into HTML; every name and value is escaped.

    A page with choices of its own names the template of their script.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (_read(name) for name in ("page.css", "page.js"))
    if more_script:
        script += _read(more_script)
    text: str = environment.get_template("page.html.j2").render(
        page=page,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return text


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Hash as a content security policy names what may run."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
