"""Demo devices: invented, marked as simulated, at the city's real streets; the city simulator speaks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from smartcity.infrastructure.iot.keys import issue_key
from smartcity.infrastructure.iot.models import AccessKey, Device, DeviceKind
from smartcity.infrastructure.iot.services import onboard_device, save_kind
from smartcity.kernel.city.models import Street
from smartcity.kernel.service import Actor, service
from smartcity.kernel.telemetry.models import Location
from smartcity.kernel.telemetry.services import place_thing

VENDOR = "Demo"
SIMULATOR = "simulator"
# the first half of an invented EUI; the second half is the kind and the device's number
EUI = "5c1d0616"
RIVER_GAUGES = (
    ("Ruhrort", 6.7236, 51.4545),
    ("Homberg", 6.7012, 51.4521),
    ("Rheinhausen", 6.7191, 51.4055),
    ("Walsum", 6.7005, 51.5337),
    ("Ruhr, Meiderich", 6.7745, 51.4498),
    ("Innenhafen", 6.7657, 51.4394),
)


def _stream(name: str, title: str, unit: str, low: float, high: float, interval: int = 60) -> dict[str, Any]:
    bounds = {"lowest": low, "highest": high, "interval": interval}
    return {"name": name, "title": title, "unit": unit, "definition": f"urn:smartcity:property:{name}", **bounds}


@dataclass(frozen=True, slots=True)
class DemoKind:
    """A kind of demo device: key, model, what devices are called, how many there are, their streams."""

    key: str
    model: str
    title: str
    number: int
    streams: tuple[dict[str, Any], ...]


BATTERY = _stream("battery", "Batterie", "%", 0, 100, 900)
KINDS = (
    DemoKind(
        "weather",
        "Wetterstation",
        "Wetter",
        12,
        (
            _stream("temperature", "Lufttemperatur", "°C", -60, 60),
            _stream("humidity", "Luftfeuchte", "%", 0, 100),
            _stream("pressure", "Luftdruck", "hPa", 850, 1100),
            _stream("wind", "Windgeschwindigkeit", "m/s", 0, 75),
        ),
    ),
    DemoKind(
        "air",
        "Luftgütebox",
        "Luftgüte",
        20,
        (
            _stream("no2", "Stickstoffdioxid (NO₂)", "µg/m³", 0, 1000, 300),
            _stream("pm25", "Feinstaub (PM2,5)", "µg/m³", 0, 1000, 300),
            _stream("pm10", "Feinstaub (PM10)", "µg/m³", 0, 2000, 300),
            BATTERY,
        ),
    ),
    DemoKind(
        "counter",
        "Verkehrszähler",
        "Verkehr",
        40,
        (
            _stream("vehicles", "Fahrzeuge je Minute", "1/min", 0, 300),
            _stream("speed", "Geschwindigkeit", "km/h", 0, 250),
        ),
    ),
    DemoKind("gauge", "Pegel", "Pegel", len(RIVER_GAUGES), (_stream("level", "Wasserstand", "cm", -200, 1500, 900),)),
    DemoKind(
        "parking",
        "Parkplatzsensor",
        "Parkplatz",
        30,
        (
            {
                "name": "occupied",
                "title": "belegt",
                "type": "boolean",
                "definition": "urn:smartcity:property:occupied",
                "interval": 300,
            },
            BATTERY,
        ),
    ),
    DemoKind("noise", "Lärmmesser", "Lärm", 8, (_stream("noise", "Schallpegel (LAeq)", "dB(A)", 20, 140),)),
)


def load(actor: Actor) -> str:
    """Take the demo devices into the registry; repeating it adds what is missing."""
    load_key(actor=actor)
    number = load_devices(actor=actor)
    return f"{number} Demo-Sensoren"


def announcement() -> list[str]:
    """Nothing to announce: the devices stand on their own page."""
    return []


@service
def load_key(*, actor: Actor) -> None:
    """The key in whose name the simulator writes readings."""
    if not AccessKey.objects.filter(name=SIMULATOR, revoked_at=None).exists():
        issue_key(actor=actor, name=SIMULATOR, may_write=True, secret=settings.SIMULATOR_KEY)


@service
def load_devices(*, actor: Actor) -> int:
    """Kinds, devices and where they stand; returns the number of devices."""
    number = 0
    places = _places(sum(kind.number for kind in KINDS))
    for code, kind in enumerate(KINDS):
        made = save_kind(actor=actor, vendor=VENDOR, model=kind.model, streams=list(kind.streams))
        for index in range(kind.number):
            where = RIVER_GAUGES[index] if kind.key == "gauge" else places[number % len(places)]
            eui = f"{EUI}{code:02x}{index:06x}"
            if not Device.objects.filter(eui=eui).exists():
                _onboard(actor, made, kind, eui, where)
            number += 1
    return number


def _onboard(actor: Actor, made: DeviceKind, kind: DemoKind, eui: str, where: tuple[str, float, float]) -> None:
    street, lon, lat = where
    name = f"{kind.title} {street} ({_('simuliert')})"
    device = onboard_device(actor=actor, kind=made, eui=eui, name=name[:255], is_open=True, is_simulated=True)
    device.thing.properties = {"simulated": True, "kind": kind.key, "eui": eui}
    device.thing.save(update_fields=["properties"])
    place = Location.objects.create(name=street[:255], location=Point(lon, lat, srid=4326))
    place_thing(actor=actor, thing=device.thing, locations=[place])


def _places(number: int) -> list[tuple[str, float, float]]:
    """Points on the city's streets, spread over all of them and always the same."""
    streets = list(Street.objects.order_by("key"))
    if not streets:
        return [("Duisburg", 6.7623, 51.4344)]
    step = max(1, len(streets) // number)
    chosen = [streets[(index * step) % len(streets)] for index in range(number)]
    centers = [(street.name, street.course.point_on_surface) for street in chosen]
    return [(name, point.x, point.y) for name, point in centers]
