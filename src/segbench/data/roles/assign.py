"""A role for every column: what is declared first, then the id, then the others."""

from __future__ import annotations

from collections.abc import Mapping

from segbench.core import Role
from segbench.data.roles.declared import ColumnRole, DeclaredRoles
from segbench.data.roles.ids import infer_id
from segbench.data.roles.infer import infer_role
from segbench.data.roles.numeric import check_numbers, words_among_numbers
from segbench.data.values import Column
from segbench.errors import DataError, UnknownNameError


def assign_roles(
    columns: Mapping[str, Column], declared: DeclaredRoles
) -> dict[str, ColumnRole]:
    """Give every column of a table a role.

    Parameters
    ----------
    columns : mapping of str to Column
        The table with the meaning of its cells.
    declared : DeclaredRoles
        Takes precedence over what would be inferred.

    Raises
    ------
    DataError
        When a declared column does not exist or is declared twice, or when an
        almost numeric column holds text.
    """
    roles = _declared(columns, declared)
    roles |= infer_id(columns, roles)
    words = words_among_numbers(c for n, c in columns.items() if n not in roles)
    for name, column in columns.items():
        if name not in roles:
            roles[name] = infer_role(column, words)
    return {name: roles[name] for name in columns}


def _declared(
    columns: Mapping[str, Column], declared: DeclaredRoles
) -> dict[str, ColumnRole]:
    roles: dict[str, ColumnRole] = {}
    numeric = [columns[name] for name in declared.numeric if name in columns]
    words = words_among_numbers(numeric)
    for name, role in declared.items():
        if name not in columns:
            raise UnknownNameError("column", name, columns)
        if name in roles and roles[name].role is not role:
            raise DataError(
                f"column {name!r} is declared as {roles[name].role}, {role}"
            )
        if role is Role.NUMERIC:
            check_numbers(columns[name], words, declared=True)
        reason = "left out as declared" if role is Role.IGNORED else ""
        roles[name] = ColumnRole(role, reason)
    return roles
