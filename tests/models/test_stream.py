"""Files larger than the memory, in pieces."""

import pandas as pd
import pytest

from segbench.models import stream
from segbench.models.assign_file import assign_file


@pytest.mark.parametrize("form", ["csv", "csv.gz", "parquet", "tsv"])
def test_a_file_in_pieces_gives_what_the_whole_gives(
    make_model, tmp_path, monkeypatch, form, rng
):
    n = 5_000
    frame = pd.DataFrame(
        {
            "score": rng.uniform(0, 100, n).round(3),
            "note": '"a, b"',
            "id": [f"n{i}" for i in range(n)],
            "income_k": rng.integers(10, 90, n).astype(str),
            "age": rng.integers(18, 80, n),
        }
    )
    frame.loc[4_321, "income_k"] = " 1,200 "  # a thousand, far from the first rows
    path = tmp_path / f"new[1].{form}"
    if form == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False, sep="\t" if form == "tsv" else ",")
    model, _ = make_model(frame.drop(columns="note").head(60))
    outs = [tmp_path / "whole.csv", tmp_path / "pieces.csv"]
    assign_file(model, str(path), str(outs[0]))
    monkeypatch.setattr(stream, "SMALL", 1_000)
    monkeypatch.setattr(stream, "SMALL_PACKED", 1_000)
    monkeypatch.setattr(stream, "ROWS", 2_048)
    found = assign_file(model, str(path), str(outs[1]))
    assert (found.counts.customers, found.extra) == (n, ("note",))
    whole, pieces = (pd.read_csv(out) for out in outs)
    pd.testing.assert_frame_equal(whole, pieces)
    assert pieces["id"].tolist() == frame["id"].tolist()
    assert pieces["distance"].idxmax() == 4_321
