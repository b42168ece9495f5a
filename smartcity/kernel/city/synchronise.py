"""Making a table say what a list of rows says: new rows added, changed ones updated, missing ones removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.db.models import ProtectedError, QuerySet, RestrictedError

from smartcity.kernel.refusal import Refusal, Refused

M = TypeVar("M", bound=models.Model)
SAME_PLACE = 1e-9


@dataclass(slots=True)
class Changes:
    """How many rows of a table were created, updated, removed and left as they are."""

    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0

    def __add__(self, other: Changes) -> Changes:
        """Both together."""
        return Changes(
            self.created + other.created,
            self.updated + other.updated,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
        )

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.created or self.updated or self.removed)

    def __str__(self) -> str:
        return f"{self.created} neu, {self.updated} geändert, {self.removed} entfernt, {self.unchanged} unverändert"


@dataclass(slots=True)
class LoadReport:
    """What a load did, per table (German names)."""

    tables: dict[str, Changes] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything changed at all."""
        return any(self.tables.values())

    def __str__(self) -> str:
        return "; ".join(f"{name}: {changes}" for name, changes in self.tables.items())


def synchronise(table: QuerySet[M], key: str, wanted: Iterable[M], fields: Sequence[str]) -> Changes:
    """Bring ``table`` in line with ``wanted``; rows are the same when their ``key`` is the same.

    Wanted rows get their primary keys. Raises Refused when a row that must go is still used elsewhere.
    """
    existing = {getattr(row, key): row for row in table.all()}
    created, updated = [], []
    changes = Changes()
    for row in wanted:
        there = existing.pop(getattr(row, key), None)
        if there is None:
            created.append(row)
            continue
        row.pk = there.pk
        if all(same(getattr(there, name), getattr(row, name)) for name in fields):
            changes.unchanged += 1
        else:
            updated.append(row)
    changes.removed = _remove(table, [row.pk for row in existing.values()])
    if updated:
        table.bulk_update(updated, list(fields), batch_size=500)
    table.bulk_create(created, batch_size=500)
    changes.created, changes.updated = len(created), len(updated)
    return changes


def replace(table: QuerySet[M], wanted: Iterable[M], fields: Sequence[str]) -> Changes:
    """Replace all rows of a table that nothing refers to, unless they already say the same."""
    rows = {tuple(getattr(row, name) for name in fields): row for row in wanted}
    there = {tuple(getattr(row, name) for name in fields): row.pk for row in table.all()}
    gone = [key for values, key in there.items() if values not in rows]
    new = [row for values, row in rows.items() if values not in there]
    table.filter(pk__in=gone).delete()
    table.bulk_create(new, batch_size=500)
    return Changes(created=len(new), removed=len(gone), unchanged=len(there) - len(gone))


def same(first: Any, second: Any) -> bool:
    """Whether two field values are equal; geometries within a billionth of a degree (a tenth of a millimetre)."""
    if isinstance(first, GEOSGeometry) and isinstance(second, GEOSGeometry):
        return bool(first.equals_exact(second, SAME_PLACE))
    return bool(first == second)


def _remove(table: QuerySet[M], keys: list[Any]) -> int:
    if not keys:
        return 0
    try:
        table.filter(pk__in=keys).delete()
    except (ProtectedError, RestrictedError) as error:
        users = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        sample = next(iter(users))
        refusal = Refusal(
            str(table.model._meta.verbose_name_plural),
            "Ein Eintrag fehlt im Ordner, wird aber noch gebraucht.",
            f"{sample._meta.verbose_name} {sample.pk}",
            "Lassen Sie den Eintrag stehen oder lösen Sie zuerst die Verweise auf ihn.",
        )
        raise Refused([refusal]) from error
    return len(keys)
