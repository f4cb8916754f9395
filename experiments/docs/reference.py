"""Write the reference pages from the code, so that they cannot say anything else.

    python experiments/docs/reference.py

docs/reference-python.md is made of the docstrings of everything public,
docs/reference-cli.md of the help and the files of conf/, and the tables of keys in
docs/settings.md of the comments in conf/. A test fails when a page is stale.
"""

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from segbench.cli.help import HELP

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CONF = ROOT / "conf"

MODULES = ("segbench", "segbench.metrics", "segbench.testing", "segbench.figures")
"""What may be imported: everything in their ``__all__``."""

KEY_FILES = (
    "config",
    "scoring/default",
    "executor/local",
    "dataset/mall_simulated",
    "dataset/generated",
    "dataset/wine",
    "dataset/csv",
    "dataset/orders",
    "dataset/openml",
)
"""Files of conf/ that hold keys to set; the others choose among options."""

MEANINGS = {
    "source": "what reads it; fixed by the choice of `dataset`",
    "table": "which of them; fixed by the choice of `dataset`",
    "name": "what the data set is called in tables",
    "path": "the file, folder or pattern",
    "id": "the column that names the customer; null: inferred",
    "dataset/openml id": "the number of the data set at OpenML",
    "numeric": "columns to be read as quantities",
    "categorical": "columns to be read as categories",
    "ignore": "columns that are no features",
    "quote": "the character around texts; null: found out",
    "encoding": "the encoding of the text; null: found out",
    "customer": "the column of the customer; null: inferred",
    "date": "the column of the date; null: inferred",
    "quantity": "the column of the pieces; null: inferred; empty: not used",
    "price": "the column of the price of a piece; the same",
    "order": "the column of the number of the order; the same",
    "product": "the column of the product; the same",
    "currency": "the column of the currency; the same",
    "duplicates": "`keep`; `drop`: of customers equal in all but the id one stays",
    "missing": "`median`, `most_frequent`, `knn`, `indicator`, `drop`",
    "missing_levels": "`level`: a category of its own; `most_frequent`, `drop`",
    "outliers": "`keep`; `clip` to the outer fences; `leave_out` beyond them",
    "near_constant": "`keep`; `drop`: no feature from 99.5 % equal values on",
    "origin": "who published the data; shown",
    "customers": "how many there should be; another number is said",
    "fingerprint": "of the published content; another one is said",
    "gates": "what a candidate has to fulfil before it is ranked",
    "silhouette": "weight of the silhouette in the score",
    "davies_bouldin": "weight of Davies-Bouldin in the score",
    "stability": "weight of the stability in the score",
}
"""Meanings of keys whose file has no comment beside them."""


@dataclass(frozen=True)
class Key:
    """A setting as it is typed, with its default and meaning."""

    name: str
    default: str
    meaning: str


def pages() -> dict[Path, str]:
    """What every generated page has to hold."""
    settings = DOCS / "settings.md"
    return {
        DOCS / "reference-python.md": python_page(),
        DOCS / "reference-cli.md": command_line_page(),
        settings: with_keys(settings.read_text(encoding="utf-8")),
    }


# The Python interface.


def python_page() -> str:
    parts = [
        "# Python reference\n",
        "Made from the docstrings by `experiments/docs/reference.py`; change those.\n",
        "What is not on this page is not public and may change without notice.\n",
    ]
    for name in MODULES:
        module = importlib.import_module(name)
        public = [one for one in sorted(module.__all__) if one != "__version__"]
        links = ", ".join(f"[`{one}`](#{place(name, one, public)})" for one in public)
        parts.append(f"## {name}\n\n{first_sentence(module)}\n\n{links}\n")
        parts += [described(f"{name}.{one}", getattr(module, one)) for one in public]
    return "\n".join(parts)


def place(module: str, name: str, public: list[str]) -> str:
    """The anchor of a name; of two that differ in capitals the second has a number."""
    before = public[: public.index(name)]
    twins = sum(one.lower() == name.lower() for one in before)
    return anchor(f"{module}.{name}") + (f"-{twins}" if twins else "")


def first_sentence(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


def described(name: str, thing: object) -> str:
    """One public name: how it is called and what its docstring says."""
    head = f"### `{name}`\n"
    if not callable(thing):
        return f"{head}\nA {type(thing).__name__} of {len(thing)}.\n"
    short = name.rsplit(".", 1)[1]
    doc = inspect.getdoc(thing) or ""
    text = f"{head}\n```text\n{short}{signature(thing)}\n```\n\n{as_markdown(doc)}\n"
    if inspect.isclass(thing):
        text += "".join(members(thing))
    return text


def signature(thing: Callable[..., Any]) -> str:
    """The signature, one argument a line where it is long, types left to the text."""
    if inspect.isclass(thing) and issubclass(thing, Exception):
        return "(message)"
    parts = []
    for one in inspect.signature(thing).parameters.values():
        if one.kind is one.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        made = "factory" in repr(one.default)
        default = "..." if made else one.default
        parts.append(str(one.replace(annotation=one.empty, default=default)))
    text = f"({', '.join(parts)})"
    if len(text) <= 70:
        return text
    return "(\n    " + ",\n    ".join(parts) + ",\n)"


def members(thing: type) -> Iterator[str]:
    """Public methods and properties that the class itself describes."""
    rows = []
    for name, member in sorted(vars(thing).items()):
        if name.startswith("_"):
            continue
        bare = getattr(member, "func", getattr(member, "fget", member))
        doc = inspect.getdoc(bare) if callable(bare) else None
        if doc:
            called = f"{name}()" if bare is member else name
            rows.append(f"| `{called}` | {cell(doc.split(chr(10) * 2)[0])} |\n")
    if rows:
        yield "\n| member | meaning |\n| --- | --- |\n"
        yield from rows


def as_markdown(doc: str) -> str:
    """A numpydoc docstring: sections in bold, definitions as lists, examples fenced."""
    made: list[str] = []
    lines = [line.replace("``", "`") for line in doc.splitlines()]
    section = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if re.fullmatch(r"-{3,}", line):
            continue
        if re.fullmatch(r"-{3,}", following):
            section = line
            made += [f"**{section}**", ""]
        elif section in {"Parameters", "Returns", "Raises"} and line:
            made.append(defined(line))
        else:
            made.append(line)
    return with_fences(made)


def defined(line: str) -> str:
    """A line of a list of definitions: what it is, or what is said of it."""
    if line.startswith(" "):
        return f"  {line.strip()}"
    name, _, kind = line.partition(" : ")
    if kind or " " not in name:
        return f"- `{name}`: {kind}".removesuffix(": ")
    return f"- {line}"


def with_fences(lines: list[str]) -> str:
    """Fence what was typed into Python, and what it answered."""
    made: list[str] = []
    inside = False
    for line in lines:
        if line.startswith(">>>") and not inside:
            made.append("```pycon")
            inside = True
        elif inside and not line.strip():
            made.append("```")
            inside = False
        made.append(line)
    return "\n".join(made + (["```"] if inside else []))


# The command line.


def command_line_page() -> str:
    parts = [
        "# Command line reference\n",
        "Made from the help and from `conf/` by `experiments/docs/reference.py`.\n",
        "`segbench` is the same command as `python -m segbench`. Every key that can\n"
        "be set is in [choose settings](settings.md#every-key).\n",
        "## Help\n",
        f"```text\n{HELP.rstrip()}\n```\n",
        "## Options of each group\n",
        "`GROUP=OPTION` takes one, `GROUP=[A,B]` several in one run, `-m GROUP=A,B` a\n"
        "job for each. Each option is a file in `conf/GROUP/`.\n",
    ]
    parts += [group_table(name) for name in GROUPS]
    return "\n".join(parts)


GROUPS = ("dataset", "features", "scaler", "scoring", "executor", "algo", "experiment")


def group_table(group: str) -> str:
    files = sorted((CONF / group).glob("*.yaml")) if (CONF / group).is_dir() else []
    if not files:
        return ""
    rows = [f"| `{one.stem}` | {cell(opening(one))} |" for one in files]
    head = f"### {group}\n\n| option | what it is |\n| --- | --- |"
    return "\n".join([head, *rows, ""])


def opening(path: Path) -> str:
    """The first sentences of a file's comment, or what its one key holds."""
    lines = path.read_text(encoding="utf-8").splitlines()
    words = []
    for line in lines:
        if line.startswith("# @package"):  # for Hydra
            continue
        if not line.startswith("#") or line.startswith("#  "):
            break
        words.append(line.lstrip("# "))
    if words:
        return " ".join(words)
    columns = yaml.safe_load("\n".join(lines))[path.stem].get("columns") or []
    return "the columns " + ", ".join(columns)


# The keys.


def with_keys(text: str) -> str:
    """The page with its tables of keys made again."""
    for name in KEY_FILES:
        rows = [
            f"| `{one.name}` | {one.default} | {one.meaning} |" for one in keys(name)
        ]
        table = "\n".join(["| key | default | meaning |", "| --- | --- | --- |", *rows])
        pattern = rf"(<!-- keys {name} -->\n).*?(<!-- end -->)"
        text = re.sub(
            pattern, lambda m, t=table: f"{m[1]}{t}\n{m[2]}", text, flags=re.DOTALL
        )
    return text


def keys(name: str) -> list[Key]:
    """Every key of a file of conf/ by its comment, nested ones with dots."""
    found: list[Key] = []
    above: list[tuple[int, str]] = []
    group = name.split("/", maxsplit=1)[0]
    skipped = False
    for line in (CONF / f"{name}.yaml").read_text(encoding="utf-8").splitlines():
        match = re.match(r"( *)([\w_]+):\s*(.*)", line)
        if match is None:
            continue
        indent, key, rest = len(match[1]), match[2], match[3]
        skipped = key in {"defaults", "hydra"} if indent == 0 else skipped
        if skipped:
            continue
        above = [one for one in above if one[0] < indent]
        value, _, comment = rest.partition("#")
        path = [one for _, one in above] + [key]
        if not value.strip():
            above.append((indent, key))
            continue
        prefix = [] if group == "config" else [group]
        meaning = meaning_of(name, key, comment.strip())
        found.append(Key(".".join(prefix + path), f"`{value.strip()}`", meaning))
    return found


def meaning_of(name: str, key: str, comment: str) -> str:
    return cell(comment or MEANINGS.get(f"{name} {key}") or MEANINGS.get(key, ""))


def cell(text: str) -> str:
    """Text that stays inside a cell of a table."""
    return " ".join(text.replace("``", "`").split()).replace("|", "\\|")


def anchor(heading: str) -> str:
    """The anchor that a heading gets on a page of Markdown."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


if __name__ == "__main__":
    for page, content in pages().items():
        if page.read_text(encoding="utf-8") != content if page.exists() else True:
            page.write_text(content, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)}\n")
