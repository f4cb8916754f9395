"""Write the rates into the page of this study, in place of its table."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from power import OUT

PAGE = Path(__file__).with_name("README.md")
HEAD = "| data | change | algorithm | old, new | counted | times | of | interval |"


def main() -> None:
    lines = [HEAD, "| --- | --- | --- | --- | --- | ---: | ---: | --- |"]
    for one in pd.read_csv(OUT).itertuples():
        interval = f"{100 * one.low:.1f}-{100 * one.high:.1f} %"
        cells = f"{one.data} | {one.change} | {one.algo} | {one.old}, {one.new}"
        lines.append(
            f"| {cells} | {one.counted} | {one.times} | {one.seeds} | {interval} |"
        )
    text = PAGE.read_text(encoding="utf-8")
    place = r"(<!-- table power -->\n).*?(<!-- end -->)"
    table = "\n".join(lines)
    text = re.sub(place, rf"\g<1>{table}\n\g<2>", text, flags=re.DOTALL)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
