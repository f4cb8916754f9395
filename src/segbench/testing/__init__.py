"""The contract of an algorithm and of a measure, as tests for their authors.

>>> from segbench.testing import check_algorithm
>>> check_algorithm("kmeans")

In a test file, every check becomes a test of its own::

    from segbench.testing import parametrize_with_checks

    @parametrize_with_checks(["my_algorithm"])
    def test_contract(check):
        check()
"""

from segbench.testing.running import (
    ALGORITHM_CHECKS,
    MEASURE_CHECKS,
    check_algorithm,
    check_measure,
    parametrize_with_checks,
)
from segbench.testing.saying import ContractError

__all__ = [
    "ALGORITHM_CHECKS",
    "MEASURE_CHECKS",
    "ContractError",
    "check_algorithm",
    "check_measure",
    "parametrize_with_checks",
]
