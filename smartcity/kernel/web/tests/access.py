"""Who may enter the shell's pages."""

from __future__ import annotations

from tests.access.matrix import ANYONE, SIGNED_IN, Row

ROWS = [
    Row("web:home", GET=ANYONE),
    Row("web:map", GET=ANYONE),
    Row("web:ground", GET=ANYONE),
    Row("web:services", GET=ANYONE),
    Row("web:interface", GET=ANYONE),
    Row("web:search", GET=ANYONE),
    Row("web:accessibility", GET=ANYONE),
    Row("web:privacy", GET=ANYONE),
    Row("web:imprint", GET=ANYONE),
    Row("web:offline", GET=ANYONE),
    Row("web:workplace", GET=SIGNED_IN),
    # in the demo; production shows it to staff only (test_pages.py)
    Row("web:gallery", GET=ANYONE),
    Row("web:language", POST=ANYONE),
    Row("web:theme", POST=ANYONE),
    Row("web:service_worker", GET=ANYONE),
    Row("web:manifest", GET=ANYONE),
    Row("web:robots", GET=ANYONE),
    Row("web:security_txt", GET=ANYONE),
]
