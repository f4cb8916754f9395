"""The ways from the root of a decision tree to its leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from segbench.segments.conditions import Condition, simple_threshold
from segbench.segments.variables import Variable

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

Path = tuple[int, tuple[Condition, ...]]
"""A segment and what leads to it, the first question first."""

_LEAF = -1  # scikit-learn's mark of a missing child


def paths_of(tree: DecisionTreeClassifier, variables: Sequence[Variable]) -> list[Path]:
    """Read a fitted tree; a question whose two answers agree is left out.

    Parameters
    ----------
    tree : DecisionTreeClassifier
        Fitted on whole-number labels.
    variables : sequence of Variable
        By column of what it was fitted on.
    """
    return _below(tree.tree_, tree.classes_, variables, 0)


def _below(
    tree: Any, classes: Any, variables: Sequence[Variable], node: int
) -> list[Path]:
    if tree.children_left[node] == _LEAF:
        return [(int(classes[tree.value[node].argmax()]), ())]
    low = _below(tree, classes, variables, tree.children_left[node])
    high = _below(tree, classes, variables, tree.children_right[node])
    if len(low) == len(high) == 1 and low[0][0] == high[0][0]:
        return [(low[0][0], ())]
    variable = variables[tree.feature[node]]
    threshold = simple_threshold(float(tree.threshold[node]), variable.filled)
    no, yes = Condition(variable, up_to=threshold), Condition(variable, above=threshold)
    return [(segment, (no, *rest)) for segment, rest in low] + [
        (segment, (yes, *rest)) for segment, rest in high
    ]
