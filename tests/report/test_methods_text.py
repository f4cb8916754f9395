"""The methods text can be pasted: references, escaping, one text for one run."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from segbench.core import Role
from segbench.ranking import RankingRule
from segbench.report.methods import (
    bibliography,
    methods_latex,
    methods_markdown,
)
from segbench.report.methods.references import entries
from segbench.report.results import collect_results
from segbench.scoring.findings import Findings
from segbench.store import Records

ODD = "top_10% | R&D #1 {x} a~b^c\\d <b> k$ @me Łódź 顧客"


def keys_of(text):
    return set(re.findall(r"@(\w+)(?=[;\]])", text))


def parse_bibtex(text):
    """Read entries with a count of braces; fields by key of the entry."""
    found = {}
    for entry in text.strip().split("\n\n"):
        depth = 0
        for i, character in enumerate(entry):
            depth += {"{": 1, "}": -1}.get(character, 0)
            assert depth >= 0
            assert depth > 0 or i < entry.index("{") or i == len(entry) - 1
        assert depth == 0
        key = re.match(r"@(?:article|inproceedings)\{(\w+),\n", entry).group(1)
        assert key not in found
        found[key] = dict(re.findall(r"^  (\w+) = \{(.+)\},?$", entry, re.MULTILINE))
    return found


@pytest.mark.parametrize("which", ["quick", "full"])
def test_what_is_cited_is_written_and_what_is_written_is_cited(which, request):
    made = request.getfixturevalue(which)
    written = set(parse_bibtex(bibliography(made)))
    cited = re.findall(r"\\cite\{([^}]+)\}", methods_latex(made))
    assert written
    assert keys_of(methods_markdown(made)) == written
    assert {key for keys in cited for key in keys.split(",")} == written


def test_every_reference_is_whole():
    found = parse_bibtex("\n\n".join(entries().values()))
    assert found.keys() == entries().keys()
    for fields in found.values():
        assert {"author", "title", "year"} <= fields.keys()
        assert "journal" in fields or "booktitle" in fields
        assert "doi" in fields or "url" in fields
        assert 1900 < int(fields["year"]) < 2100


@pytest.fixture
def odd(make):
    key = replace(make.KEY, dataset=ODD, features=ODD)
    roles = {ODD: Role.NUMERIC}
    found = [Findings(key, make.structure_test(), make.curves())]
    rows = [make.row(k, calibrated=make.calibration()) for k in (2, 3)]
    return make.results(
        [make.cell(rows, key)],
        found=found,
        datasets=[make.dataset(name=ODD, roles=roles)],
    )


def test_latex_escapes_names_of_any_kind(odd):
    text = methods_latex(odd)
    printed = "\n".join(x for x in text.splitlines() if not x.startswith("%"))
    for escaped in (r"top\_10\%", r"R\&D", r"\#1", r"\{x\}", r"k\$", "顧客"):
        assert escaped in printed
    for mark in "%#$&":
        assert re.findall(rf"(?<!\\){re.escape(mark)}", printed) == []


def test_braces_of_latex_are_balanced(odd, full):
    for made in (odd, full):
        bare = re.sub(r"\\[{}]", "", methods_latex(made))
        assert bare.count("{") == bare.count("}")
        assert bare.count("\\[\n") == bare.count("\n\\]")


def test_markdown_escapes_names_of_any_kind(odd):
    text = methods_markdown(odd)
    assert r"top\_10% \| R&amp;D \#1" in text
    assert r"k\$ \@me" in text
    assert "<b>" not in text
    assert keys_of(text) == set(parse_bibtex(bibliography(odd)))
    formulas = [x for x in text.splitlines() if re.search(r"(?<!\\)\$", x)]
    assert set(formulas) == {"$$"}


def test_nothing_is_undefined_or_left_open(full, quick):
    for text in (methods_markdown(full), methods_latex(quick)):
        assert not re.search(r"\b(nan|None|Status)\b|  |\.\.", text)


def test_the_same_records_give_the_same_text(full):
    again = collect_results(
        Records(
            list(full.datasets.values()), full.cells[::-1], list(full.findings.values())
        ),
        full.rule,
    )
    for make in (methods_markdown, methods_latex, bibliography):
        assert make(again) == make(full)


def test_a_run_of_which_nothing_is_left_has_a_text():
    made = collect_results(Records([], []), RankingRule())
    assert methods_markdown(made).startswith("# Methods")
    assert bibliography(made) == "\n"


@pytest.mark.skipif(
    shutil.which("pdflatex") is None, reason="pdflatex is not installed"
)
def test_latex_compiles(full, tmp_path):
    (tmp_path / "methods.tex").write_text(methods_latex(full), "utf-8")
    (tmp_path / "references.bib").write_text(bibliography(full), "utf-8")
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{amsmath}"
        "\\begin{document}\\input{methods}\\end{document}",
        "utf-8",
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
