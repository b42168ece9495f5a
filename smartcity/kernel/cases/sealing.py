"""Account numbers in answers are encrypted at rest, with a key derived from the platform's secret key."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings

from smartcity.kernel.cases.forms.elements import HOLDS_FIELDS, Field, Form, Kind

MARK = "sealed:"


def seal(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with every account number encrypted; what is sealed already stays."""
    return _changed(form.fields, answers, _encrypt)


def unseal(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in clear. Raises cryptography's InvalidToken under another secret key."""
    return _changed(form.fields, answers, _decrypt)


def _changed(fields: Any, answers: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    by_key: dict[str, Field] = {part.key: part for part in fields}
    return {key: _value(by_key.get(key), value, change) for key, value in answers.items()}


def _value(part: Field | None, value: Any, change: Callable[[str], str]) -> Any:
    if part is None:
        return value
    if part.kind in HOLDS_FIELDS and isinstance(value, list):
        return [_value(part, row, change) for row in value]
    if part.kind in HOLDS_FIELDS and isinstance(value, Mapping):
        return _changed(part.fields, value, change)
    return change(value) if part.kind is Kind.IBAN and isinstance(value, str) and value else value


def _encrypt(text: str) -> str:
    return text if text.startswith(MARK) else MARK + _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()


def _decrypt(text: str) -> str:
    if not text.startswith(MARK):
        return text
    return _cipher(settings.SECRET_KEY).decrypt(text.removeprefix(MARK).encode()).decode()


@lru_cache(maxsize=2)
def _cipher(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"smartcity.cases" + secret.encode()).digest()))
