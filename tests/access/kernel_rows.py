"""Rows of doors that belong to no room."""

from __future__ import annotations

from tests.access.matrix import ANYONE, Row

ROWS = [
    # a document, whatever the method
    Row("api:openapi-json", GET=ANYONE, POST=ANYONE, PUT=ANYONE, PATCH=ANYONE, DELETE=ANYONE),
    # exists for reversing only
    Row("api:api-root"),
]
