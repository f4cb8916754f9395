"""A strict reader of LaTeX, for machines without any."""

import re
from pathlib import Path

import pytest

PACKAGES = (
    *("geometry", "iftex", "amsmath", "booktabs", "longtable", "graphicx", "natbib"),
    *("url", "fontenc", "inputenc", "textcomp", "lmodern", "fontspec"),
)

COMMANDS = """
appendix author begin begingroup bibliography bibliographystyle bigskip bottomrule
caption centering cite clearpage dag date DeclareUnicodeCharacter detokenize
documentclass else emergencystretch end endcsname endfirsthead endfoot endgroup
endhead fi footnotesize geq hspace ifcsname IfFileExists IfFontExistsTF ifPDFTeX
includegraphics infty input label leq linewidth LTcapwidth maketitle medskip midrule
newcommand noindent par paragraph parindent penalty pm raggedright rightarrow rlap
section setlength setmainfont spare tabcolsep textasciicircum
textasciitilde textbackslash textbar textbf textgreater textheight textless
textquotedbl textsuperscript times title toprule usepackage
"""
SIGNS = set("\\{}$&#%_,[]")

NOT_PRINTED = re.compile(
    r"~?\\(?:input|label|cite|includegraphics(?:\[[^]]*\])?|begin|end|usepackage"
    r"(?:\[[^]]*\])?|bibliography(?:style)?|spare)\{[^}]*\}"
)
TABLE = re.compile(
    r"\\begin\{(tabular|longtable)\}\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
    r"(.*?)\\end\{\1\}",
    re.S,
)
OF_TABLES = re.compile(
    r"\\(?:(?:top|mid|bottom)rule|end(?:firsthead|head|foot)|label\{[^}]*\})"
)


def without_comments(text):
    return re.sub(r"(?m)(?<!\\)((?:\\\\)*)%.*$", r"\1", text)


def bare(text):
    """Text without escaped signs and line ends: each other sign means something."""
    return re.sub(r"\\\\|\\[{}$&#%_,]", " ", text)


def groups_are_closed(text):
    depth = 0
    for sign in re.findall(r"[{}]", bare(text)):
        depth += 1 if sign == "{" else -1
        assert depth >= 0, "a brace closes nothing"
    assert depth == 0, "a brace is left open"


def environments_are_closed(text):
    opened = []
    for what, name in re.findall(r"\\(begin|end)\{(\w+)\}", text):
        if what == "begin":
            opened.append(name)
        else:
            assert opened, name
            assert opened.pop() == name
    assert opened == []


def columns_of(spec):
    spec = re.sub(r"@\{(?:[^{}]|\{[^{}]*\})*\}", "", spec)
    spec = re.sub(r"p\{[^{}]*\}", "p", spec)
    assert set(spec) <= set("lrcp"), spec
    return len(spec)


def rows_of(body):
    """Rows of a table as lists of cells, headings among them."""
    found = []
    for row in re.split(r"\\\\", body):
        assert not re.match(r"\s*[\[*]", row), "LaTeX takes it for an argument"
        cells = OF_TABLES.sub("", row).strip()
        if cells and not cells.startswith(r"\caption"):
            found.append([x.strip() for x in re.split(r"(?<!\\)&", cells)])
    return found


def tables_are_rectangular(text):
    for _, spec, body in TABLE.findall(text):
        rows = rows_of(body)
        assert rows
        assert {len(row) for row in rows} == {columns_of(spec)}


def specials_are_escaped(text):
    printed = bare(NOT_PRINTED.sub(" ", TABLE.sub(lambda m: cells_only(m[3]), text)))
    assert printed.count("$") % 2 == 0
    outside = re.sub(r"\$[^$]*\$|\\\[.*?\\\]", " ", printed, flags=re.S)
    definitions = re.sub(r"\\newcommand.*?\\fi\}", "", outside, flags=re.S)
    for sign in '#&_^<>|"~':
        assert re.findall(f".{{0,20}}{re.escape(sign)}.{{0,20}}", definitions) == []


def cells_only(body):
    return " ".join(" ".join(row) for row in rows_of(body))


def commands_are_known(text):
    outside = re.sub(r"\\\[.*?\\\]", " ", text, flags=re.S)
    found = re.findall(r"\\([A-Za-z]+|.)", outside, flags=re.S)
    assert {x for x in found if x[0].isalpha()} <= set(COMMANDS.split())
    assert {x for x in found if not x[0].isalpha()} <= SIGNS


def check_file(path):
    text = without_comments(path.read_text("utf-8"))
    groups_are_closed(text)
    environments_are_closed(text)
    tables_are_rectangular(text)
    specials_are_escaped(text)
    commands_are_known(text)
    assert not re.search(r"\b(nan|NaN|None|inf|Status)\b", text)


def check_pack(folder):
    """Everything that can be wrong without LaTeX saying so."""
    for path in sorted(folder.glob("*.tex")):
        check_file(path)
    main = without_comments((folder / "main.tex").read_text("utf-8"))
    inputs = re.findall(r"\\input\{([^}]*)\}", main)
    others = {path.stem for path in folder.glob("*.tex")} - {"main"}
    assert set(inputs) == others
    whole = main + "".join(
        without_comments((folder / f"{name}.tex").read_text("utf-8")) for name in inputs
    )
    keys = {k for x in re.findall(r"\\cite\{([^}]*)\}", whole) for k in x.split(",")}
    bib = folder / "references.bib"
    entries = re.findall(r"@\w+\{(\w+),", bib.read_text("utf-8") if keys else "")
    assert keys <= set(entries)
    assert (r"\bibliography{references}" in main) == bool(keys)
    for figure in re.findall(r"\\includegraphics\[[^]]*\]\{([^}]*)\}", main):
        assert (folder / figure).is_file()
    labels = re.findall(r"\\label\{([^}]*)\}", whole)
    assert len(labels) == len(set(labels))
    assert all(re.fullmatch(r"[a-z0-9:-]+", label) for label in labels)
    loaded = re.findall(r"\\usepackage(?:\[[^]]*\])?\{([^}]*)\}", main)
    assert set(loaded) <= set(PACKAGES)


def read_rows(text, number=0):
    """Cells of the rows of a table under its headings."""
    bodies = [body for _, _, body in TABLE.findall(text)]
    rows = rows_of(bodies[number])
    return [row for row in rows[1:] if row != rows[0]]


@pytest.fixture
def pack(tmp_path):
    """Write the pack of results into a folder of a run, checked."""
    from segbench.report.paper.files import write_paper

    def write(results, name="paper"):
        folder = Path(tmp_path) / name
        write_paper(results, folder)
        check_pack(folder)
        return folder

    return write


@pytest.fixture
def rows():
    return read_rows


@pytest.fixture
def checker():
    return check_pack
