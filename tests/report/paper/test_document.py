"""The document compiles as it stands, whatever the names are."""

import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import segbench
from segbench.core import Role
from segbench.ranking import Method, RankingRule
from segbench.report.paper.escape import latex_reason, latex_text
from segbench.report.paper.figures import figures_latex
from segbench.report.paper.files import write_paper
from segbench.scoring.findings import Findings

NAMES = ["avg_order_value", "share_%", "R&D_spend", "#orders", "{tier}", r"a~b^c\d"]
ESCAPED = [
    *(r"avg\_order\_value", r"share\_\%", r"R\&D\_spend", r"\#orders", r"\{tier\}"),
    r"a\textasciitilde{}b\textasciicircum{}c\textbackslash{}d",
]
ODD = '[top_10% | R&D #1 {x} a~b^c\\d <b> k$ `q` -- ,, "z" \x07 Łódź ≤ 顧客 Ж ế 😀'


@pytest.fixture(scope="module")
def special():
    """Three groups of four customers whose columns are named in signs of LaTeX."""
    rng = np.random.default_rng(0)
    centres = np.repeat([[1.0] * 6, [5.0] * 6, [9.0] * 6], 4, axis=0)
    frame = pd.DataFrame(centres + rng.normal(0, 0.1, (12, 6)), columns=NAMES)
    return segbench.compare(
        frame,
        algorithms=["kmeans", "one_segment"],
        k=[3],
        scoring="quick",
        resamples=0,
        n_jobs=1,
        name="top_10%",
    ).results


@pytest.fixture
def odd(make):
    key = replace(make.KEY, dataset=ODD, features=ODD, scaler="*")
    found = [Findings(key, make.structure_test(), make.curves())]
    rows = [make.row(k, algo=ODD, calibrated=make.calibration()) for k in (2, 3)]
    dataset = make.dataset(
        name=ODD,
        frame=pd.DataFrame({ODD: np.arange(40.0), "c": np.full(40, ODD)}),
        roles={ODD: Role.NUMERIC, "c": Role.CATEGORICAL},
    )
    cells = [make.cell(rows, key, algo=ODD)]
    return make.results(cells, found=found, datasets=[dataset])


@pytest.mark.parametrize(("name", "escaped"), list(zip(NAMES, ESCAPED, strict=True)))
def test_every_name_stands_in_the_pack_as_text(special, pack, name, escaped):
    folder = pack(special)
    for file in ("segments.tex", "methods.tex"):
        text = (folder / file).read_text("utf-8")
        assert escaped in text
        assert name not in re.sub("^%.*", "", text.replace(escaped, ""))


def test_the_name_of_the_run_is_escaped_wherever_it_stands(special, pack):
    folder = pack(special)
    for path in folder.glob("*.tex"):
        text = path.read_text("utf-8")
        assert r"top\_10\%" in text
        assert "top_10%" not in text
    main = (folder / "main.tex").read_text("utf-8")
    assert r"\title{Segmentations of top\_10\%}" in main


def test_odd_names_of_everything_break_nothing(odd, pack):
    text = (pack(odd) / "main.tex").read_text("utf-8")
    assert r"\spare{顧}{9867}" in text
    assert r"\spare{ł}" not in text  # is not in it
    assert r"\IfFontExistsTF{Noto Serif CJK SC}" in text


def test_plain_names_need_no_spare_letters(full, pack):
    text = (pack(full) / "main.tex").read_text("utf-8")
    assert "spare" not in text
    assert "xelatex" in text.partition(r"\documentclass")[0]
    assert r"\usepackage{fontspec}" in text
    assert text.isascii()


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a--b", "a-{}-b"),
        ("---", "-{}-{}-"),
        ("!`?`", "!{}`?{}`"),
        ("a\nb\tc\x00", "a b c "),
        ("\ud800", " "),
        ("``x''", "`{}`x'{}'"),
        ("\N{MINUS SIGN}1 ≥ 2 ± 3", r"$-$1 $\geq$ 2 $\pm$ 3"),
        ("Łódź", "Łódź"),
    ],
)
def test_text_is_printed_as_it_stands(text, latex):
    assert latex_text(text) == latex


def test_a_long_message_is_cut_before_it_is_escaped():
    shown = latex_reason("%" * 400)
    assert shown == r"\%" * 300 + " ..."


def test_the_same_records_give_the_same_bytes(full, tmp_path):
    first = write_paper(full, tmp_path / "a" / "paper")
    again = write_paper(full, tmp_path / "b" / "paper")
    assert [x.name for x in first] == [
        *("main.tex", "ranking.tex", "ranking_all.tex", "segments.tex"),
        *("methods.tex", "references.bib"),
    ]
    assert [x.read_bytes() for x in first] == [x.read_bytes() for x in again]
    assert str(tmp_path) not in first[0].read_text("utf-8")


def test_figures_beside_the_paper_are_included(full, pack, tmp_path):
    folder = tmp_path / "figures"
    folder.mkdir()
    for name in ("map_of_x.pdf", "choice_of_k_a_b.pdf", "map_of_x.png", "ö %.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4\n")
    text = (pack(full) / "main.tex").read_text("utf-8")
    found = re.findall(r"\\includegraphics\[[^]]*\]\{([^}]*)\}", text)
    assert found == ["../figures/choice_of_k_a_b.pdf", "../figures/map_of_x.pdf"]
    assert r"\caption{Criteria for the number of segments: a b.}" in text
    assert r"\caption{Map of x.}" in text
    assert r"% left out, its name is not plain: '\xf6 %.pdf'" in text


def test_many_figures_are_placed_in_between(tmp_path):
    text = figures_latex(
        {tmp_path / f"f{i:02d}.pdf": "What it shows." for i in range(30)}
    )
    assert text.count(r"\clearpage") == 2


def test_many_spaces_are_placed_in_between(make, pack):
    keys = [replace(make.KEY, scaler=f"s{i}") for i in range(14)]
    cells = [make.cell([make.row(2)], key) for key in keys]
    made = make.results(cells, RankingRule(method=Method.RANKS))
    assert (pack(made) / "ranking.tex").read_text("utf-8").count(r"\clearpage") == 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (r"\bottomrule", r"1 & 2 \\ \bottomrule"),
        (r"\end{table}", r"50% \end{table}\begin{table}\end{table}"),
        (r"\end{table}", r"a_b \end{table}"),
        (r"\end{table}", r"} \end{table}"),
        (r"\end{table}", r"\unknown \end{table}"),
        (r"\begin{table}", r"\begin{table}\begin{center}"),
        (r"\label{tab:ranking-1}", r"\label{tab:all-1}"),
    ],
)
def test_what_is_wrong_is_seen(full, pack, checker, good, bad):
    folder = pack(full)
    file = folder / "ranking.tex"
    text = file.read_text("utf-8")
    file.write_text(text.replace(good, bad, 1), "utf-8")
    with pytest.raises(AssertionError):
        checker(folder)


def compiled(folder, engine="pdflatex"):
    latex = [engine, "-interaction=nonstopmode", "-halt-on-error", "main"]
    for command in (latex, ["bibtex", "main"], latex, latex):
        done = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-3000:]
    log = (folder / "main.log").read_text("utf-8", "replace")
    assert "undefined" not in log
    assert "Too many unprocessed floats" not in log
    return log


@pytest.mark.skipif(
    not (shutil.which("pdflatex") and shutil.which("bibtex")),
    reason="pdflatex and bibtex are not installed",
)
@pytest.mark.parametrize("which", ["full", "odd", "special"])
def test_it_compiles(which, request, pack):
    folder = pack(request.getfixturevalue(which))
    compiled(folder)
    assert (folder / "main.pdf").read_bytes().startswith(b"%PDF")
