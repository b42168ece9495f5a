"""Recording triggers on every table that the classification names, except those it exempts."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import GeneratedField, Model

from smartcity.kernel.accounts.registry import Level, audit_exempt, fields_of, models

# changes and deletions are recorded row by row, new rows (the bulk of all) by the statement
CHANGED, NEW = "audit_record", "audit_record_new"
# pg_trigger.tgtype: row (1) after delete (8) or update (16); statement (0) after insert (4)
_KINDS = {CHANGED: 25, NEW: 4}

_EXISTING = """
SELECT c.relname, array_agg(t.tgname || ' ' || t.tgtype || ' ' || encode(t.tgargs, 'escape') ORDER BY t.tgname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.tgname = ANY(%s) AND n.nspname = current_schema()
GROUP BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Recording:
    """How one table is recorded: its label, key column, columns to hash, columns to leave out."""

    table: str
    label: str
    key: str
    hashed: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def arguments(self) -> list[str]:
        """The trigger function's arguments."""
        return [self.label, self.key, json.dumps(self.hashed), json.dumps(self.left_out)]


def recording_of(model: type[Model]) -> Recording:
    """What the classification says about a model's table."""
    options = model._meta
    columns = [str(field.column) for field in fields_of(model, Level.PERSONAL, Level.SENSITIVE)]
    generated = [str(field.column) for field in options.local_concrete_fields if isinstance(field, GeneratedField)]
    key = options.pk
    assert key is not None and key.column is not None  # noqa: S101, PT018  (every table has a key)
    return Recording(options.db_table, options.label, key.column, tuple(sorted(columns)), tuple(sorted(generated)))


def recordings() -> dict[str, Recording]:
    """By table: how it is recorded."""
    exempt = audit_exempt()
    found = [recording_of(model) for model in models() if model._meta.label not in exempt]
    return {recording.table: recording for recording in found}


def install_triggers() -> list[str]:
    """Bring the database's triggers in line with the classification; returns the tables that changed."""
    wanted, changed = recordings(), []
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if "audit_entry" not in tables:
            return []
        cursor.execute(_EXISTING, [list(_KINDS)])
        existing: dict[str, list[str]] = dict(cursor.fetchall())
        for table, recording in wanted.items():
            if table in tables and existing.get(table) != _as_stored(recording):
                cursor.execute(_create(recording))
                changed.append(table)
        for table in sorted(set(existing) - set(wanted)):
            for name in _KINDS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {_quoted(table)}")
            changed.append(table)
    return changed


def _create(recording: Recording) -> str:
    arguments = ", ".join("'" + argument.replace("'", "''") + "'" for argument in recording.arguments)
    table = _quoted(recording.table)
    return (
        f"CREATE OR REPLACE TRIGGER {CHANGED} AFTER UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION audit_record({arguments});"
        f" CREATE OR REPLACE TRIGGER {NEW} AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh"
        f" FOR EACH STATEMENT EXECUTE FUNCTION audit_record_new({arguments})"
    )


def _as_stored(recording: Recording) -> list[str]:
    """The triggers as pg_trigger keeps them: each argument ended by a zero byte."""
    arguments = "".join(f"{argument}\\000" for argument in recording.arguments)
    return [f"{name} {kind} {arguments}" for name, kind in sorted(_KINDS.items())]


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)
