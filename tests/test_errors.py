"""Errors a person can act on."""

import pytest

from segbench.errors import (
    ConfigError,
    DataError,
    OutputError,
    SegbenchError,
    UnknownNameError,
    UserError,
    unknown_name,
)


@pytest.mark.parametrize("kind", [ConfigError, DataError, OutputError])
def test_mistakes_of_the_user_exit_with_two(kind):
    assert issubclass(kind, UserError)
    assert issubclass(kind, ValueError)
    assert kind.exit_code == 2
    assert SegbenchError.exit_code == 1


def test_the_closest_name_is_suggested_whatever_its_case():
    assert str(UnknownNameError("column", "AGE", ["income", "Age"])) == (
        "unknown column 'AGE'. Did you mean 'Age'? Known: income, Age."
    )


def test_names_that_differ_by_case_are_all_listed():
    assert unknown_name("column", "agee", ["Age", "age"]).endswith("Known: Age, age.")


def test_nothing_close_no_suggestion():
    assert unknown_name("scaler", "zzz", ["minmax"]) == (
        "unknown scaler 'zzz'. Known: minmax."
    )


def test_nothing_known():
    assert unknown_name("column", "a", []).endswith("Known: none.")
