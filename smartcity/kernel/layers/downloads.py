"""Whole layers as files: CSV and GeoJSON streamed in pieces, GeoPackage written by GDAL.

Pieces are read one after the other behind the last identifier, so that memory stays the same for a thousand rows and a
million, and no transaction stays open while a slow client reads.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
from django.contrib.gis.db.models.functions import AsWKB, Transform
from django.db.models import F

from smartcity.kernel.layers.crs import CRS84
from smartcity.kernel.layers.declaration import GeometryType, Layer, Property, PropertyType
from smartcity.kernel.layers.query import public_rows, source_of, storage_srid
from smartcity.kernel.layers.rowtext import csv_header, csv_line, feature_json, run, statement

PIECE = 5_000
BOM = b"\xef\xbb\xbf"
GDAL_TYPE = {GeometryType.POINT: "Point", GeometryType.LINE: "LineString", GeometryType.POLYGON: "MultiPolygon"}


def csv_pieces(layer: Layer, *, bom: bool) -> Iterator[bytes]:
    """The layer as CSV (RFC 4180, UTF-8, commas)."""
    yield (BOM if bom else b"") + csv_header(layer)
    for piece in _texts(layer, csv_line(layer)):
        yield b"".join(piece)


def geojson_pieces(layer: Layer) -> Iterator[bytes]:
    """The layer as one GeoJSON feature collection (RFC 7946)."""
    yield b'{"type":"FeatureCollection","features":['
    first = True
    for piece in _texts(layer, feature_json(layer, CRS84, layer.properties)):
        yield (b"" if first else b",\n") + b",\n".join(piece)
        first = False
    yield b"]}"


def _texts(layer: Layer, text: Any) -> Iterator[list[bytes]]:
    last = ""
    while True:
        rows = public_rows(layer).order_by(layer.id_field)
        if last:
            rows = rows.filter(**{f"{layer.id_field}__gt": last})
        found = run(statement(rows[: PIECE + 1], text, layer.id_field), PIECE)
        if found.found:
            yield found.found
        if not found.more:
            return
        last = found.last


def write_geopackage(layer: Layer, folder: Path) -> Path:
    """The layer as a GeoPackage in WGS 84 in ``folder``, written piece by piece."""
    target = folder / f"{layer.slug}.gpkg"
    last: Any = None
    more = True
    while more:
        rows = _table(layer, last)
        more = len(rows) > PIECE
        rows = rows[:PIECE]
        if rows or not target.exists():
            _append(target, layer, rows)
        last = rows[-1][0] if rows else None
    return target


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that is gone when the download is over."""
    return tempfile.TemporaryDirectory(prefix="smartcity-download-")


def _table(layer: Layer, last: Any) -> list[tuple[Any, ...]]:
    shape: Any = F(layer.geometry)
    if storage_srid(layer) != 4326:
        shape = Transform(layer.geometry, 4326)
    columns = {f"_p{number}": source_of(item) for number, item in enumerate(layer.properties)}
    rows = public_rows(layer).order_by(layer.id_field)
    if last is not None:
        rows = rows.filter(**{f"{layer.id_field}__gt": last})
    rows = rows.annotate(_wkb=AsWKB(shape), **columns)
    return list(rows.values_list(layer.id_field, "_wkb", *columns)[: PIECE + 1])


def _append(target: Path, layer: Layer, rows: list[tuple[Any, ...]]) -> None:
    names = ["id", *(item.name if item.name != "fid" else "fid_" for item in layer.properties)]
    columns = [np.array([str(row[0]) for row in rows], dtype=object)]
    masks: list[Any] = [None]
    for position, item in enumerate(layer.properties, 2):
        column, mask = _column([row[position] for row in rows], item)
        columns.append(column)
        masks.append(mask)
    pyogrio.raw.write(
        str(target),
        np.array([None if row[1] is None else bytes(row[1]) for row in rows], dtype=object),
        columns,
        names,
        field_mask=masks,
        driver="GPKG",
        layer=layer.slug,
        geometry_type=_geometry_type(layer),
        crs="EPSG:4326",
        append=target.exists(),
        **({} if target.exists() else {"layer_options": {"FID": "gpkg_fid", "DESCRIPTION": layer.description}}),
    )


def _geometry_type(layer: Layer) -> str:
    kind = GDAL_TYPE.get(layer.geometry_type, "Unknown")
    return kind if layer.geometry_type is GeometryType.POINT else "Unknown"


def _column(values: list[Any], item: Property) -> tuple[Any, Any]:
    empty = np.array([value is None for value in values], dtype=bool)
    if item.type is PropertyType.INTEGER:
        return np.array([0 if value is None else int(value) for value in values], dtype=np.int64), empty
    if item.type is PropertyType.NUMBER:
        return np.array([np.nan if value is None else _number(value) for value in values], dtype=np.float64), empty
    if item.type is PropertyType.BOOLEAN:
        return np.array([bool(value) for value in values], dtype=bool), empty
    if item.type is PropertyType.DATE:
        return np.array([_day(value) for value in values], dtype="datetime64[D]"), None
    if item.type is PropertyType.DATETIME:
        return np.array([_instant(value) for value in values], dtype="datetime64[ms]"), None
    if item.type is PropertyType.STRINGS:
        return np.array([None if value is None else ", ".join(map(str, value)) for value in values], dtype=object), None
    return np.array([None if value is None else str(value) for value in values], dtype=object), None


def _number(value: Any) -> float:
    # a measure (length, distance) carries its standard unit, metres, as an attribute
    return float(getattr(value, "standard", value))


def _day(value: Any) -> Any:
    day = value.date() if isinstance(value, datetime) else value
    return np.datetime64(day.isoformat(), "D") if isinstance(day, date) else np.datetime64("NaT")


def _instant(value: Any) -> Any:
    if not isinstance(value, datetime):
        return np.datetime64("NaT")
    return np.datetime64(int(value.timestamp() * 1000), "ms")
