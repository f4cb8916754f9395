"""Write the rates into the page of this study, in place of its tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from study import TABLE, all_cells, read_rows

PAGE = Path(__file__).with_name("README.md")


def percent(row: dict[str, Any] | None) -> str:
    """A rate with its interval; a cell that was not run is empty."""
    if row is None:
        return ""
    rate, low, high = (100 * float(row[name]) for name in ("rate", "low", "high"))
    return f"{rate:.1f} ({low:.1f}-{high:.1f})"


def table(kind: str) -> str:
    """Data by row, numbers of customers and columns by column."""
    cells = [cell for cell in all_cells() if cell.kind == kind]
    rows = {(row["data"], row["n"], row["d"]): row for row in read_rows(TABLE)}
    sizes = list(dict.fromkeys((cell.n, cell.d) for cell in cells))
    heads = ["data", *(f"n = {n:,}, d = {d}" for n, d in sizes)]
    lines = [heads, ["---"] * len(heads)]
    for data in dict.fromkeys(cell.data for cell in cells):
        found = [rows.get((data, str(n), str(d))) for n, d in sizes]
        lines.append([data.replace("_", " "), *map(percent, found)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for kind in ("null", "structure", "bent"):
        place = rf"(<!-- table {kind} -->\n).*?(<!-- end -->)"
        text = re.sub(place, rf"\g<1>{table(kind)}\n\g<2>", text, flags=re.DOTALL)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
