"""What a layer holds at present: how many features, where, from when to when. Kept until its tables change."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Polygon
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Max, Min, QuerySet

from smartcity.kernel.layers.counts import COUNTED_UP_TO, Number, number_of
from smartcity.kernel.layers.declaration import Layer
from smartcity.kernel.layers.moments import whole_day
from smartcity.kernel.layers.query import city_zone, public_rows, storage_srid
from smartcity.kernel.layers.watching import Version, version_of

YOUNGEST, OLDEST, OLDEST_OF_MANY = 2.0, 60.0, 600.0


@dataclass(frozen=True, slots=True)
class Facts:
    """bbox: lon/lat minx, miny, maxx, maxy; since, until: the time extent, None is open or unknown."""

    number: Number
    bbox: tuple[float, float, float, float] | None
    since: datetime | None
    until: datetime | None
    changed_at: datetime | None


_kept: dict[str, tuple[float, str, Facts]] = {}


def facts_of(layer: Layer) -> Facts:
    """The layer's facts: at most two seconds old after a change, at most a minute otherwise (ten for big layers)."""
    now, kept = time.monotonic(), _kept.get(layer.slug)
    if kept is not None and now - kept[0] < YOUNGEST:
        return kept[2]
    version = version_of(layer)
    if kept is not None and kept[1] == version.mark and version.mark:
        oldest = OLDEST_OF_MANY if kept[2].number.estimated else OLDEST
        if now - kept[0] < oldest:
            return kept[2]
    found = _look(layer, version)
    _kept[layer.slug] = (now, version.mark, found)
    return found


def forget() -> None:
    """Drop what is kept (tests, another city loaded)."""
    _kept.clear()


def _look(layer: Layer, version: Version) -> Facts:
    rows = public_rows(layer)
    try:
        number = number_of(rows)
        many = number.estimated and number.value > COUNTED_UP_TO
        bbox = _estimated_box(rows, layer) if many else None
        bbox = bbox or _exact_box(rows, layer)
        since, until = _times(rows, layer)
    except EmptyResultSet:
        return Facts(Number(0), None, None, None, version.changed_at)
    return Facts(number, bbox, since, until, version.changed_at)


def _exact_box(rows: QuerySet[Any], layer: Layer) -> tuple[float, float, float, float] | None:
    found = rows.aggregate(_box=Extent(layer.geometry))["_box"]
    return _to_degrees(found, storage_srid(layer)) if found else None


def _estimated_box(rows: QuerySet[Any], layer: Layer) -> tuple[float, float, float, float] | None:
    """From the statistics of the geometry column; None when there are none."""
    if "__" in layer.geometry or layer.geometry in rows.query.annotations:
        return None
    meta = rows.model._meta
    field = meta.get_field(layer.geometry)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM ST_EstimatedExtent(%s, %s) AS e",
            [meta.db_table, field.column],
        )
        found = cursor.fetchone()
    return None if found is None or found[0] is None else _to_degrees(found, storage_srid(layer))


def _to_degrees(box: tuple[float, float, float, float], srid: int) -> tuple[float, float, float, float]:
    area = Polygon.from_bbox(box)
    area.srid = srid
    if srid != 4326:
        area.transform(4326)
    minx, miny, maxx, maxy = area.extent
    return round(minx, 6), round(miny, 6), round(maxx, 6), round(maxy, 6)


def _times(rows: QuerySet[Any], layer: Layer) -> tuple[datetime | None, datetime | None]:
    if layer.time is None:
        return None, None
    last = layer.time.end or layer.time.start
    found = rows.aggregate(_since=Min(layer.time.start), _until=Max(last))
    since, until = _instant(found["_since"], end=False), _instant(found["_until"], end=True)
    if layer.time.end and until is not None and rows.filter(**{f"{last}__isnull": True}).exists():
        until = None
    return since, until


def _instant(value: date | datetime | None, *, end: bool) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    span = whole_day(value, city_zone())
    return span.end if end else span.start
