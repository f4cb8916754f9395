"""The benchmark: what is kept of a run, what indices pick, whether tables hold."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf

from segbench.algorithms.registry import DEFAULT_ALGORITHMS
from segbench.conf_files import conf_dir, options
from segbench.config.validate import validate
from segbench.data import load
from segbench.data.labelled import SHAPES, TABLES

STUDY = Path(__file__).parents[1] / "experiments" / "benchmark"
REFERENCE = Path(__file__).parents[1] / "results" / "reference" / "benchmark"
SETS = sorted(path.stem for path in (conf_dir() / "experiment/benchmark").glob("*"))

pytestmark = pytest.mark.skipif(
    not STUDY.is_dir(), reason="experiments are only in a checkout"
)


@pytest.fixture(scope="module")
def study():
    """The study's modules, under names that nobody else has."""
    sys.path.insert(0, str(STUDY))
    made = {}
    try:
        for name in ("tables", "indices", "algorithms", "structure", "figures"):
            made[name] = sys.modules[name] = _module(name)
        made["study"] = _module("study")
    finally:
        sys.path.remove(str(STUDY))
        for name in made:
            sys.modules.pop(name, None)
    return made


def _module(name):
    spec = importlib.util.spec_from_file_location(f"_{name}", STUDY / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_algorithms_and_all_shapes_take_part():
    node = yaml.safe_load((conf_dir() / "experiment/benchmark.yaml").read_text())
    assert node["defaults"][0]["/algo"] == options("algo")
    assert sorted([*SHAPES, *TABLES]) == SETS


@pytest.mark.parametrize("name", SETS)
def test_a_set_composes_to_a_run(name):
    """As the sweep makes it, with few of the algorithms: the data are what differs."""
    words = [f"+experiment/benchmark={name}", "dataset.seed=1"]
    algorithms = f"+algo=[{DEFAULT_ALGORITHMS[0]},kprototypes]"  # one has settings
    with initialize_config_dir(str(conf_dir()), version_base="1.3"):
        made = compose("config", [*words, algorithms])
    config = validate(OmegaConf.to_container(made))
    dataset = load(config.source)
    assert dataset.name == f"{name}_1"
    assert 100 <= dataset.n_customers <= 250
    assert dataset.simulated == (name in SHAPES)


@pytest.fixture
def candidates():
    """One space of four candidates; every index but one prefers a wrong one."""
    table = pd.DataFrame(
        {
            "dataset": "d_1",
            "family": "d",
            "features": "all",
            "algo": ["a", "a", "b", "b"],
            "params": ["k=2", "k=3", "k=2", "k=3"],
            "k": [2, 3, 2, 3],
            "rank": [1, 2, 3, 4],
            "score": [9.0, 3.0, 2.0, 1.0],
            "chosen": [1, 0, 0, 0],
            "coverage": [1.0, 1.0, 1.0, 0.5],
            "ari": [0.5, 0.9, 0.885, 0.1],
            "ami": [0.5, 0.9, 0.9, 0.1],
            "silhouette": [0.3, 0.4, 0.5, 0.8],
            "davies_bouldin": [1.0, 0.9, 0.8, 0.7],
            "stability": [0.6, 0.9, 0.8, 0.7],
            "null_stability": [0.5, 0.6, 0.6, 0.6],
            "calinski_harabasz": [5.0, 6.0, 7.0, 8.0],
        }
    )
    rest = ("dbcv", "bic", "z_silhouette", "z_davies_bouldin", "z_stability")
    return table.assign(**dict.fromkeys(rest, np.nan))


def test_picks_and_what_they_lose(study, candidates):
    picked = study["indices"].picks(candidates).set_index("index")
    assert picked.loc["score", ["ari", "regret"]].tolist() == [0.5, 0.4]
    assert picked.loc["chosen", "ari"] == 0.5
    assert picked.loc["stability", "regret"] == 0
    # Half of the customers are noise: 0.8 counts as 0.4.
    assert picked.loc["silhouette", "ari"] == 0.885
    assert picked.loc["Calinski-Harabasz", "ari"] == 0.1
    # Nothing to choose by is no segmentation.
    assert picked.loc["BIC", ["ari", "candidates"]].tolist() == [0, 0]


def test_near_the_best_counts_as_found(study, candidates):
    indices = study["indices"]
    rows = indices.summary(indices.picks(candidates)).set_index("index")
    assert rows.loc["silhouette", "near"] == 1
    assert rows.loc["score", "near"] == 0
    assert 0 < rows.loc["score", "rate_high"] < 1


def test_duels_have_a_sign(study, candidates):
    indices = study["indices"]
    duels = indices.duels(indices.picks(candidates)).set_index(["by", "index"])
    assert duels.loc[("data set", "stability"), "worse"] == 1
    assert duels.loc[("data set", "Calinski-Harabasz"), "better"] == 1
    assert duels.loc[("space", "chosen"), "alike"] == 1


def test_first_settings_and_draws_without_any(study, candidates):
    """A draw in which nothing of an algorithm is ranked counts as no segmentation."""
    algorithms = study["algorithms"]
    other = candidates[candidates["algo"] == "a"].assign(dataset="d_2")
    both = pd.concat([candidates, other], ignore_index=True)
    found = algorithms.firsts(both)
    table = algorithms.by_family(found, both, "ari")
    assert table.loc["d", "a"] == 0.5
    assert table.loc["d", "b"] == 0.885 / 2
    best = algorithms.by_family(found, both, "best_ari")
    assert best.loc["d", "a"] == 0.9


def test_votes_are_read_and_judged(study):
    structure = study["structure"]
    spaces = pd.DataFrame(
        {
            "family": ["d", "d"],
            "dataset": ["d_1", "d_2"],
            "features": "all",
            "structure": ["yes", "no"],
            "p_value": [0.01, 0.3],
            "known": [4, 4],
            "k_agreed": [4.0, np.nan],
            "votes": ["separation 4; reference 4; likelihood 4", "separation 2"],
        }
    )
    said = structure.votes(spaces)
    none = dict.fromkeys(("reproducibility", "stability", "gain", "z"), np.nan)
    rows = structure.right(said.assign(**none)).set_index("vote")
    assert rows.loc["agreed", ["named", "right"]].tolist() == [1, 1]
    assert rows.loc["separation", ["named", "right"]].tolist() == [2, 1]
    assert rows.loc["separation", "mean_error"] == -1
    verdicts = structure.verdicts(spaces).set_index("segments")
    assert verdicts.loc["known", "found"] == 1


def test_stored_tables_follow_from_the_stored_candidates(study):
    """Whatever a table of the study says, its candidates say it, too."""
    made = study["study"].evaluate(REFERENCE)
    for name in ("picks", "indices", "parts", "duels", "algorithms", "votes_right"):
        stored = study["tables"].read(REFERENCE / f"{name}.csv")
        now = made[name].replace("", np.nan)
        pd.testing.assert_frame_equal(
            now, stored, check_dtype=False, rtol=2e-3, atol=1e-6, obj=name
        )
