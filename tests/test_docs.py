"""What the pages say is true: code runs, links lead somewhere, tables are complete."""

import re
from pathlib import Path

import yaml

from segbench.algorithms import available, spec_from_node
from segbench.cli.help import HELP
from segbench.core import Status
from segbench.report.columns import COLUMNS

ROOT = Path(__file__).parents[1]


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(
        rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE
    )


def table_keys(page: str, heading: str) -> list[str]:
    """First cells of the table under a heading, without back ticks."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE)


def test_python_of_the_readme_runs(capsys):
    code = "\n".join(blocks(ROOT / "README.md", "python"))
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 our own page
    printed = capsys.readouterr().out
    assert "Comparison of customers" in printed
    assert "n_clusters=3" in printed


def test_every_column_is_explained():
    assert table_keys("results.md", "Columns") == list(COLUMNS)


def test_every_status_is_explained():
    assert table_keys("results.md", "Status") == [str(status) for status in Status]


def test_the_algorithm_of_the_page_is_one():
    (text,) = blocks(ROOT / "docs" / "algorithms.md", "yaml")
    ((name, node),) = yaml.safe_load(text).items()
    assert (
        spec_from_node(name, node).estimator({"n_clusters": 3}, seed=0).n_clusters == 3
    )


def test_every_algorithm_is_on_the_page():
    text = (ROOT / "docs" / "algorithms.md").read_text(encoding="utf-8")
    assert [name for name in available() if f"`{name}`" not in text] == []


def test_the_first_screen_has_two_commands():
    commands = blocks(ROOT / "README.md", "bash")[:2]
    assert [len(block.strip().splitlines()) for block in commands] == [1, 1]
    assert commands[0].strip().endswith("python -m segbench")
    assert "pytest" in commands[1]


def test_help_names_commands_that_the_readme_names():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("algorithms", "report results/RUN", "plan=true"):
        assert f"python -m segbench {command}" in HELP
        assert f"python -m segbench {command}" in readme
