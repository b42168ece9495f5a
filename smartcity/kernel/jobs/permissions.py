"""Who looks after background work."""

from __future__ import annotations

from smartcity.kernel.accounts.predicates import add_perm, has_role
from smartcity.kernel.accounts.roles import ADMINISTRATOR

add_perm("jobs.manage", has_role(ADMINISTRATOR))
