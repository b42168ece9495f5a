"""Writes that are more than a row: a thing's place with its history, and what goes with an entity that goes.

Readings have no foreign key to their stream (thousands a second are written): they are deleted here with it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from smartcity.kernel.service import Actor, service
from smartcity.kernel.telemetry import rollups
from smartcity.kernel.telemetry.ingest import ensure_partitions
from smartcity.kernel.telemetry.models import (
    Datastream,
    HistoricalLocation,
    Latest,
    Location,
    Observation,
    Thing,
)


@service
def place_thing(*, actor: Actor, thing: Thing, locations: Sequence[Location], time: datetime | None = None) -> None:
    """Say where a thing is from `time` on (now); where it was stays in its history."""
    thing.locations.set(locations)
    note = HistoricalLocation.objects.create(thing=thing, time=time or timezone.now())
    note.locations.set(locations)


@service
def delete_things(*, actor: Actor, things: Collection[int]) -> None:
    """Delete things with their streams, readings and history."""
    _delete_streams(Datastream.objects.filter(thing__in=things).values_list("pk", flat=True))
    Thing.objects.filter(pk__in=things).delete()


@service
def delete_streams(*, actor: Actor, streams: Collection[int]) -> None:
    """Delete datastreams with their readings and all that was made of them."""
    _delete_streams(streams)


def _delete_streams(streams: Collection[int] | Any) -> None:
    numbers = list(streams)
    Datastream.objects.filter(pk__in=numbers).delete()
    for number in numbers:
        rollups.forget(number)
    Observation.objects.filter(datastream_id__in=numbers)._raw_delete(Observation.objects.db)


@service
def correct_reading(*, actor: Actor, reading: Observation, changes: dict[str, Any]) -> None:
    """Change a stored reading; newest value and roll-ups follow. changes: columns and their new values."""
    ensure_partitions([changes.get("phenomenon_time", reading.phenomenon_time)])
    _row(reading).update(**changes)
    _follow(reading.datastream_id, {reading.phenomenon_time, changes.get("phenomenon_time", reading.phenomenon_time)})


@service
def delete_reading(*, actor: Actor, reading: Observation) -> None:
    """Delete a stored reading; newest value and roll-ups follow."""
    _row(reading)._raw_delete(Observation.objects.db)
    _follow(reading.datastream_id, {reading.phenomenon_time})


def _row(reading: Observation) -> Any:
    return Observation.objects.filter(
        datastream_id=reading.datastream_id, phenomenon_time=reading.phenomenon_time, dedup=reading.dedup
    )


def _follow(stream: int, moments: set[datetime]) -> None:
    """Make anew what was made of the readings of these moments."""
    for moment in sorted(moments):
        rollups.remake(stream, moment)
    rows = Observation.objects.filter(datastream_id=stream)
    newest = rows.order_by("-phenomenon_time", "-dedup").first()
    if newest is None:
        Latest.objects.filter(datastream_id=stream).delete()
        return
    Latest.objects.filter(datastream_id=stream).update(
        phenomenon_time=newest.phenomenon_time,
        number=newest.number,
        value=newest.value,
        observation_id=newest.id,
        first_time=rows.aggregate(first=Min("phenomenon_time"))["first"],
    )
