"""A role for every column: what is declared first, then the id, then the others."""

from __future__ import annotations

from collections.abc import Mapping

from segbench.core import Role
from segbench.data.roles.declared import ColumnRole, DeclaredRoles
from segbench.data.roles.ids import infer_id
from segbench.data.roles.infer import check_numbers, infer_role
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
    if not any(given.role is Role.ID for given in roles.values()):
        roles |= infer_id(columns, roles)
    for name, column in columns.items():
        if name not in roles:
            roles[name] = infer_role(column)
    return {name: roles[name] for name in columns}


def _declared(
    columns: Mapping[str, Column], declared: DeclaredRoles
) -> dict[str, ColumnRole]:
    roles: dict[str, ColumnRole] = {}
    for name, role in declared.items():
        if name not in columns:
            raise UnknownNameError("column", name, columns)
        if name in roles and roles[name].role is not role:
            raise DataError(
                f"column {name!r} is declared as {roles[name].role}, {role}"
            )
        if role is Role.NUMERIC:
            check_numbers(columns[name], declared=True)
        reason = "left out as declared" if role is Role.IGNORED else ""
        roles[name] = ColumnRole(role, reason)
    return roles
