"""Who may do what with devices."""

from __future__ import annotations

from smartcity.infrastructure.iot.roles import OPERATOR
from smartcity.kernel.accounts.predicates import add_perm, has_role

add_perm("iot.operate", has_role(OPERATOR))
