"""Everything the platform holds about a person, gathered from every room.

Generic part: rows of every classified table that point to the person, with their personal fields (secrets left out).
A room adds what cannot be found that way with ``personal_data.py``: ``about(person) -> dict`` (name -> value).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.encoding import force_str

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.registry import Level, fields_of, models
from smartcity.kernel.manifest import discover

LONGEST = 10_000


def everything_about(person: Person) -> dict[str, Any]:
    """The export: JSON-ready, per table a list of rows and per room what it adds."""
    tables: dict[str, Any] = {str(Person._meta.verbose_name): [row_of(person)]}
    for model, link in links_to_people():
        rows = [row_of(row) for row in model._default_manager.filter(**{link.name: person})]
        if rows:
            tables.setdefault(force_str(model._meta.verbose_name_plural), []).extend(rows)
    rooms = {config.verbose_name: plain(about(person)) for config, about in discover("personal_data", "about")}
    return {
        "created_at": timezone.now().isoformat(timespec="seconds"),
        "account": str(person.uuid),
        "tables": tables,
        "systems": {name: found for name, found in rooms.items() if found},
    }


def links_to_people() -> Iterator[tuple[type[Model], ForeignKey[Any, Any]]]:
    """Every foreign key to a person in a table with personal fields."""
    for model in models():
        if not fields_of(model, Level.PERSONAL):
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is Person:
                yield model, field


def row_of(row: Model) -> dict[str, Any]:
    """The row's personal fields, by their names on screens."""
    return {force_str(field.verbose_name): _value(row, field) for field in fields_of(row._meta.model, Level.PERSONAL)}


def plain(value: Any) -> Any:
    """JSON-ready copy of a value; what JSON does not know becomes text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds") if timezone.is_aware(value) else str(value)
    if isinstance(value, date | Decimal | UUID):
        return str(value)
    return force_str(value)[:LONGEST]


def _value(row: Model, field: Field[Any, Any]) -> Any:
    if isinstance(field, ForeignKey):
        return plain(getattr(row, field.name))
    if field.choices:
        return plain(dict(field.flatchoices).get(getattr(row, field.attname), getattr(row, field.attname)))
    return plain(getattr(row, field.attname))
