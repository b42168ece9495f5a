"""What devices say, by topic. Free of Django.

``devices/<eui>/up``: ``{"time": "2026-11-26T12:00:00Z", "values": {"temperature": 21.4}}``, names as the kind has them.
``v1.1/Datastreams(<id>)/Observations``: a SensorThings Observation. Without a time the moment of arrival counts; a
repetition can then not be told from a second reading, so that a device with a clock should say it.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from smartcity.kernel.telemetry.domain import Reading, Unsound

FILTERS = ("devices/+/up", "v1.1/+/Observations")
SHARED = "$share/smartcity-ingest/"
LARGEST = 256 * 1024
_UPLINK = re.compile(r"devices/([0-9a-f]{16})/up")
_OBSERVATION = re.compile(r"v1\.1/Datastreams\((\d{1,18})\)/Observations")
_EXTRA = ("resultQuality", "validTime", "parameters")


def readings(topic: str, payload: bytes, arrived: datetime) -> list[Reading]:
    """The readings of one message; raises Unsound."""
    if len(payload) > LARGEST:
        raise Unsound("payload", f"Eine Nachricht hat höchstens {LARGEST} Bytes.", len(payload))
    stream, uplink = _OBSERVATION.fullmatch(topic), _UPLINK.fullmatch(topic)
    if stream is None and uplink is None:
        raise Unsound("topic", "Unter diesem Topic wird nichts erwartet.", topic)
    given = _object(payload)
    return (
        [_observation(int(stream[1]), given, arrived)]
        if stream
        else _uplink(uplink[1] if uplink else "", given, arrived)
    )


def _object(payload: bytes) -> dict[str, Any]:
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        raise Unsound("payload", "Die Nachricht ist kein JSON.", payload[:60].decode(errors="replace")) from None
    if not isinstance(found, dict):
        raise Unsound("payload", "Erwartet wird ein JSON-Objekt.", str(found)[:60])
    return found


def _uplink(eui: str, given: dict[str, Any], arrived: datetime) -> list[Reading]:
    values = given.get("values")
    if not isinstance(values, dict) or not values:
        raise Unsound("values", "Erwartet werden Messwerte nach Namen.", str(values)[:60])
    moment = _moment("time", given["time"]) if "time" in given else arrived
    return [Reading(f"{eui}.{name}", moment, result) for name, result in values.items()]


def _observation(stream: int, given: dict[str, Any], arrived: datetime) -> Reading:
    if "result" not in given:
        raise Unsound("result", "Das Ergebnis fehlt.")
    begin, _slash, end = str(given.get("phenomenonTime") or "").partition("/")
    result_time = given.get("resultTime")
    return Reading(
        stream,
        _moment("phenomenonTime", begin) if begin else arrived,
        given["result"],
        phenomenon_end=_moment("phenomenonTime", end) if end else None,
        result_time=_moment("resultTime", result_time) if result_time else None,
        extra={name: given[name] for name in _EXTRA if name in given} or None,
    )


def _moment(place: str, text: Any) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            raise Unsound(place, "Die Zeit braucht eine Zeitzone.", text)
        return found.astimezone(UTC)
    except Unsound:
        raise
    except (TypeError, ValueError, OverflowError):
        # OverflowError: the calendar's first and last day do not exist in every time zone
        raise Unsound(place, "Erwartet wird eine Zeit nach ISO 8601.", str(text)[:60]) from None
