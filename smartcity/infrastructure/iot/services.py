"""Writes of the registry: kinds, devices, credentials. Whatever changes a credential tells the broker."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from smartcity.infrastructure.iot.domain import StreamSpec, new_secret, normal_eui, read_streams, secret_hash
from smartcity.infrastructure.iot.models import Credential, Device, DeviceKind
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service
from smartcity.kernel.telemetry.models import Datastream, ObservedProperty, Sensor, Thing
from smartcity.kernel.telemetry.ruling import expect_nothing

NOTIFY_CHANNEL = "smartcity_iot_credentials"
_OBSERVATIONS = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_"
_OBSERVATION_TYPES = {
    "number": "Measurement",
    "boolean": "TruthObservation",
    "category": "CategoryObservation",
    "json": "Observation",
}


@service
def save_kind(*, actor: Actor, vendor: str, model: str, streams: list[dict[str, Any]]) -> DeviceKind:
    """Enter a kind of device, or give it other streams for devices to come; raises Refused."""
    read_streams(streams)
    known = DeviceKind.objects.filter(vendor=vendor, model=model).first()
    if known is not None:
        known.streams = streams
        known.save(update_fields=["streams"])
        return known
    sensor = Sensor.objects.create(name=f"{vendor} {model}"[:255])
    return DeviceKind.objects.create(vendor=vendor, model=model, streams=streams, sensor=sensor)


@service
def onboard_device(
    *, actor: Actor, kind: DeviceKind, eui: str, name: str, is_open: bool = False, is_simulated: bool = False
) -> Device:
    """Take a device into the registry, with a thing and the streams of its kind; raises Refused."""
    eui = normal_eui(eui)
    thing = Thing.objects.create(name=name, is_open=is_open)
    try:
        with transaction.atomic():
            device = Device.objects.create(eui=eui, kind=kind, thing=thing, is_simulated=is_simulated)
    except IntegrityError:
        raise Refused([Refusal("eui", "Dieses Gerät gibt es schon.", eui)]) from None
    for spec in read_streams(kind.streams):
        _make_stream(device, spec, is_open=is_open)
    return device


@service
def rotate_credential(*, actor: Actor, device: Device) -> str:
    """Give the device a new secret, which is shown this once; the old one ends. Raises Refused for a retired one."""
    locked = Device.objects.select_for_update().get(pk=device.pk)
    if locked.retired_at is not None:
        raise Refused([Refusal("device", "Das Gerät ist außer Dienst.", locked.eui)])
    _revoke(locked)
    secret = new_secret()
    Credential.objects.create(device=locked, secret_hash=secret_hash(secret))
    _tell_broker()
    return secret


@service
def revoke_credential(*, actor: Actor, device: Device) -> None:
    """End the device's secret; it can no longer enter."""
    _revoke(device)
    _tell_broker()


@service
def retire_device(*, actor: Actor, device: Device) -> None:
    """Take the device out of service: its secret ends, its readings stay."""
    Device.objects.filter(pk=device.pk, retired_at=None).update(retired_at=timezone.now())
    _revoke(device)
    expect_nothing(actor=actor, thing=device.thing)
    _tell_broker()


def _make_stream(device: Device, spec: StreamSpec, *, is_open: bool) -> None:
    definition = spec.definition or f"urn:smartcity:property:{spec.name}"
    observed = ObservedProperty.objects.filter(definition=definition).order_by("pk").first()
    Datastream.objects.create(
        name=f"{device.thing.name}: {spec.title}"[:255],
        thing=device.thing,
        sensor=device.kind.sensor,
        observed_property=observed or ObservedProperty.objects.create(name=spec.title, definition=definition),
        key=f"{device.eui}.{spec.name}",
        observation_type=_OBSERVATIONS + _OBSERVATION_TYPES[spec.type],
        result_type=spec.type,
        unit_name=spec.unit_name,
        unit_symbol=spec.unit,
        lowest=spec.lowest,
        highest=spec.highest,
        expected_interval=spec.interval,
        is_open=is_open,
    )


def _revoke(device: Device) -> None:
    Credential.objects.filter(device=device, revoked_at=None).update(revoked_at=timezone.now())


def _tell_broker() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [NOTIFY_CHANNEL])
