"""Write the tables of this study into its page.

python experiments/models/tables.py
"""

import re
from pathlib import Path

import pandas as pd

RESULTS = Path(__file__).parents[2] / "results/reference/models"
PAGE = Path(__file__).with_name("README.md")


def fidelity():
    """One row a segmentation: the rule that is taken."""
    rows = [
        "| data, space | algorithm | setting | noise | rule taken | accuracy | ARI | "
        "first customers kept |",
        "|---|---|---|---|---|---|---|---|",
    ]
    found = pd.read_csv(RESULTS / "fidelity.csv", keep_default_na=False)
    for one in found[found["taken"].astype(str) == "True"].itertuples():
        own = " (own)" if str(one.own) == "True" else ""
        cells = [f"{one.dataset}, {one.space}", one.algorithm, one.setting]
        cells += [f"{one.noise:.1%}", f"{one.rule}{own}", f"{one.accuracy:.1%}"]
        cells += [f"{one.ari:.3f}", f"{float(one.first_customers_kept):.1%}"]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def timing():
    """One row a rule."""
    rows = ["| algorithm | rule | seconds | of the processor | GiB |"]
    rows.append("|---|---|---|---|---|")
    for one in pd.read_csv(RESULTS / "timing.csv").itertuples():
        measured = f"{one.seconds:.1f} | {one.cpu_seconds:.1f} | {one.peak_gib:.2f}"
        rows.append(f"| {one.algorithm} | {one.rule} | {measured} |")
    return rows


def main():
    text = PAGE.read_text(encoding="utf-8")
    for name, rows in {"fidelity": fidelity(), "timing": timing()}.items():
        place = rf"(<!-- table {name} -->\n).*?(\n<!-- end -->)"
        table = "\n".join(rows)
        text = re.sub(place, lambda at: at[1] + table + at[2], text, flags=re.DOTALL)  # noqa: B023 used at once
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
