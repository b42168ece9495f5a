"""Reads of the record for auditors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from smartcity.kernel.audit.models import Entry

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries: empty parts match all. ``first`` and ``last`` are days in local time, both included."""

    model: str = ""
    object_pk: str = ""
    actor: str = ""
    action: str = ""
    first: date | None = None
    last: date | None = None


def entries(chosen: Filter) -> QuerySet[Entry]:
    """Entries of the filter, newest first."""
    found = Entry.objects.order_by("-id")
    exact = {"model": chosen.model, "object_pk": chosen.object_pk, "actor": chosen.actor}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if chosen.action:
        found = found.filter(action__startswith=chosen.action)
    if chosen.first:
        found = found.filter(at__gte=_midnight(chosen.first))
    if chosen.last:
        found = found.filter(at__lt=_midnight(chosen.last + timedelta(days=1)))
    return found


class EstimatingPaginator(Paginator[Entry]):
    """Pages of a big table: counts up to a limit, beyond it asks the planner (``is_estimate``)."""

    exact_up_to = 10_000

    @property
    def count(self) -> int:
        """Number of entries, exact below the limit."""
        if not hasattr(self, "_count"):
            rows = cast("QuerySet[Entry]", self.object_list)
            exact = rows.order_by()[: self.exact_up_to].count()
            self.is_estimate = exact == self.exact_up_to
            self._count = _estimated_rows(exact) if self.is_estimate else exact
        return self._count


def page_of(chosen: Filter, number: str | None) -> Page[Entry]:
    """One page of the viewer; an impossible number gives the nearest page."""
    return EstimatingPaginator(entries(chosen), PER_PAGE).get_page(number)


def models_recorded() -> list[str]:
    """Labels of all tables with entries, by a loose index scan."""
    query = """
        WITH RECURSIVE labels AS (
            (SELECT model FROM audit_entry ORDER BY model LIMIT 1)
            UNION ALL
            SELECT (SELECT e.model FROM audit_entry e WHERE e.model > labels.model ORDER BY e.model LIMIT 1)
            FROM labels WHERE labels.model IS NOT NULL
        )
        SELECT model FROM labels WHERE model IS NOT NULL
    """
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [label for (label,) in cursor.fetchall()]


def rows_for_csv(chosen: Filter) -> Iterator[list[str]]:
    """Heading and every entry of the filter, as texts."""
    yield ["Nr", "Zeit", "Handelnde", "Vorgang", "Art", "Tabelle", "Objekt", "Änderungen"]
    for entry in entries(chosen).iterator(chunk_size=2000):
        when = timezone.localtime(entry.at).isoformat(timespec="milliseconds")
        changes = "; ".join(f"{field}: {before} → {after}" for field, (before, after) in entry.differences.items())
        yield [
            str(entry.pk), when, entry.actor, entry.action, entry.operation, entry.model, entry.object_pk, changes
        ]  # fmt: skip


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _estimated_rows(at_least: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'audit_entry'::regclass")
        estimate: int = cursor.fetchone()[0]
    return max(at_least, estimate)
