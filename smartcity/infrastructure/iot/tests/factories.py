"""Devices for tests, written for this project."""

from __future__ import annotations

from itertools import count
from typing import Any

from smartcity.infrastructure.iot import services
from smartcity.infrastructure.iot.models import Device, DeviceKind
from smartcity.kernel.service import SystemActor
from smartcity.kernel.telemetry.alarms import raise_alarm
from smartcity.kernel.telemetry.models import Alarm, Rule
from smartcity.kernel.telemetry.ruling import save_rule

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


def open_alarm() -> Alarm:
    stream = device().thing.datastreams.get(result_type="number")
    rule = save_rule(
        actor=ACTOR, name="Zu warm", datastream=stream, kind=Rule.Kind.THRESHOLD, upper=30, notify_role="iot.operator"
    )
    raise_alarm(rule, stream.pk, None, 31.5)
    return Alarm.objects.get(rule=rule)
