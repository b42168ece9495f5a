"""Reads of the registry."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from smartcity.infrastructure.iot.models import Device
from smartcity.kernel.telemetry.models import Alarm, Datastream


def devices() -> QuerySet[Device]:
    """All devices with the moment at which something was last taken from each (``last_seen``)."""
    return (
        Device.objects.select_related("kind", "thing")
        .annotate(last_seen=Max("thing__datastreams__latest__received_at"))
        .order_by("thing__name", "pk")
    )


def all_streams() -> QuerySet[Datastream]:
    """Every stream with its newest value."""
    found = Datastream.objects.select_related("thing", "observed_property", "latest")
    return found.order_by("thing__name", "name")


def open_streams() -> QuerySet[Datastream]:
    """What everybody may read, with its newest value."""
    return all_streams().filter(is_open=True, thing__is_open=True)


def streams_of(device: Device) -> QuerySet[Datastream]:
    """A device's streams with their newest values."""
    return device.thing.datastreams.select_related("observed_property", "latest").order_by("pk")


def alarms(*, only_open: bool) -> QuerySet[Alarm]:
    """Alarms with rule, stream and whoever acted, the newest first."""
    found = Alarm.objects.select_related("rule", "datastream__thing", "acknowledged_by", "cleared_by")
    return found.filter(cleared_at=None) if only_open else found
