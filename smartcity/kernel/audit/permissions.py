"""Who may read the record."""

from __future__ import annotations

import rules

from smartcity.kernel.accounts.predicates import has_role
from smartcity.kernel.accounts.roles import AUDITOR

rules.add_perm("audit.read", has_role(AUDITOR))
