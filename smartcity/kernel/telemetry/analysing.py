"""What a stream's roll-ups say of it: how complete it is, its usual day, its trend against the time before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from smartcity.kernel.telemetry.models import Datastream
from smartcity.kernel.telemetry.models.rollup import HOUR, MINUTE
from smartcity.kernel.telemetry.selectors import is_fast

_PROFILE = f"""
SELECT extract(hour FROM bucket AT TIME ZONE %(zone)s)::int AS hour, sum(n)::int, min(lowest), max(highest),
    sum(total) / sum(n)
FROM telemetry_rollup
WHERE datastream_id = %(stream)s AND width = {HOUR} AND bucket >= %(start)s AND bucket < %(end)s
GROUP BY hour ORDER BY hour
"""
_READINGS = """
SELECT 1 AS n, phenomenon_time AS first, phenomenon_time AS last FROM telemetry_observation
WHERE datastream_id = %(stream)s AND phenomenon_time >= %(start)s AND phenomenon_time < %(end)s
"""
_BUCKETS = """
SELECT n, bucket AS first, last_time AS last FROM telemetry_rollup
WHERE datastream_id = %(stream)s AND width = %(width)s AND bucket >= %(start)s AND bucket < %(end)s
"""
_COUNT = """
SELECT coalesce(sum(n), 0), greatest(max(gap), %(end)s::timestamptz - max(last)) FROM (
    SELECT n, last, first - lag(last, 1, %(start)s::timestamptz) OVER (ORDER BY first) AS gap FROM ({source}) AS given
) AS steps
"""
LONGEST_READ = timedelta(days=31)


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
    """How complete a stream is: readings there were, readings expected (None: irregular), the longest silence.

    exact_to: shorter silences than this may have gone unseen.
    """

    n: int
    expected: int | None
    longest_gap: timedelta
    exact_to: timedelta

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
    """How complete a stream is within a span; raises ValueError for a span that ends before it begins.

    Of numbers, more than a month is counted by its hourly roll-ups from the first whole hour on, and fast streams by
    the minute: what that cannot see stands in ``exact_to``.
    """
    if end <= start:
        raise ValueError("a span ends after it begins")
    width = _width(stream, end - start)
    values: dict[str, Any] = {"stream": stream.pk, "start": _whole(start, width), "end": end, "width": width}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(source=_BUCKETS if width else _READINGS), values)
        n, gap = cursor.fetchone()
    length = end - values["start"]
    expected = int(length.total_seconds() // stream.expected_interval) if stream.expected_interval else None
    return Quality(int(n), expected, length if gap is None else gap, timedelta(seconds=width))


def _width(stream: Datastream, span: timedelta) -> int:
    """Seconds of the roll-ups to count by; 0 for the readings themselves."""
    if stream.result_type != Datastream.ResultType.NUMBER:
        return 0
    if span > LONGEST_READ:
        return HOUR
    return MINUTE if is_fast(stream) else 0


def _whole(start: datetime, width: int) -> datetime:
    """The beginning of the first whole bucket."""
    return datetime.fromtimestamp(-(-start.timestamp() // width) * width, UTC) if width else start
