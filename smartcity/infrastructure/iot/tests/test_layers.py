"""The map shows where open devices stand, and no others."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from smartcity.infrastructure.iot.models import Device
from smartcity.infrastructure.iot.services import retire_device
from smartcity.infrastructure.iot.tests.factories import device
from smartcity.kernel.service import SystemActor
from smartcity.kernel.telemetry.models import Location

pytestmark = pytest.mark.django_db


def placed(*, is_open: bool) -> Device:
    made = device()
    made.thing.is_open = is_open
    made.thing.save()
    made.thing.locations.add(Location.objects.create(name="x", location=Point(6.7, 51.4, srid=4326)))
    return made


def names() -> list[str]:
    found = Client().get("/ogc/collections/sensoren/items?limit=1000&f=json").json()["features"]
    return [item["properties"]["name"] for item in found]


def test_open_devices_in_service_are_shown() -> None:
    shown, hidden, retired = placed(is_open=True), placed(is_open=False), placed(is_open=True)
    retire_device(actor=SystemActor("test"), device=retired)
    found = names()
    assert found == [shown.thing.name]
    assert len({device.thing.name for device in (shown, hidden, retired)}) == 3
