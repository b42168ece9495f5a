"""What rooms do with readings: declared in ``devices.py`` as ``REACTIONS``, called with what was committed.

A room has one cursor in the journal. It is moved in the transaction in which the handlers run: what they write into
this database happens exactly once, what they do elsewhere at least once. A room that fails is tried again after a
growing while, holds nobody else up, and its trouble is shown to the operator.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection

from smartcity.kernel.manifest import discover
from smartcity.kernel.telemetry.consuming import follow, span_of
from smartcity.kernel.telemetry.models import Batch, Datastream
from smartcity.kernel.telemetry.models.observation import PLACE_BITS

PREFIX = "reactions:"
AT_ONCE, MOST_READINGS = 20, 5_000
_READINGS = f"""
SELECT d.id, d.key, d.thing_id, s.name, p.definition, d.result_type, o.phenomenon_time, b.received_at, o.number, o.value
FROM telemetry_batch b
JOIN telemetry_observation o ON o.id >> {PLACE_BITS} = b.number
JOIN telemetry_datastream d ON d.id = o.datastream_id
JOIN telemetry_sensor s ON s.id = d.sensor_id
JOIN telemetry_observedproperty p ON p.id = d.observed_property_id
WHERE b.number = ANY (%(numbers)s) AND o.id BETWEEN %(low)s AND %(high)s
    AND o.phenomenon_time BETWEEN %(first)s AND %(last)s
    AND (%(any_kind)s OR s.name = ANY (%(kinds)s)) AND (%(any_observed)s OR p.definition = ANY (%(observed)s))
ORDER BY b.position, o.id
"""


@dataclass(frozen=True, slots=True)
class TakenReading:
    """A committed reading: its stream (id, key), thing, kind of device, observed property, times and result."""

    datastream: int
    key: str | None
    thing: int
    kind: str
    observed: str
    time: datetime
    received: datetime
    result: Any


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a room understands, and what it does with it.

    handle: takes readings in the order of their commits, at most 5,000 at once; may raise to be called again.
    kinds: names of sensors ("<vendor> <model>"); observed: definitions of observed properties. Empty: all.
    """

    handle: Callable[[Sequence[TakenReading]], None]
    kinds: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def declared_reactions() -> dict[str, list[Reaction]]:
    """The rooms' reactions by the name of the room's cursor."""
    return {f"{PREFIX}{config.label}": list(reactions) for config, reactions in discover("devices", "REACTIONS")}


def react(name: str) -> int:
    """Let a room react to the next batches; returns how many."""
    return follow(name, lambda batches: _call(declared_reactions()[name], batches), most=AT_ONCE)


def _call(reactions: Sequence[Reaction], batches: Sequence[Batch]) -> None:
    for reaction in reactions:
        found = _readings(reaction, batches)
        while some := list(islice(found, MOST_READINGS)):
            reaction.handle(some)


def _readings(reaction: Reaction, batches: Sequence[Batch]) -> Iterator[TakenReading]:
    values = span_of(batches) | {
        "any_kind": not reaction.kinds,
        "kinds": list(reaction.kinds),
        "any_observed": not reaction.observed,
        "observed": list(reaction.observed),
    }
    with connection.cursor() as cursor:
        cursor.execute(_READINGS, values)
        for stream, key, thing, kind, observed, result_type, time, received, number, value in cursor:
            result = _result(result_type, number, value)
            yield TakenReading(stream, key, thing, kind, observed, time, received, result)


def _result(result_type: str, number: float | None, value: str | None) -> Any:
    if value is not None:
        return json.loads(value)
    return bool(number) if result_type == Datastream.ResultType.BOOLEAN else number
