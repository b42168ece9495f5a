"""Texts of procedures and services in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from smartcity.kernel.cases.forms.elements import Words
from smartcity.kernel.cases.models import ProcedureVersion
from smartcity.kernel.cases.storing import procedure_of
from smartcity.kernel.cases.wording import said as said_words

register = template.Library()


@register.filter
def said(words: Words) -> str:
    """The words in the reader's language."""
    return said_words(words)


@register.filter
def title_of(version: ProcedureVersion) -> str:
    """The title of a procedure's version."""
    return said_words(procedure_of(version).title)


@register.filter
def at(found: Mapping[str, Any], key: str) -> Any:
    """What stands under a key, or None."""
    return found.get(key)
