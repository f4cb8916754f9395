"""Who is in the segments: sizes, means in the units of the data, Jaccard."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from segbench.core import Role
from segbench.ranking import Method, RankingRule
from segbench.report.paper.decimals import one_scale
from segbench.report.paper.segments import segments_latex

RULE = RankingRule(method=Method.RANKS)


def with_columns(make, columns, k=2, **changes):
    frame = pd.DataFrame(columns)
    texts = [name for name in frame if frame[name].dtype != np.float64]
    roles = {x: Role.CATEGORICAL if x in texts else Role.NUMERIC for x in frame}
    dataset = make.dataset(frame=frame, roles=roles, **changes)
    return make.results([make.cell([make.row(k)])], RULE, datasets=[dataset])


def test_sizes_means_and_jaccard_are_those_of_the_first(make, rows, pack):
    even = np.arange(make.N) % 2 == 0
    made = with_columns(
        make,
        {
            "visits": np.where(even, 2.0, 4.0),
            "R&D_spend $": np.arange(40.0) * 100,
            "city": np.where(even, "Ulm", "<a&b>"),
        },
    )
    table = {row[0]: row[1:] for row in rows(segments_latex(made))}
    assert table["Customers"] == ["40", "20", "20"]
    assert table["Share"] == [rf"{x}\,\%" for x in ("100.0", "50.0", "50.0")]
    assert table["Jaccard"] == ["-", "0.80", "0.80"]
    assert table["Stable?"] == ["-", "stable", "stable"]
    assert table[r"\raggedright visits"] == ["3.00", "2.00", "4.00"]
    # Even customers: 0, 200 .. 3800; odd ones a hundred more.
    assert table[r"\raggedright R\&D\_spend \$"] == ["1,950", "1,900", "2,000"]
    level = r"\textless{}a\&b\textgreater{}"
    assert table[r"\raggedright city (most frequent)"] == [level, "Ulm", level]
    pack(made)


def test_many_segments_go_on_in_further_tables(make, rows, pack):
    made = with_columns(make, {"x": np.arange(40.0)}, k=8)
    text = segments_latex(made)
    first, second = rows(text), rows(text, 1)
    assert [len(row) for row in (first[0], second[0])] == [1 + 1 + 6, 1 + 1 + 2]
    # Segment s holds s, s + 8, .. s + 32: mean s + 16.
    assert first[-1][1:] == ["19.5", *(f"{s + 16:.1f}" for s in range(6))]
    assert second[-1][1:] == ["19.5", "22.0", "23.0"]
    assert "Part 2 of 2." in text
    pack(made)


def test_many_variables_take_several_pages(make, pack):
    made = with_columns(make, {f"x{i}": np.arange(40.0) for i in range(60)})
    text = (pack(made) / "segments.tex").read_text("utf-8")
    assert r"\begin{longtable}" in text


def test_noise_is_counted_beside_the_segments(make, pack):
    row = make.row(2)
    labels = np.where(np.arange(make.N) < 4, -1, row.labeling.labels)
    row = replace(row, labeling=replace(row.labeling, labels=labels), stability=None)
    text = (pack(make.results([make.cell([row])], RULE)) / "segments.tex").read_text()
    assert "4 of 40 customers are in no segment (noise)." in text
    assert "Not resampled" in text
    assert "Customers & 40 & 18 & 18" in text


def test_long_levels_are_cut(make, pack):
    made = with_columns(make, {"x": np.arange(40.0), "city": np.full(40, "y" * 99)})
    text = (pack(made) / "segments.tex").read_text("utf-8")
    assert f"& {'y' * 24}... &" in text


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([38.85, 56.6], ["38.9", "56.6"]),
        ([0.5, 0.123456], ["0.500", "0.123"]),
        ([12345.6, -99.0], ["12,346", "$-$99"]),
        ([2012.25, 2012.5], ["2012.25", "2012.50"]),  # differ by months
        ([5.0, 5.0], ["5.00", "5.00"]),
        ([0.0, 0.0], ["0", "0"]),
        ([np.nan, 2.0], ["-", "2.00"]),
        ([np.nan], ["-"]),
        ([2.5e9, 0.0], [r"$2.50\times 10^{9}$", "0"]),
        ([-1.25e-7, 3e-8], [r"$-1.25\times 10^{-7}$", r"$3.00\times 10^{-8}$"]),
        ([], []),
    ],
)
def test_a_variable_has_one_number_of_decimals(values, texts):
    expected = [x.replace("2012.", "2,012.") for x in texts]
    assert one_scale(values) == expected
