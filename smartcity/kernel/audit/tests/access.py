"""Who may enter which route of the audit."""

from __future__ import annotations

from smartcity.kernel.accounts.roles import AUDITOR
from tests.access.matrix import Row, roles

ROWS = [
    Row("audit:record", GET=roles(AUDITOR)),
    Row("audit:record-csv", GET=roles(AUDITOR)),
]
