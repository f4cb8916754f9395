"""The scoring node: what ships, what is refused, and how it is told."""

import copy
from dataclasses import replace

import pytest
import yaml
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf

from segbench.conf_files import conf_dir, options
from segbench.config import shipped as shipped_files
from segbench.config.scoring import check_method, read_scoring, shipped_scoring
from segbench.core import Scheme
from segbench.errors import ConfigError, UnknownNameError
from segbench.ranking import Method, RankingRule
from segbench.runner import NOTHING, Effort

DEFAULT = yaml.safe_load(
    (conf_dir() / "scoring" / "default.yaml").read_text(encoding="utf-8")
)


def changed(path, value):
    node = copy.deepcopy(DEFAULT)
    *groups, last = path.split(".")
    inner = node
    for name in groups:
        inner = inner[name]
    inner[last] = value
    return node


def composed(name):
    with initialize_config_dir(str(conf_dir()), version_base="1.3"):
        config = compose("config", overrides=[f"scoring={name}"])
    return OmegaConf.to_container(config.scoring, resolve=True)


@pytest.mark.parametrize("name", options("scoring"))
def test_what_ships_is_read_as_hydra_composes_it(name):
    assert shipped_scoring(name) == read_scoring(composed(name))


@pytest.mark.parametrize(
    ("order", "seeds"), [(["default", "_self_"], 3), (["_self_", "default"], 10)]
)
def test_a_file_changes_what_it_names_and_nothing_beside(
    tmp_path, monkeypatch, order, seeds
):
    folder = tmp_path / "scoring"
    folder.mkdir()
    files = {"default": DEFAULT, "mine": {"defaults": order, "effort": {"seeds": 3}}}
    for name, node in files.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(node), encoding="utf-8")
    monkeypatch.setattr(shipped_files, "conf_dir", lambda: tmp_path)
    monkeypatch.setattr(shipped_files, "options", lambda _: list(files))
    expected = read_scoring(changed("effort.seeds", seeds))
    assert shipped_scoring("mine") == expected


def test_default_is_the_records_own_default():
    scoring = shipped_scoring("default")
    assert scoring.rule == RankingRule()
    assert scoring.effort == Effort()
    assert scoring.resamples is None
    assert (scoring.scheme, scoring.plain) == (Scheme.BOOTSTRAP, False)


def test_quick_is_raw_ranks_and_no_effort():
    scoring = shipped_scoring("quick")
    assert scoring.rule == RankingRule(method=Method.RANKS)
    assert scoring.effort == NOTHING
    assert scoring.resamples == 25


def test_unknown_names_are_refused_with_the_closest():
    with pytest.raises(UnknownNameError, match="Did you mean 'quick'"):
        shipped_scoring("quik")


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("methd", "ranks", "Did you mean 'method'"),
        ("method", "rank", "Did you mean 'ranks'"),
        ("scheme", "bootstraps", "Did you mean 'bootstrap'"),
        ("scheme", None, "scoring.scheme"),
        ("refit", "plian", "Did you mean 'plain'"),
        ("noise", "penalise", "Did you mean 'penalize'"),
        ("resamples", True, "scoring.resamples is a whole number"),
        ("effort.nulls", -1, "scoring.effort.nulls is a whole number of at least 0"),
        ("effort.nulls", 19, "scoring.effort.nulls is 0 or at least 20, not 19"),
        ("effort.structure", 18, "scoring.effort.structure is 0 or at least 19"),
        ("effort.stability_nulls", 9, "stability_nulls is 0 or at least 10, not 9"),
        ("effort.seeds", 1.5, "scoring.effort.seeds is a whole number"),
        ("effort.choose_k", 1, "scoring.effort.choose_k is true or false, not 1"),
        ("effort.partition", 3, "Did you mean 'partitions'"),
        ("effort", {"nulls": 3}, "scoring.effort lacks the setting 'structure'"),
        ("effort", 3, "scoring.effort takes settings by name"),
        ("weights.stability", -1, "scoring.weights.stability is a number"),
        ("gates.min_share", 2, "scoring.gates.min_share is a share"),
    ],
)
def test_mistakes_are_told_as_they_are_typed(path, value, told):
    with pytest.raises(ConfigError) as caught:
        read_scoring(changed(path, value))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_setting_may_not_be_taken_away():
    node = copy.deepcopy(DEFAULT)
    del node["scheme"]
    with pytest.raises(ConfigError, match="scoring lacks the setting 'scheme'"):
        read_scoring(node)


@pytest.mark.parametrize(
    ("path", "value", "name", "expected"),
    [
        ("scheme", "noise", "scheme", Scheme.NOISE),
        ("scheme", "subsample", "scheme", Scheme.SUBSAMPLE),
        ("refit", "plain", "plain", True),
        ("resamples", 0, "resamples", 0),
        ("resamples", 7, "resamples", 7),
        ("effort.seeds", 4, "effort", Effort(seeds=4)),
        ("effort.stability_nulls", 0, "effort", Effort(stability_nulls=0)),
        ("method", "calibrated", "rule", RankingRule()),
    ],
)
def test_values_are_taken_as_given(path, value, name, expected):
    assert getattr(read_scoring(changed(path, value)), name) == expected


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("partitions", [0, 5])
def test_calibrated_ranks_need_random_partitions(method, partitions):
    rule = RankingRule(method=method)
    effort = replace(NOTHING, partitions=partitions)
    if method is Method.CALIBRATED and not partitions:
        with pytest.raises(ConfigError, match=r"scoring\.effort\.partitions"):
            check_method(rule, effort)
    else:
        check_method(rule, effort)


def test_the_node_itself_is_checked_for_random_partitions():
    with pytest.raises(ConfigError, match="method=calibrated needs random partitions"):
        read_scoring(changed("effort.partitions", 0))
    node = changed("effort.partitions", 0) | {"method": "ranks"}
    assert read_scoring(node).effort.partitions == 0
