"""Files and functions stay short enough to be read in one sitting."""

import ast
from pathlib import Path

import pytest

import segbench

PACKAGE = Path(segbench.__file__).parent
TESTS = Path(__file__).parent
LONGEST_FILE = 250
LONGEST_FUNCTION = 45


def name(path):
    root = PACKAGE.parent if path.is_relative_to(PACKAGE) else TESTS.parent
    return path.relative_to(root).as_posix()


def files(folder):
    return [pytest.param(path, id=name(path)) for path in sorted(folder.rglob("*.py"))]


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def public(tree):
    """The module, and what it defines that a reader may use."""
    found = [("module", tree)]
    for node in ast.walk(tree):
        open_class = isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        if isinstance(node, ast.Module) or open_class:
            for child in node.body:
                named = isinstance(child, ast.FunctionDef | ast.ClassDef)
                if named and not child.name.startswith("_"):
                    found.append((child.name, child))
    return found


def code_lines(node):
    """Lines of a function, its docstring not counted."""
    first = node.body[0]
    text = ast.get_docstring(node) is not None
    described = first.end_lineno - first.lineno + 1 if text else 0
    return node.end_lineno - node.lineno + 1 - described


@pytest.mark.parametrize("path", files(PACKAGE) + files(TESTS))
def test_files_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", files(PACKAGE) + files(TESTS))
def test_functions_are_short(path):
    long = {node.name: code_lines(node) for node in functions(path)}
    assert {n: lines for n, lines in long.items() if lines > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", files(PACKAGE))
def test_public_things_are_described(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [what for what, node in public(tree) if ast.get_docstring(node) is None]
    assert bare == []


def test_the_package_is_seen():
    assert len(files(PACKAGE)) > 40
