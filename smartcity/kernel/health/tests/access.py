"""Health is public, figures are the operator's (tests come from the machine itself)."""

from __future__ import annotations

from tests.access.matrix import ANYONE, Row

ROWS = [
    Row("health:live", GET=ANYONE),
    Row("health:ready", GET=ANYONE),
    Row("health:metrics", GET=ANYONE),
]
