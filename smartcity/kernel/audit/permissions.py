"""Who may read the record."""

from __future__ import annotations

from smartcity.kernel.accounts.predicates import add_perm, has_role
from smartcity.kernel.accounts.roles import AUDITOR

add_perm("audit.read", has_role(AUDITOR))
