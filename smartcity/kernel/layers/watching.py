"""A version for the data of every layer, counted by triggers on the tables behind it.

Statement-level triggers note each transaction that changes a watched table (see the migration). The version a reader
computes belongs to exactly the data the same snapshot shows; it does not depend on the order of commits or on clocks.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from smartcity.kernel.layers.declaration import Layer
from smartcity.kernel.layers.moments import bucket
from smartcity.kernel.layers.query import public_rows, source_of
from smartcity.kernel.layers.registry import all_layers

TRIGGER = "layers_note_change"
SHORTEST_BUCKET = 60


@dataclass(frozen=True, slots=True)
class Version:
    """State of a layer's tables: ``mark`` differs when anything changed; empty: a table is not watched."""

    mark: str
    changed_at: datetime | None


def watch_after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Put the trigger on every table behind a layer; needs the schema's owner. Safe to repeat."""
    for layer in all_layers().values():
        for table in tables_of(layer):
            watch(table, using)


def watch(table: str, using: str = "default") -> None:
    """Put the trigger on one table unless it is there or the table is not."""
    connection = connections[using]
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass(%s) IS NULL OR EXISTS (SELECT FROM pg_trigger"
            " WHERE tgrelid = to_regclass(%s) AND tgname = %s)",
            [name, name, TRIGGER],
        )
        if cursor.fetchone()[0]:
            return
        cursor.execute(
            f"CREATE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {name}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {TRIGGER}()"
        )
        cursor.execute(
            "INSERT INTO layers_change (table_name, transaction) VALUES (%s, 0)"
            " ON CONFLICT (table_name, transaction) DO UPDATE SET weight = layers_change.weight + 1",
            [table],
        )


@lru_cache(maxsize=1024)
def tables_of(layer: Layer) -> tuple[str, ...]:
    """Tables that a layer reads: those named in its query, also in sub-queries, and those of ``depends_on``."""
    sql = _whole_query(layer)
    found = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if f'"{model._meta.db_table}"' in sql
    }
    found |= {apps.get_model(name)._meta.db_table for name in layer.depends_on}
    return tuple(sorted(found))


def version_of(layer: Layer) -> Version:
    """The present version of a layer's data (one query)."""
    tables = tables_of(layer)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, sum(weight), max(changed_at) FROM layers_change"
            " WHERE table_name = ANY(%s) GROUP BY table_name ORDER BY table_name",
            [list(tables)],
        )
        rows = cursor.fetchall()
    if len(rows) != len(tables):
        return Version("", None)
    mark = hashlib.sha256(repr([(name, int(weight)) for name, weight, _ in rows]).encode()).hexdigest()[:20]
    return Version(mark, max((moment for *_, moment in rows), default=None))


def rows_mark(layer: Layer) -> str:
    """Names the present state of a layer's rows: tables and query; empty when a table is not watched.

    A query that speaks of the present moment counts as the same for the layer's refresh time.
    """
    version = version_of(layer).mark
    if not version:
        return ""
    try:
        sql, params = public_rows(layer).values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return version
    seconds = layer.refresh_s or SHORTEST_BUCKET
    steady = [bucket(p, seconds) if isinstance(p, datetime) and p.tzinfo else p for p in params]
    return repr((version, sql, steady))


def _whole_query(layer: Layer) -> str:
    rows: QuerySet[Any] = public_rows(layer)
    for number, item in enumerate(layer.properties):
        rows = rows.annotate(**{f"_watched_{number}": source_of(item)})
    try:
        return rows.query.sql_with_params()[0]
    except EmptyResultSet:
        return f'"{rows.model._meta.db_table}"'
