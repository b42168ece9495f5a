"""Rows of doors that belong to no room."""

from __future__ import annotations

from tests.access.matrix import ANYONE, Row

ROWS = [
    Row("api:openapi-json", GET=ANYONE),
    Row("api:api-root", GET=ANYONE),
]
