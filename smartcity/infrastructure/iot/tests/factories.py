"""Devices for tests, written for this project."""

from __future__ import annotations

from itertools import count
from typing import Any

from smartcity.infrastructure.iot import services
from smartcity.infrastructure.iot.models import Device, DeviceKind
from smartcity.kernel.service import SystemActor

ACTOR = SystemActor("test")
STREAMS: list[dict[str, Any]] = [
    {"name": "temperature", "title": "Temperatur", "unit": "°C", "lowest": -60, "highest": 60},
    {"name": "door", "title": "Tür offen", "type": "boolean"},
]
_numbers = count(1)


def kind() -> DeviceKind:
    return services.save_kind(actor=ACTOR, vendor="Beispiel", model="Wetter 1", streams=STREAMS)


def device(*, is_open: bool = False) -> Device:
    number = next(_numbers)
    return services.onboard_device(
        actor=ACTOR, kind=kind(), eui=f"70b3d57ed{number:07x}", name=f"Station {number}", is_open=is_open
    )
