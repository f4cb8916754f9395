"""What has no content that could be hashed is refused, by the name of its type."""

import numpy as np
import pandas as pd
import pytest

from segbench.cache import content_key


class Foreign:
    def method(self):
        """Do nothing."""


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (pd.DataFrame({"cache_key": [1]}), "pandas.*DataFrame"),
        (pd.Series([1]), "pandas.*Series"),
        (Foreign(), "Foreign"),
        (object(), "builtins.object"),
        (Foreign().method, "method"),
        (lambda: 0, "lambda"),
        (np.random.default_rng(0), "Generator"),
        (np.ma.masked_array([1], mask=[True]), "MaskedArray"),
        (np.array([Foreign()]), "Foreign"),
        (np.zeros(1, dtype="i4,f8"), "ndarray of"),
        (np.zeros(1, dtype=np.longdouble), "longdouble|float128"),
    ],
)
def test_what_has_no_content_is_refused(value, told):
    with pytest.raises(TypeError, match=told):
        content_key({"deep": [value]})


def test_a_function_within_another_is_refused():
    def inner():
        """Do what depends on what is around."""

    with pytest.raises(TypeError, match="no import leads to it"):
        content_key(inner)
