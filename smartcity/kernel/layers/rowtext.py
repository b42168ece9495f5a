"""Rows written as GeoJSON features and CSV lines by PostgreSQL itself, handed on as bytes.

Python never sees a single value: one text column per row comes out of the query and goes onto the wire. On a page of
1,000 features that is several times cheaper than building objects and serialising them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F, QuerySet, TextField
from django.db.models.expressions import Combinable

from smartcity.kernel.layers.crs import Crs
from smartcity.kernel.layers.declaration import GeometryType, Layer, Property, PropertyType
from smartcity.kernel.layers.query import source_of, storage_srid
from smartcity.kernel.layers.written import Written

JSON_FORM: dict[PropertyType, str] = {
    PropertyType.STRING: "coalesce(to_json(({0})::text)::text, 'null')",
    PropertyType.URI: "coalesce(to_json(({0})::text)::text, 'null')",
    PropertyType.INTEGER: "coalesce(({0})::text, 'null')",
    PropertyType.NUMBER: "coalesce(to_json(({0})::float8)::text, 'null')",
    PropertyType.BOOLEAN: "coalesce(({0})::text, 'null')",
    PropertyType.DATE: "coalesce(to_json(({0})::date)::text, 'null')",
    PropertyType.DATETIME: ("coalesce('\"' || replace((({0}) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z\"', 'null')"),
    PropertyType.STRINGS: "coalesce(to_json({0})::text, 'null')",
    PropertyType.JSON: "coalesce(to_json({0})::text, 'null')",
}
TEXT_FORM: dict[PropertyType, str] = {
    PropertyType.DATETIME: "replace((({0}) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'",
    PropertyType.STRINGS: "to_json({0})::text",
    PropertyType.JSON: "to_json({0})::text",
}
# spreadsheets run a cell that begins with one of these (OWASP, CSV injection)
FORMULA = "CASE WHEN {0} ~ '^[=+@\\t\\r-]' THEN '''' || {0} ELSE {0} END"
QUOTED = "coalesce('\"' || replace({0}, '\"', '\"\"') || '\"', '')"
PLAIN = {PropertyType.INTEGER, PropertyType.NUMBER, PropertyType.BOOLEAN, PropertyType.DATE, PropertyType.DATETIME}


def _stitched(parts: Sequence[str | tuple[str, Combinable]]) -> Written:
    """Texts and operands joined to one text; ``{0}`` in a form stands for its operand."""
    pieces: list[str] = []
    operands: list[Combinable] = []
    for part in parts:
        if isinstance(part, str):
            quoted = part.replace("'", "''")
            pieces.append("'" + quoted.replace("{", "{{").replace("}", "}}") + "'")
        else:
            pieces.append(part[0].replace("{0}", f"{{{len(operands)}}}"))
            operands.append(part[1])
    return Written(f"({' || '.join(pieces)})", *operands, output_field=TextField())


def geometry_form(srid: int, crs: Crs) -> str:
    """SQL around a geometry column that gives the geometry in ``crs``'s system and axis order."""
    form = "{0}" if crs.srid == srid else f"ST_Transform({{0}}, {crs.srid})"
    return f"ST_FlipCoordinates({form})" if crs.flipped else form


def feature_json(layer: Layer, crs: Crs, properties: Sequence[Property], *, geometry: bool = True) -> Combinable:
    """One feature as GeoJSON text."""
    shape = geometry_form(storage_srid(layer), crs)
    parts: list[str | tuple[str, Combinable]] = [
        '{"type":"Feature","id":',
        ("to_json({0})::text", F(layer.id_field)),
        ',"geometry":',
    ]
    if geometry:
        parts.append((f"coalesce(ST_AsGeoJSON({shape}, {crs.decimals}, 0), 'null')", F(layer.geometry)))
    else:
        parts.append("null")
    parts.append(',"properties":{')
    for number, item in enumerate(properties):
        parts.append(f'{"," if number else ""}"{item.name}":')
        parts.append((JSON_FORM[item.type], source_of(item)))
    parts.append("}}")
    return _stitched(parts)


def csv_header(layer: Layer, separator: str = ",") -> bytes:
    """The first line of a layer's CSV."""
    names = ["id", *(item.name for item in layer.properties), *_places(layer), "geometry"]
    return (separator.join(names) + "\r\n").encode()


def csv_line(layer: Layer, separator: str = ",") -> Combinable:
    """One row as a CSV line: identifier, properties, lon and lat of points, geometry as WKT in WGS 84.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    srid = storage_srid(layer)
    shape = "{0}" if srid == 4326 else "ST_Transform({0}, 4326)"
    parts: list[str | tuple[str, Combinable]] = [(_cell("({0})::text"), F(layer.id_field))]
    for item in layer.properties:
        parts.append(separator)
        form = TEXT_FORM.get(item.type, "({0})::text")
        parts.append((f"coalesce({form}, '')" if item.type in PLAIN else _cell(form), source_of(item)))
    for function in ("ST_X", "ST_Y") if _places(layer) else ():
        parts.append(separator)
        parts.append((f"coalesce(round({function}({shape})::numeric, 6)::text, '')", F(layer.geometry)))
    parts.append(separator)
    parts.append((QUOTED.format(f"ST_AsText({shape}, 6)"), F(layer.geometry)))
    parts.append("\r\n")
    return _stitched(parts)


def _places(layer: Layer) -> list[str]:
    return ["lon", "lat"] if layer.geometry_type is GeometryType.POINT else []


def _cell(form: str) -> str:
    return QUOTED.format("(" + FORMULA.format(form) + ")")


@dataclass(frozen=True, slots=True)
class Statement:
    """A compiled query for the texts of rows and their identifiers, not yet run."""

    sql: str
    params: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of rows; last: identifier of the last one; more: the query had further rows."""

    found: list[bytes]
    last: str
    more: bool


def statement(rows: QuerySet[Any], text: Combinable, id_field: str) -> Statement | None:
    """Compile the query for a text per row; None when no row can match."""
    query = rows.annotate(_text=text).values_list("_text", id_field).query
    try:
        sql, params = query.sql_with_params()
    except EmptyResultSet:
        return None
    return Statement(sql, params)


@contextmanager
def in_one_process() -> Iterator[CursorWrapper]:
    """A cursor whose queries start no parallel workers: for some thousand rows that costs more than it saves."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        yield cursor


def run(wanted: Statement | None, limit: int) -> Texts:
    """The texts as UTF-8 bytes, at most ``limit`` of them; the statement should ask for one row more."""
    if wanted is None:
        return Texts([], "", more=False)
    with in_one_process() as cursor:
        cursor.execute(wanted.sql, wanted.params)
        result = cursor.cursor.pgresult
        if result is None:
            return Texts([], "", more=False)
        count = min(result.ntuples, limit)
        found = [result.get_value(row, 0) or b"" for row in range(count)]
        last = (result.get_value(count - 1, 1) or b"").decode() if count else ""
        return Texts(found, last, more=result.ntuples > limit)
