"""``/live/sensors``: the newest readings of open streams, once a second, in packets of bounded size.

``{"values": [[<datastream>, "<time>", <number or value>], …]}``; ``"more": true`` when a second brought more than is
said, so that whoever shows all of them reads anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from smartcity.kernel.live.announce import LARGEST_PAYLOAD, announce
from smartcity.kernel.telemetry.consuming import follow
from smartcity.kernel.telemetry.models import Batch
from smartcity.kernel.telemetry.models.observation import PLACE_BITS

CONSUMER, CHANNEL = "live", "sensors"
AT_ONCE, MOST_VALUES, LONGEST_VALUE = 10_000, 500, 200
# room for the announcement's own words around the values
_ROOM = LARGEST_PAYLOAD - 200
_NEWEST = f"""
SELECT l.datastream_id, l.phenomenon_time, l.number, l.value
FROM telemetry_latest l
JOIN telemetry_datastream d ON d.id = l.datastream_id AND d.is_open
JOIN telemetry_thing t ON t.id = d.thing_id AND t.is_open
WHERE l.observation_id >> {PLACE_BITS} = ANY (%s)
ORDER BY l.observation_id DESC LIMIT {MOST_VALUES + 1}
"""


def announce_newest() -> int:
    """Say what has come since; returns the number of batches."""
    return follow(CONSUMER, _announce, most=AT_ONCE)


def _announce(batches: Sequence[Batch]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [[batch.number for batch in batches]])
        rows = cursor.fetchall()
    more = {"more": True} if len(rows) > MOST_VALUES else {}
    for values in _packets(rows[:MOST_VALUES]):
        announce(CHANNEL, {"values": values, **more})


def _packets(rows: Sequence[tuple[Any, ...]]) -> Iterator[list[Any]]:
    packet: list[Any] = []
    size = 0
    for stream, time, number, value in rows:
        result = number if value is None else json.loads(value)
        if len(json.dumps(result)) > LONGEST_VALUE:
            result = None
        item = [stream, time.isoformat(), result]
        length = len(json.dumps(item, separators=(",", ":"))) + 1
        if packet and size + length > _ROOM:
            yield packet
            packet, size = [], 0
        packet.append(item)
        size += length
    if packet:
        yield packet
