"""What the tests of the bulk fits share."""

import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """Keep scikit-learn's idle threads from slowing each other down."""
    with threadpool_limits(1):
        yield
