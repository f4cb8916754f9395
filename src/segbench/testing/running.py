"""Run the checks: all at once, or each as a test of its own."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import ModuleType
from typing import Any

from threadpoolctl import threadpool_limits

from segbench.algorithms import AlgorithmSpec, get
from segbench.algorithms.outcome import explain
from segbench.errors import ConfigError, SegbenchError, UnknownNameError
from segbench.plugins.session import declared_of
from segbench.scoring.measures import Measure, available_measures
from segbench.testing import algorithm_labels, algorithm_manners, measure_checks
from segbench.testing.saying import ContractError

Check = Callable[[Any], None]

Reasons = Mapping[str, str]
"""Why checks are expected to fail, by the check's name."""


def _checks_of(*modules: ModuleType) -> dict[str, Check]:
    return {
        name: check
        for module in modules
        for name, check in vars(module).items()
        if name.startswith("check_") and check.__module__ == module.__name__
    }


ALGORITHM_CHECKS: Mapping[str, Check] = _checks_of(algorithm_manners, algorithm_labels)
"""The contract of an algorithm, by the name of each check."""

MEASURE_CHECKS: Mapping[str, Check] = _checks_of(measure_checks)
"""The contract of a measure, by the name of each check."""


def check_algorithm(algorithm: Any, expected_failures: Reasons | None = None) -> None:
    """Hold an algorithm against its contract.

    Parameters
    ----------
    algorithm : str, AlgorithmSpec or class
        A name, a declaration, or a class under ``@segbench.algorithm(...)``.
    expected_failures : mapping of str to str, optional
        Why a check cannot hold, by its name; one that holds all the same is told.

    Raises
    ------
    ContractError
        With a sentence for every check that failed.
    """
    spec = _algorithm(algorithm)
    _run_all(spec.name, spec, ALGORITHM_CHECKS, expected_failures or {})


def check_measure(measure: Any, expected_failures: Reasons | None = None) -> None:
    """Hold a measure against its contract.

    Parameters
    ----------
    measure : str, Measure or function
        A name, a record, or a function under ``@segbench.measure(...)``.
    expected_failures : mapping of str to str, optional
        Why a check cannot hold, by its name; one that holds all the same is told.

    Raises
    ------
    ContractError
        With a sentence for every check that failed.
    """
    record = _measure(measure)
    _run_all(record.name, record, MEASURE_CHECKS, expected_failures or {})


def parametrize_with_checks(
    things: Iterable[Any],
    expected_failures: Mapping[str, Reasons] | None = None,
) -> Any:
    """Make a test of every check for every algorithm or measure.

    The test function takes ``check`` and calls it.

    Parameters
    ----------
    things : iterable
        Algorithms and measures, each as `check_algorithm` and `check_measure` take
        it; a name is that of an algorithm, or else of a measure.
    expected_failures : mapping of str to mapping, optional
        By name of the thing, then of the check: the reason why it cannot hold.

    Returns
    -------
    pytest.MarkDecorator
        Its tests are called ``kmeans-check_pickles``.
    """
    import pytest

    reasons = expected_failures or {}
    checked = [_either(thing) for thing in things]
    for name in reasons:
        if name not in (names := [thing.name for thing in checked]):
            raise UnknownNameError("expected failure of", name, names)
    cases = []
    for thing in checked:
        is_measure = isinstance(thing, Measure)
        checks = MEASURE_CHECKS if is_measure else ALGORITHM_CHECKS
        expected = reasons.get(thing.name, {})
        _only_known(expected, checks)
        for name, check in checks.items():
            why = expected.get(name)
            marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
            call = partial(_quietly, check, thing)
            cases.append(pytest.param(call, id=f"{thing.name}-{name}", marks=marks))
    return pytest.mark.parametrize("check", cases)


def _run_all(
    name: str, thing: Any, checks: Mapping[str, Check], expected: Reasons
) -> None:
    _only_known(expected, checks)
    told = []
    for check_name, check in checks.items():
        failed = _sentence(check, thing)
        if failed and check_name not in expected:
            told.append(f"{check_name}: {failed}")
        elif not failed and check_name in expected:
            told.append(f"{check_name} holds, though {expected[check_name]!r} was told")
    if told:
        raise ContractError(_all_said(name, told))


def _sentence(check: Check, thing: Any) -> str:
    try:
        _quietly(check, thing)
    except (ContractError, SegbenchError) as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 an author's code may raise anything
        return explain(error)
    return ""


def _quietly(check: Check, thing: Any) -> None:
    """Run a check as a run would: one thread, and no warnings of libraries."""
    with warnings.catch_warnings(), threadpool_limits(limits=1):
        warnings.simplefilter("ignore")
        check(thing)


def _all_said(name: str, told: Sequence[str]) -> str:
    head = f"{name} breaks its contract in {len(told)} of the checks:"
    return "\n  ".join([head, *told])


def _only_known(expected: Reasons, checks: Mapping[str, Check]) -> None:
    for name in expected:
        if name not in checks:
            raise UnknownNameError("check", name, checks)


def _algorithm(thing: Any) -> AlgorithmSpec:
    spec = get(thing) if isinstance(thing, str) else declared_of(thing)
    if not isinstance(spec, AlgorithmSpec):
        raise ConfigError(
            f"check_algorithm takes a name, an AlgorithmSpec or a class under "
            f"@segbench.algorithm(...), not {thing!r}"
        )
    if spec.categories is not None:
        raise ConfigError(
            f"{spec.name} needs categories, and the customers of the checks have none"
        )
    return spec


def _measure(thing: Any) -> Measure:
    known = available_measures()
    if isinstance(thing, str) and thing not in known:
        raise UnknownNameError("measure", thing, known)
    record = known[thing] if isinstance(thing, str) else declared_of(thing)
    if not isinstance(record, Measure):
        raise ConfigError(
            f"check_measure takes a name, a Measure or a function under "
            f"@segbench.measure(...), not {thing!r}"
        )
    return record


def _either(thing: Any) -> AlgorithmSpec | Measure:
    if isinstance(thing, str):
        is_measure = thing in available_measures()
        return _measure(thing) if is_measure else _algorithm(thing)
    is_measure = isinstance(declared_of(thing), Measure)
    return _measure(thing) if is_measure else _algorithm(thing)
