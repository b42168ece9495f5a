"""Who may do what with experiments."""

from __future__ import annotations

from smartcity.kernel.accounts.predicates import add_perm, has_role
from smartcity.mobility.traffic.roles import ENGINEER

add_perm("traffic.experiment", has_role(ENGINEER))
