"""The ``scoring`` node: how candidates are ranked, and what is computed for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from segbench.checks import complete, whole
from segbench.config.shipped import shipped
from segbench.core import Scheme
from segbench.errors import ConfigError, UnknownNameError
from segbench.ranking import RANKED_MEASURES, Gates, Method, RankingRule
from segbench.runner import Effort

SETTINGS = (
    "method",
    "resamples",
    "scheme",
    "refit",
    "noise",
    "weights",
    "gates",
    "effort",
)

FULL_NAMES = {
    "gates": "scoring.gates",
    "weights": "scoring.weights",
    "resamples": "scoring.resamples",
    "effort": "scoring.effort",
    "n_jobs": "executor.n_jobs",
}
"""Settings whose names are shorter in Python than on the command line."""

AUTO = "auto"
PLAIN = "plain"
REFITS = ("bulk", PLAIN)
"""Ways to refit resamples: in compiled loops, or by the library's own estimator."""


@dataclass(frozen=True)
class Scoring:
    """A validated ``scoring`` node."""

    rule: RankingRule
    effort: Effort
    resamples: int | None  # None = by the data's size
    scheme: Scheme
    plain: bool


def read_scoring(node: Any) -> Scoring:
    """Check the node and turn it into specifications."""
    values = complete("scoring", node, SETTINGS)
    effort = complete("scoring.effort", values["effort"], vars(Effort()))
    if effort["stability_resamples"] == AUTO:
        effort["stability_resamples"] = None
    with full_names():
        read = Scoring(
            ranking_rule(values),
            Effort(**effort),
            _resamples(values["resamples"]),
            _scheme(values["scheme"]),
            _is_plain(values["refit"]),
        )
    check_method(read.rule, read.effort)
    return read


def check_method(rule: RankingRule, effort: Effort) -> None:
    """Refuse to rank by calibrated values that nobody computes."""
    if rule.method is Method.CALIBRATED and not effort.partitions:
        raise ConfigError(
            "method=calibrated needs random partitions (scoring.effort.partitions), "
            "there are 0; rank raw values with method=ranks or scoring=quick"
        )


def ranking_rule(scoring: Mapping[str, Any]) -> RankingRule:
    """Read the method, the weights, the noise policy and the gates of ``scoring``."""
    weights = complete("scoring.weights", scoring["weights"], RANKED_MEASURES)
    weights = {name: weights[name] for name in RANKED_MEASURES}  # in one order
    gates = complete("scoring.gates", scoring["gates"], vars(Gates()))
    with full_names():
        return RankingRule(weights, scoring["noise"], Gates(**gates), scoring["method"])


def shipped_scoring(name: str) -> Scoring:
    """Read ``conf/scoring/NAME.yaml`` as the command line does.

    Raises
    ------
    UnknownNameError
        When there is no such file.
    """
    return read_scoring(_composed(name))


def _composed(name: str) -> dict[str, Any]:
    """Lay a file over those it names in its defaults."""
    node = shipped("scoring", name)
    merged: dict[str, Any] = {}
    for base in node.pop("defaults", ["_self_"]):
        merged = _laid_over(merged, node if base == "_self_" else _composed(base))
    return merged


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        key: _laid_over(below[key], value)
        for key, value in above.items()
        if isinstance(value, Mapping) and isinstance(below.get(key), Mapping)
    }
    return {**below, **above, **both}


@contextmanager
def full_names() -> Iterator[None]:
    """Let the records' refusals name a setting as it is typed."""
    try:
        yield
    except ConfigError as error:
        text = str(error)
        for short, full in FULL_NAMES.items():
            if text.startswith(short):
                raise ConfigError(full + text.removeprefix(short)) from error
        raise


def _resamples(value: Any) -> int | None:
    """Take a number, or "auto" for one that suits the size of the data."""
    return None if value == AUTO else whole("scoring.resamples", value, low=0)


def _scheme(value: Any) -> Scheme:
    if value not in list(Scheme):
        raise UnknownNameError("scoring.scheme", str(value), map(str, Scheme))
    return Scheme(value)


def _is_plain(value: Any) -> bool:
    if value not in REFITS:
        raise UnknownNameError("scoring.refit", str(value), REFITS)
    return bool(value == PLAIN)
