"""What a stream's roll-ups say of it: how complete it is, its usual day, its trend against the time before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from smartcity.kernel.telemetry.models import Datastream
from smartcity.kernel.telemetry.models.rollup import HOUR

_PROFILE = f"""
SELECT extract(hour FROM bucket AT TIME ZONE %(zone)s)::int AS hour, sum(n)::int, min(lowest), max(highest),
    sum(total) / sum(n)
FROM telemetry_rollup
WHERE datastream_id = %(stream)s AND width = {HOUR} AND bucket >= %(start)s AND bucket < %(end)s
GROUP BY hour ORDER BY hour
"""
_COUNT = """
SELECT count(*), max(gap) FROM (
    SELECT phenomenon_time - lag(phenomenon_time, 1, %(start)s::timestamptz) OVER (ORDER BY phenomenon_time) AS gap
    FROM telemetry_observation
    WHERE datastream_id = %(stream)s AND phenomenon_time >= %(start)s AND phenomenon_time < %(end)s
) AS steps
"""
_TAIL = """
SELECT %(end)s::timestamptz - max(phenomenon_time) FROM telemetry_observation
WHERE datastream_id = %(stream)s AND phenomenon_time >= %(start)s AND phenomenon_time < %(end)s
"""


@dataclass(frozen=True, slots=True)
class HourOfDay:
    """What a stream usually says in an hour of the (local) day: number of readings, bounds and mean."""

    hour: int
    n: int
    lowest: float
    highest: float
    mean: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How complete a stream is: readings there were, readings expected (None: irregular), the longest silence."""

    n: int
    expected: int | None
    longest_gap: timedelta

    @property
    def share(self) -> float | None:
        """Readings per expected reading, 1 at most; None where none is expected."""
        return min(1.0, self.n / self.expected) if self.expected else None


def daily_profile(stream: Datastream, start: datetime, end: datetime) -> list[HourOfDay]:
    """The usual day of a numeric stream from its hourly roll-ups; hours without readings are missing."""
    values: dict[str, Any] = {"stream": stream.pk, "start": start, "end": end, "zone": settings.TIME_ZONE}
    with connection.cursor() as cursor:
        cursor.execute(_PROFILE, values)
        return [HourOfDay(*row) for row in cursor.fetchall()]


def quality(stream: Datastream, start: datetime, end: datetime) -> Quality:
    """How complete a stream is within a span; raises ValueError for a span that ends before it begins."""
    if end <= start:
        raise ValueError("a span ends after it begins")
    values: dict[str, Any] = {"stream": stream.pk, "start": start, "end": end}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        n, gap = cursor.fetchone()
        cursor.execute(_TAIL, values)
        (tail,) = cursor.fetchone()
    expected = int((end - start).total_seconds() // stream.expected_interval) if stream.expected_interval else None
    return Quality(n, expected, max(gap, tail) if n else end - start)
