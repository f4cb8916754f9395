"""Names and paths that a command line's grammar does not like are text all the same."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import davies_bouldin_score, silhouette_score
from sklearn.preprocessing import StandardScaler

DOCS = Path(__file__).parents[2] / "docs" / "data.md"

USD = "cost ${usd}"
HOME = "${oc.env:HOME}"
HEADERS = (
    *("Annual Income (k$)", "Spending Score (1-100)", "a=b ratio", USD, HOME, "Age"),
    *("Alter in Jahren (Ä)", "x, y", "#1 [best]", "50% {off}", "it's", "~x", "年齢"),
)
GROUPS = np.repeat([0, 1, 2], [4, 5, 3])
"""Three groups far apart in every column, numbered as in the file."""

BY_SIZE = np.array([1, 0, 2])[GROUPS]
"""The same, numbered by size."""

PAIR = ("Annual Income (k$)", "Spending Score (1-100)")


def values() -> pd.DataFrame:
    rows = np.arange(len(GROUPS))
    return pd.DataFrame(
        {
            name: GROUPS * 40 + (rows * (j + 3)) % 7 + 0.5 * (rows % 2)
            for j, name in enumerate(HEADERS)
        }
    )


def yaml_list(names) -> str:
    """Names in a list that YAML and Hydra both read: JSON's quotes."""
    return json.dumps(list(names), ensure_ascii=False, separators=(",", ":"))


@pytest.fixture(scope="module")
def odd(here_in, write_config, tmp_path_factory):
    """A place in a folder with the file, and with a home that has a telling name."""
    home = tmp_path_factory.mktemp("home-sweet-home")
    run = here_in({"HOME": str(home), "USERPROFILE": str(home), "usd": "dollars"})
    path = run.cwd / "run=3, final" / "mall.csv"
    path.parent.mkdir()
    table = values()
    table.insert(0, "CustomerID", [f"c{i}" for i in range(len(table))])
    table.to_csv(path, index=False)
    for j, name in enumerate(HEADERS):
        text = f"odd{j}:\n  columns: {yaml_list([name])}\n"
        write_config(run.cwd / "mine", "features", f"odd{j}", text)
    pair = f"pair:\n  columns: {yaml_list(PAIR)}\n"
    write_config(run.cwd / "mine", "features", "pair", pair)
    return run, str(home)


WORDS = (
    *("dataset=csv", "dataset.path=run=3, final/mall.csv", "+algo=kmeans", "k=[3]"),
    "scoring.resamples=0",
)


def assert_grouped(row, labels, names) -> None:
    """The three groups are found, with the scores of a space of just these columns."""
    space = StandardScaler().fit_transform(values()[list(names)])
    assert labels.astype(int).tolist() == BY_SIZE.tolist()
    expected = silhouette_score(space, GROUPS)
    assert float(row["silhouette"]) == pytest.approx(expected, abs=1e-6)
    expected = davies_bouldin_score(space, GROUPS)
    assert float(row["davies_bouldin"]) == pytest.approx(expected, abs=1e-6)


@pytest.fixture(scope="module")
def typed_names(odd):
    """Every header chosen on the command line, one job each."""
    run, _ = odd
    lists = ",".join(yaml_list([name]) for name in HEADERS)
    return run(*WORDS, f"columns={lists}", "-m", "output_dir=typed")


@pytest.fixture(scope="module")
def filed_names(odd):
    """Every header chosen by a file, all in one run."""
    run, _ = odd
    sets = ",".join(f"odd{j}" for j in range(len(HEADERS)))
    words = ("--config-dir", "mine", f"features=[{sets}]", "output_dir=filed")
    return run(*WORDS, *words)


@pytest.fixture(scope="module")
def filed_sweep(odd):
    """The two that look like a look-up, chosen by files, in a sweep."""
    run, _ = odd
    sets = f"odd{HEADERS.index(USD)},odd{HEADERS.index(HOME)}"
    words = ("--config-dir", "mine", f"features={sets}", "-m", "output_dir=swept")
    return run(*WORDS, *words)


class TestEveryHeader:
    @pytest.mark.parametrize("name", HEADERS)
    def test_can_be_typed(self, typed_names, table, name):
        assert typed_names.code == 0, typed_names.err
        ranking = typed_names.ranking("typed")
        (row,) = ranking[ranking["features"] == name].to_dict("records")
        labels = table(typed_names.folder("typed") / "labels.csv")
        assert_grouped(row, labels[f"{name} / standard"], [name])

    @pytest.mark.parametrize("name", HEADERS)
    def test_can_stand_in_a_file(self, filed_names, table, name):
        assert filed_names.code == 0, filed_names.err
        features = f"odd{HEADERS.index(name)}"
        ranking = filed_names.ranking("filed")
        (row,) = ranking[ranking["features"] == features].to_dict("records")
        labels = table(filed_names.folder("filed") / "labels.csv")
        assert_grouped(row, labels[f"{features} / standard"], [name])

    @pytest.mark.parametrize("name", [USD, HOME])
    def test_can_stand_in_a_file_of_a_sweep(self, filed_sweep, table, name):
        assert filed_sweep.code == 0, filed_sweep.err
        features = f"odd{HEADERS.index(name)}"
        ranking = filed_sweep.ranking("swept")
        (row,) = ranking[ranking["features"] == features].to_dict("records")
        labels = table(filed_sweep.folder("swept") / "labels.csv")
        assert_grouped(row, labels[f"{features} / standard"], [name])

    def test_there_is_no_other_row(self, typed_names, filed_names, filed_sweep):
        assert len(typed_names.ranking("typed")) == len(HEADERS)
        assert len(filed_names.ranking("filed")) == len(HEADERS)
        assert len(filed_sweep.ranking("swept")) == 2


def test_a_list_of_names_is_one_feature_set_in_a_sweep_too(odd, table):
    run, _ = odd
    outcome = run(*WORDS, f"columns={yaml_list(PAIR)}", "-m", "output_dir=pair")
    assert outcome.code == 0, outcome.err
    (row,) = outcome.ranking("pair").to_dict("records")
    assert row["features"] == "+".join(PAIR)
    assert_grouped(row, table(outcome.folder("pair") / "labels.csv").iloc[:, 1], PAIR)


def test_a_name_like_a_look_up_can_be_typed_without_a_sweep(odd, table):
    run, home = odd
    outcome = run(*WORDS, f'columns=["{HOME}"]', "output_dir=lookup")
    assert outcome.code == 0, outcome.err
    assert home not in outcome.out + outcome.err
    (row,) = outcome.ranking("lookup").to_dict("records")
    assert row["features"] == HOME
    labels = table(outcome.folder("lookup") / "labels.csv")
    assert_grouped(row, labels.iloc[:, 1], [HOME])


DOCUMENTED = {
    """'columns=["Annual Income (k$)","Spending Score (1-100)"]'""": PAIR,
    """'columns=["a=b ratio",Age]'""": ("a=b ratio", "Age"),
    """'columns=["cost ${usd}","Alter in Jahren (Ä)"]'""": (USD, "Alter in Jahren (Ä)"),
}


@pytest.mark.parametrize("line", DOCUMENTED)
def test_what_the_documentation_shows_works_word_for_word(odd, table, line):
    assert line in DOCS.read_text("utf-8").splitlines()
    run, _ = odd
    (word,) = shlex.split(line)
    folder = f"documented-{list(DOCUMENTED).index(line)}"
    outcome = run(*WORDS, word, f"output_dir={folder}")
    assert outcome.code == 0, outcome.err
    (row,) = outcome.ranking(folder).to_dict("records")
    assert row["features"] == "+".join(DOCUMENTED[line])
    labels = table(outcome.folder(folder) / "labels.csv")
    assert_grouped(row, labels.iloc[:, 1], DOCUMENTED[line])


def texts_of(path) -> list[str]:
    """Everything that can be read in a file, compressed or not."""
    raw = [path.name, path.read_bytes().decode("utf-8", errors="replace")]
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as stored:
            raw += [str(stored[one].tolist()) for one in stored.files]
    if path.suffix == ".parquet":
        duckdb = pytest.importorskip("duckdb")
        raw.append(str(duckdb.read_parquet(str(path)).fetchall()))
    return raw


def test_the_environment_is_in_no_file_and_on_no_stream(
    odd, typed_names, filed_names, filed_sweep
):
    _, home = odd
    read = []
    for outcome, name in (
        (typed_names, "typed"),
        (filed_names, "filed"),
        (filed_sweep, "swept"),
    ):
        assert home not in outcome.out + outcome.err
        files = [path for path in outcome.folder(name).rglob("*") if path.is_file()]
        read += [(path, texts_of(path)) for path in files]
        # What is looked for would be found: the name itself is.
        npz = [texts for path, texts in read if path.suffix == ".npz"]
        assert any(HOME in text for texts in npz for text in texts)
    for path, texts in read:
        for text in texts:
            assert home not in text, path
            assert "dollars" not in text, path


@pytest.mark.parametrize("name", [USD, HOME])
@pytest.mark.parametrize("file", ["ranking.csv", "ranking.md", "manifest.json"])
def test_a_name_like_a_look_up_is_shown_as_it_is(typed_names, name, file):
    assert name in (typed_names.folder("typed") / file).read_text("utf-8")
    assert name in typed_names.out


@pytest.mark.parametrize("mode", [[], ["-m"]], ids=["single", "sweep"])
def test_output_goes_where_it_was_said(odd, mode):
    run, _ = odd
    named = f"to=here, {len(mode)}/a b"
    outcome = run(*WORDS, 'columns=["x, y"]', f"output_dir={named}", *mode)
    assert outcome.code == 0, outcome.err
    assert (outcome.folder(named) / "ranking.csv").is_file()
    below = {path.name for path in outcome.cwd.rglob("ranking.csv")}
    assert below == {"ranking.csv"}


def test_a_sweep_over_awkward_paths(odd):
    run, _ = odd
    copy = run.cwd / "run=4, final" / "shop.csv"
    copy.parent.mkdir()
    copy.write_bytes((run.cwd / "run=3, final" / "mall.csv").read_bytes())
    paths = "'run=3, final/mall.csv','run=4, final/shop.csv'"
    words = (f"dataset.path={paths}", 'columns=["a=b ratio"]', "-m")
    outcome = run(*WORDS, *words, "output_dir=paths")
    assert outcome.code == 0, outcome.err
    assert sorted(outcome.ranking("paths")["dataset"]) == ["mall", "shop"]
