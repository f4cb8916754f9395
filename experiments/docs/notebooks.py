"""Run the notebooks and keep what their cells show, so that they read well unopened.

python experiments/docs/notebooks.py
"""

import ast
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).parents[2] / "docs" / "notebooks"


def main() -> None:
    names = vars(sys.modules["__main__"])  # classes of a notebook live there
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [one for one in notebook["cells"] if one["cell_type"] == "code"]
        known = set(names)
        for number, cell in enumerate(cells, start=1):
            cell["execution_count"] = number
            cell["outputs"] = outputs_of("".join(cell["source"]), number, names)
        for new in set(names) - known:
            del names[new]
        text = json.dumps(notebook, indent=1, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")


def outputs_of(code: str, number: int, names: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a cell; give what it printed, and the value of its last line."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    value = None
    with contextlib.redirect_stdout(out):
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 our own notebooks
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
    printed = {"output_type": "stream", "name": "stdout", "text": lines(out.getvalue())}
    made = [printed] if out.getvalue() else []
    return made + ([] if value is None else [result(value, number)])


def result(value: Any, number: int) -> dict[str, Any]:
    data = {"text/plain": lines(repr(value))}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = lines(value._repr_html_())
    head = {"output_type": "execute_result", "execution_count": number}
    return {**head, "metadata": {}, "data": data}


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


if __name__ == "__main__":
    main()
