"""Many roadworks into the register at once: a few statements per thousand, in the caller's transaction.

A row that its source has not changed is not written at all. What somebody confirmed in the field is not taken back by
a source that still says less.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from pydantic_core import to_json

from smartcity.mobility.roadworks import domain, records
from smartcity.mobility.roadworks.models import Phase, Roadwork
from smartcity.mobility.roadworks.vocabulary import State

_LIFE = [State.PLANNED, State.ORDERED, State.ACTIVE, State.FINISHED, State.CANCELLED]
_FROM_THE_FIELD = frozenset({"state", "actual_start", "actual_end", "start_verified", "end_verified"})
_FOR_EVER = frozenset({"uuid", "slug", "source_system", "source_id", "is_demo", "is_simulated"})


@dataclass(frozen=True, slots=True)
class Stored:
    """Identities (source system, source id) of what was entered, and of what was changed."""

    created: frozenset[tuple[str, str]]
    updated: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Works and their rows, ready for the database: made without it, so that another thread may do it."""

    works: Sequence[domain.Roadwork]
    columns: tuple[str, ...]
    rows: str
    phases: str


def prepare(works: Sequence[domain.Roadwork]) -> Prepared:
    """Make the rows of works; identities must be unique within `works`."""
    now = timezone.now().isoformat()
    columns: tuple[str, ...] = ()
    rows: list[str] = []
    all_phases: list[str] = []
    for work in works:
        row = _row(work)
        columns = columns or (*row, *_BOOKKEEPING)
        phases = [_json(records.phase_columns(phase)) for phase in work.phases]
        rows.append(_text(_json(row), phases, now))
        place = len(rows)
        all_phases += [
            f'{{"roadwork_id": {place}, "position": {number}, {phase[1:]}' for number, phase in enumerate(phases, 1)
        ]
    return Prepared(works, columns, f"[{','.join(rows)}]", f"[{','.join(all_phases)}]" if all_phases else "")


def store(works: Sequence[domain.Roadwork]) -> Stored:
    """Insert new works and update changed ones; identities must be unique within `works`."""
    return write(prepare(works))


def write(prepared: Prepared) -> Stored:
    """Insert new works and update changed ones."""
    if not prepared.works:
        return Stored(frozenset(), frozenset())
    with connection.cursor() as cursor:
        cursor.execute(_upsert(list(prepared.columns)), [prepared.rows])
        found: dict[tuple[str, str], tuple[int, bool]] = {
            (system, number): (pk, created) for pk, system, number, created in cursor.fetchall()
        }
        _store_phases(cursor, prepared, found)
    created = frozenset(key for key, (_, is_new) in found.items() if is_new)
    return Stored(created, frozenset(found) - created)


def _row(work: domain.Roadwork) -> dict[str, Any]:
    course = work.detour.geometry if work.detour else None
    uuid = records.identity(work.source_system, work.source_id)
    return {
        **records.columns(work),
        "uuid": uuid,
        "slug": records.public_slug(work, uuid),
        "source_system": work.source_system,
        "source_id": work.source_id,
        "geometry": records.ewkb(work.geometry).hex(),
        "detour_geometry": records.ewkb(course).hex() if course else None,
        "builder": "",
        "contact_name": "",
        "contact_phone": "",
        "contact_email": "",
        "is_demo": False,
        "is_simulated": False,
    }


_BOOKKEEPING = ("fingerprint", "changed_at")


def _text(said: str, phases: list[str], now: str) -> str:
    """The row as JSON, with a fingerprint of all that the source says: row and phases hold the value without loss."""
    fingerprint = hashlib.blake2b("".join((said, *phases)).encode(), digest_size=16).hexdigest()
    return f'{said[:-1]}, "fingerprint": "{fingerprint}", "changed_at": "{now}"}}'


_STAFF = frozenset({"builder", "contact_name", "contact_phone", "contact_email"})


def _upsert(names: list[str]) -> str:
    """One statement for all rows; geometry, arrays and times are read from JSON by PostgreSQL itself."""
    table = connection.ops.quote_name(Roadwork._meta.db_table)
    columns = ", ".join(f'"{name}"' for name in names)
    changes = ", ".join(f'"{name}" = {_newer(name)}' for name in names if name not in _FOR_EVER | _STAFF)
    return f"""
        INSERT INTO {table} AS known ({columns}, district_id)
        SELECT {columns}, city_district_at(geometry) FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)
        ON CONFLICT (source_system, source_id) DO UPDATE SET {changes}, district_id = EXCLUDED.district_id
            WHERE known.fingerprint IS DISTINCT FROM EXCLUDED.fingerprint
        RETURNING id, source_system, source_id, xmax = 0
    """


def _newer(name: str) -> str:
    if name not in _FROM_THE_FIELD:
        return f'EXCLUDED."{name}"'
    life = "ARRAY[" + ", ".join(f"'{state.value}'" for state in _LIFE) + "]"
    behind = f"array_position({life}, EXCLUDED.state::text) < array_position({life}, known.state::text)"
    return f'CASE WHEN known.confirmed_at IS NOT NULL AND {behind} THEN known."{name}" ELSE EXCLUDED."{name}" END'


_PHASE_COLUMNS = ", ".join(f'"{field.column}"' for field in Phase._meta.local_concrete_fields if not field.primary_key)


def _store_phases(cursor: Any, prepared: Prepared, found: dict[tuple[str, str], tuple[int, bool]]) -> None:
    """Phases of new works, and of changed works instead of those they had."""
    table = connection.ops.quote_name(Phase._meta.db_table)
    if changed := [pk for pk, created in found.values() if not created]:
        cursor.execute(f"DELETE FROM {table} WHERE roadwork_id = ANY(%s)", [changed])
    if not prepared.phases:
        return
    places = [found.get((work.source_system, work.source_id), (None,))[0] for work in prepared.works]
    named = _PHASE_COLUMNS.replace('"roadwork_id"', "stored.id")
    cursor.execute(
        f"INSERT INTO {table} ({_PHASE_COLUMNS}) SELECT {named}"
        f" FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS given"
        " JOIN unnest(%s::bigint[]) WITH ORDINALITY AS stored (id, place)"
        " ON stored.place = given.roadwork_id AND stored.id IS NOT NULL",
        [prepared.phases, places],
    )


def _json(value: Any) -> str:
    return to_json(value).decode()
