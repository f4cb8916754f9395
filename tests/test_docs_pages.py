"""The pages do what they say: code runs, commands are commands, nothing is stale."""

import importlib.util
import json
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

from segbench.cli.hydra_app import call_hydra
from segbench.cli.main import COMMANDS
from segbench.cli.words import sort_words
from segbench.config.validate import validate
from segbench.errors import SegbenchError
from segbench.version import __version__

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TOP = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES = [*TOP, *sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("experiments/**/*.md"))]
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))
TRIED_ELSEWHERE = {
    "add-an-algorithm.md": "tests/plugins/test_author_page.py follows it"
}
LARGEST_PICTURE = 150_000


def page_id(page):
    return page.relative_to(ROOT).as_posix()


FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)


def blocks(page, *languages):
    found = FENCED.findall(page.read_text(encoding="utf-8"))
    return [code for language, code in found if language in languages]


def plain(page):
    """The page without its blocks: what looks like a link there is none."""
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def script(name):
    path = ROOT / "experiments" / "docs" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"docs_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


# Python of the pages and the notebooks.

RUNNER = """
import json, sys, traceback

def run_all():
    names = vars(sys.modules["__main__"])
    for name, code in json.load(sys.stdin):
        known = set(names)
        told = ""
        try:
            exec(compile(code, name, "exec"), names)
        except Exception:
            told = traceback.format_exc(limit=-2)
        for new in set(names) - known:
            del names[new]
        print("\\x1e" + json.dumps([name, told]), flush=True)

run_all()
"""


def cells(notebook):
    held = json.loads(notebook.read_text(encoding="utf-8"))
    assert held["nbformat"] == 4
    return ["".join(c["source"]) for c in held["cells"] if c["cell_type"] == "code"]


def codes():
    """Everything to be run by its name; one after the other, as a reader runs it."""
    found = {page_id(one): "\n".join(cells(one)) for one in NOTEBOOKS}
    for page in DOCS.rglob("*.md"):
        code = "\n".join(blocks(page, "python"))
        if code and page.name not in TRIED_ELSEWHERE:
            found[page_id(page)] = code
    return found


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What went wrong in each page; one process, since starting one is what costs."""
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps(list(codes().items())),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path_factory.mktemp("pages"),
    )
    lines = [part.splitlines()[0] for part in done.stdout.split("\x1e")[1:]]
    return dict(json.loads(line) for line in lines)


@pytest.mark.parametrize("name", list(codes()))
def test_python_runs(told, name):
    assert told[name] == ""


# Commands.


def commands(page):
    """Words of every `python -m segbench` or `segbench` line in a block of commands."""
    shown = "\n".join(blocks(page, "bash", "console", "sh", ""))
    for line in shown.replace("\\\n", " ").splitlines():
        match = re.match(r"(?:\$ )?(?:python -m segbench|segbench)(?: (.*)|$)", line)
        if match:
            yield shlex.split(match[1] or "", comments=True)


def is_run(words):
    return not words or words[0] in {"explore", "check"} or words[0] not in COMMANDS


def checked_as_a_run(words):
    rest = words[1:] if words and words[0] in COMMANDS else words
    jobs = []
    call_hydra(sort_words(rest), lambda job: jobs.append(validate(job.values)))
    assert jobs or "--cfg" in rest


COMMAND_PAGES = [
    page
    for page in PAGES
    if page.name not in TRIED_ELSEWHERE
    and "examples" not in page.parts  # its own test installs it first
    and list(commands(page))
]


@pytest.mark.parametrize("page", COMMAND_PAGES, ids=page_id)
def test_commands_are_valid(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for words in commands(page):
        if words and words[0][0].isalpha() and "=" not in words[0]:
            assert words[0] in COMMANDS
        if is_run(words):
            checked_as_a_run(words)
    assert "Error" not in capsys.readouterr().err


def test_a_wrong_command_would_be_seen():
    with pytest.raises(SegbenchError, match="resamples"):
        checked_as_a_run(["scoring.resample=3"])


# Links.


@cache
def anchors(page):
    """Anchors of a page as GitHub makes them; the second of a name has a number."""
    found = []
    for heading in re.findall(r"^#+ (.*)$", plain(page), flags=re.MULTILINE):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        twins = sum(re.fullmatch(rf"{name}(-\d+)?", one) is not None for one in found)
        found.append(f"{name}-{twins}" if twins else name)
    return found


def links(page):
    pattern = r"\]\((?!https?:|mailto:)([^)#\s\\]*)(?:#([^)]+))?\)"
    return re.findall(pattern, plain(page))


@pytest.mark.parametrize("page", [*PAGES, *NOTEBOOKS], ids=page_id)
def test_links_lead_to_a_place(page):
    broken = []
    for target, anchor in links(page):
        there = (page.parent / target).resolve() if target else page
        known = there.exists() and (not anchor or anchor in anchors(there))
        broken += [] if known else [f"{target}#{anchor}"]
    assert broken == []


def test_every_page_is_in_the_contents():
    linked = {(DOCS / target).resolve() for target, _ in links(DOCS / "index.md")}
    for index in (DOCS / "decisions" / "README.md", DOCS / "add-an-algorithm.md"):
        linked |= {(index.parent / target).resolve() for target, _ in links(index)}
    pages = [DOCS / "index.md", *linked]
    lost = [page_id(one) for one in [*DOCS.rglob("*.md")] if one not in pages]
    assert lost == []


# What scripts make.


@pytest.mark.parametrize(
    "name", ["reference-python.md", "reference-cli.md", "settings.md"]
)
def test_generated_pages_are_fresh(name):
    made = script("reference").pages()[DOCS / name]
    stale = (DOCS / name).read_text(encoding="utf-8") != made
    assert not stale, f"{name} is stale: run python experiments/docs/reference.py"


def test_every_key_has_a_meaning():
    reference = script("reference")
    found = [key for name in reference.KEY_FILES for key in reference.keys(name)]
    assert len(found) > 60
    assert [key.name for key in found if not key.meaning] == []


def test_pictures_are_made_small_and_shown():
    made = {name for run in script("pictures").RUNS.values() for name in run.figures}
    files = sorted((DOCS / "pictures").iterdir())
    assert {file.stem for file in files} == made
    assert [file.name for file in files if file.stat().st_size > LARGEST_PICTURE] == []
    shown = {Path(target).name for page in PAGES for target, _ in links(page)}
    assert [file.name for file in files if file.name not in shown] == []


def test_outputs_are_filled_in():
    pictures = script("pictures")
    known = set(pictures.RUNS)
    for name, run in pictures.RUNS.items():
        known |= {f"{name} {table}" for table in run.tables}
    for page in DOCS.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"(?m)^<!-- output (.+?) -->$", text)) <= known
        starts = re.findall(r"(?m)^<!-- (?:output .+?|printed) -->\n(.*)", text)
        assert set(starts) <= {"```text"}


def test_the_citation_is_of_this_version():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == __version__
    assert cited["license"] == "BSD-3-Clause"


def test_the_readme_leads_to_the_contents():
    assert ("docs/index.md", "") in links(ROOT / "README.md")
