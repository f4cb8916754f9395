import pytest

from segbench.errors import UserError
from segbench.report.figures.agreement_matrix import agreement_matrix


def test_every_pair_once_in_its_cell():
    values = [[1, 0.5, -0.001], [0.5, 1, 0.25], [-0.001, 0.25, 1]]
    (axes,) = agreement_matrix(values, ["a", "b", "c"]).axes
    at = {text.get_position(): text.get_text() for text in axes.texts}
    assert (at[0, 1], at[0, 2], at[1, 2]) == ("0.50", "0.00", "0.25")
    assert {"a", "b", "c"} <= set(at.values())
    assert len(axes.patches) == 3


def test_a_square_with_names():
    with pytest.raises(UserError, match="one name per row"):
        agreement_matrix([[1, 0.5]], ["a", "b"])
