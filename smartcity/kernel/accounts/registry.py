"""Which field of which table holds personal data: read from every room's ``classification.py``.

``PERSONAL`` maps "Model.field" to a level for every concrete field of the room's models:

``none``
    says nothing about a person.
``personal``
    belongs to a person: exported and erased with the account, only as a keyed hash in the audit.
``sensitive``
    a secret or specially protected: as personal, and left out of the export (a password hash helps nobody).

``AUDIT_EXEMPT`` maps a model's name to the reason why its rows are not recorded by the audit (high volume).
Tables of third-party apps are classified in ``foreign_classification.py``; tables that Django makes for
many-to-many relations hold nothing but keys and need no entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from smartcity.kernel.accounts import foreign_classification
from smartcity.kernel.manifest import discover

KERNEL = "smartcity."


class Level(StrEnum):
    """How much a field says about a person."""

    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@lru_cache(maxsize=1)
def classification() -> dict[str, Level]:
    """Level by "app_label.Model.field", of every room and third-party app. Raises ValueError for an unknown level."""
    found = {name: Level(level) for name, level in foreign_classification.PERSONAL.items()}
    for config, fields in discover("classification", "PERSONAL"):
        found |= {f"{config.label}.{name}": Level(level) for name, level in fields.items()}
    return found


@lru_cache(maxsize=1)
def audit_exempt() -> dict[str, str]:
    """Why the audit leaves a model out, by "app_label.Model"."""
    found = dict(foreign_classification.AUDIT_EXEMPT)
    for config, _fields in discover("classification", "PERSONAL"):
        exempt = getattr(import_module(f"{config.name}.classification"), "AUDIT_EXEMPT", {})
        found |= {f"{config.label}.{model}": reason for model, reason in exempt.items()}
    return found


def level_of(model: type[Model], field: Field[Any, Any]) -> Level:
    """Level of a field; one that nobody classified counts as sensitive until somebody does."""
    if model._meta.auto_created:
        return Level.NONE
    return classification().get(_key(model, field), Level.SENSITIVE)


def fields_of(model: type[Model], *levels: Level) -> list[Field[Any, Any]]:
    """The model's own concrete fields of these levels."""
    return [field for field in model._meta.local_concrete_fields if level_of(model, field) in levels]


def models() -> Iterator[type[Model]]:
    """Every model with a table of its own, third-party ones included; not PostGIS's catalogue and tests' samples."""
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if not meta.proxy and not meta.swapped and meta.app_label != "gis" and ".tests." not in model.__module__:
            yield model


def unclassified(candidates: Iterator[type[Model]] | None = None) -> list[str]:
    """Fields without a level, as "app_label.Model.field"."""
    known = classification()
    return [
        _key(model, field)
        for model in (models() if candidates is None else candidates)
        if not model._meta.auto_created
        for field in model._meta.local_concrete_fields
        if _key(model, field) not in known
    ]


def stale() -> list[str]:
    """Classified names behind which there is no field any more."""
    real = {_key(model, field) for model in models() for field in model._meta.local_concrete_fields}
    exempt = {model._meta.label for model in models()}
    return sorted(set(classification()) - real) + sorted(set(audit_exempt()) - exempt)


def _key(model: type[Model], field: Field[Any, Any]) -> str:
    return f"{model._meta.label}.{field.name}"
