"""What each column is used for: declared by the user, or inferred with a reason."""

from segbench.data.roles.assign import assign_roles
from segbench.data.roles.declared import ColumnRole, DeclaredRoles
from segbench.data.roles.ids import is_id_name

__all__ = ["ColumnRole", "DeclaredRoles", "assign_roles", "is_id_name"]
