"""Who settles what others may do."""

from __future__ import annotations

from smartcity.kernel.accounts.predicates import add_perm, has_role
from smartcity.kernel.accounts.roles import ADMINISTRATOR, IDENTITY

add_perm("accounts.register_applications", has_role(ADMINISTRATOR))
add_perm("accounts.confirm_identity", has_role(IDENTITY))
add_perm("accounts.grant_roles", has_role(ADMINISTRATOR))
