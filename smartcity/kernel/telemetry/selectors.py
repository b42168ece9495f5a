"""Reads: newest values, and the course of a stream in no more points than a chart has pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from smartcity.kernel.telemetry.models import Datastream, Latest, Observation
from smartcity.kernel.telemetry.models.rollup import DAY, MINUTE, WIDTHS

MOST_POINTS = 10_000
_BINNED = """
SELECT %(start)s::timestamptz + floor(extract(epoch FROM moment - %(start)s::timestamptz) / %(bin)s) * %(bin)s
        * interval '1 second' AS bin,
    sum(n)::int, min(lowest), max(highest), sum(total) / sum(n), (array_agg(last ORDER BY last_time DESC))[1]
FROM ({source}) AS points
GROUP BY bin ORDER BY bin
"""
_ROWS = """
SELECT phenomenon_time AS moment, 1 AS n, number AS lowest, number AS highest, number AS total, number AS last,
    phenomenon_time AS last_time
FROM telemetry_observation
WHERE datastream_id = %(stream)s AND phenomenon_time >= %(start)s AND phenomenon_time < %(end)s AND number IS NOT NULL
"""
# whole buckets from the roll-up, what lies before the first and behind the last of them from the readings
_ROLLUPS = """
SELECT bucket AS moment, n, lowest, highest, total, last, last_time FROM telemetry_rollup
WHERE datastream_id = %(stream)s AND width = %(width)s AND bucket >= %(first)s AND bucket < %(behind)s
UNION ALL
SELECT phenomenon_time, 1, number, number, number, number, phenomenon_time FROM telemetry_observation
WHERE datastream_id = %(stream)s AND number IS NOT NULL AND (
    phenomenon_time >= %(start)s AND phenomenon_time < %(first)s
    OR phenomenon_time >= %(behind)s AND phenomenon_time < %(end)s)
"""


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of a stream: its beginning, number of readings, and their course."""

    start: datetime
    n: int
    lowest: float
    highest: float
    mean: float
    last: float


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest reading of a datastream: ``number`` or ``value``."""

    datastream: int
    name: str
    unit: str
    time: datetime
    number: float | None
    value: Any


def latest_values(datastreams: Sequence[int] | None = None) -> list[Newest]:
    """The newest reading of each of these streams, or of all; streams without a reading are left out."""
    found = Latest.objects.all() if datastreams is None else Latest.objects.filter(datastream__in=datastreams)
    columns = ("datastream_id", "datastream__name", "datastream__unit_symbol", "phenomenon_time", "number", "value")
    return [Newest(*row) for row in found.values_list(*columns)]


def series(stream: Datastream, start: datetime, end: datetime, points: int = 1_000) -> list[Point]:
    """The course of a numeric stream from ``start`` (included) to ``end``, in at most ``points`` points.

    Few readings are read as they are; of many, the coarsest roll-up that is fine enough. Empty stretches have no point.
    Raises ValueError for a span that ends before it begins or a number of points out of range.
    """
    if end <= start or not 1 <= points <= MOST_POINTS:
        raise ValueError("a series needs start < end and 1 to 10,000 points")
    width = (end - start).total_seconds() / points
    values: dict[str, Any] = {"stream": stream.pk, "start": start, "end": end, "bin": math.ceil(width * 1000) / 1000}
    # half as many points as asked for still draw the same line; fewer would not
    rolled = [size for size in WIDTHS if size <= 2 * width and (size > MINUTE or is_fast(stream))]
    source = _ROWS
    if rolled and not _has_few_readings(stream, start, end, points):
        first, behind = _first_bucket(start, rolled[-1]), _bucket_of(end, rolled[-1])
        if first < behind:
            source = _ROLLUPS
            values |= {"width": rolled[-1], "first": first, "behind": behind, "bin": max(values["bin"], rolled[-1])}
    with connection.cursor() as cursor:
        cursor.execute(_BINNED.format(source=source), values)
        return [Point(*row) for row in cursor.fetchall()]


def readings(
    stream: Datastream, start: datetime, end: datetime, most: int | None = None
) -> Iterator[tuple[datetime, Any]]:
    """Time and result of a stream's readings from ``start`` (included) to ``end``, newest first, ``most`` of them."""
    rows = Observation.objects.filter(datastream_id=stream.pk, phenomenon_time__gte=start, phenomenon_time__lt=end)
    found = rows.order_by("-phenomenon_time", "-dedup").values_list("phenomenon_time", "number", "value")[:most]
    is_boolean = stream.result_type == Datastream.ResultType.BOOLEAN
    for time, number, value in found.iterator():
        yield time, value if number is None else bool(number) if is_boolean else number


def _bucket_of(moment: datetime, width: int) -> datetime:
    """Beginning of the bucket in which a moment lies; days are those of the city."""
    if width < DAY:
        return datetime.fromtimestamp(moment.timestamp() // width * width, UTC)
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)


def _first_bucket(moment: datetime, width: int) -> datetime:
    """Beginning of the first bucket that does not begin before a moment."""
    bucket = _bucket_of(moment, width)
    if bucket >= moment:
        return bucket
    # a day has 23 to 25 hours: half a day into the next one, and back to its beginning
    return _bucket_of(bucket.astimezone(UTC) + timedelta(seconds=width * (1.5 if width == DAY else 1)), width)


def is_fast(stream: Datastream) -> bool:
    """Whether it speaks more than once a minute, so that there are roll-ups by the minute."""
    return stream.expected_interval is not None and stream.expected_interval < MINUTE


def _has_few_readings(stream: Datastream, start: datetime, end: datetime, points: int) -> bool:
    rows = Observation.objects.filter(datastream_id=stream.pk, phenomenon_time__gte=start, phenomenon_time__lt=end)
    return rows.order_by()[: points + 1].count() <= points
