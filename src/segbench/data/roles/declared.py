"""Roles that the user has said, and a role with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from segbench.core import Role


@dataclass(frozen=True)
class DeclaredRoles:
    """Columns whose role the user has said; the others are inferred."""

    id: str | None = None
    truth: str | None = None
    numeric: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def items(self) -> Iterator[tuple[str, Role]]:
        """Pairs of a column and its declared role."""
        if self.id is not None:
            yield self.id, Role.ID
        if self.truth is not None:
            yield self.truth, Role.TRUTH
        for columns, role in (
            (self.numeric, Role.NUMERIC),
            (self.categorical, Role.CATEGORICAL),
            (self.ignore, Role.IGNORED),
        ):
            for column in columns:
                yield column, role


@dataclass(frozen=True)
class ColumnRole:
    """The role of a column and the reason, which the cleaning log shows."""

    role: Role
    reason: str  # "" when there is nothing to say
