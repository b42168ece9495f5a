"""Streams and readings for tests, written for this project."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from smartcity.kernel.telemetry.domain import Reading
from smartcity.kernel.telemetry.models import Datastream, ObservedProperty, Sensor, Thing

_numbers = count(1)


def datastream(**changes: Any) -> Datastream:
    """A stream of temperatures at a thing of its own."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "name": f"Temperatur {number}",
        "thing": Thing.objects.create(name=f"Wetterstation {number}"),
        "sensor": Sensor.objects.create(name="Thermometer"),
        "observed_property": ObservedProperty.objects.create(name="Temperatur", definition="urn:temperature"),
        "observation_type": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        "lowest": -60.0,
        "highest": 60.0,
    }
    return Datastream.objects.create(**{**given, **changes})


def readings(stream: Datastream | int | str, number: int = 3, **changes: Any) -> list[Reading]:
    """One reading a minute, the last of them a minute ago."""
    start = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=number)
    name = stream.pk if isinstance(stream, Datastream) else stream
    given = [(start + timedelta(minutes=minute), 20.0 + minute % 20) for minute in range(number)]
    made = [{"datastream": name, "phenomenon_time": moment, "result": result} for moment, result in given]
    return [Reading(**{**one, **changes}) for one in made]
