"""Where the city's open sensors stand. Values are on their page: a map that changed with each would never rest."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from smartcity.infrastructure.iot.models import Device
from smartcity.kernel.catalogue.declaration import Frequency, Theme
from smartcity.kernel.catalogue.licences import Licence
from smartcity.kernel.layers.declaration import GeometryType, Group, Layer, Property, PropertyType, Style
from smartcity.kernel.telemetry.models import Location

SENSORS = "sensoren"


def _open_places() -> QuerySet[Location]:
    here = Device.objects.filter(thing__locations=OuterRef("pk"), thing__is_open=True, retired_at=None).order_by("pk")
    named = {
        "device": Subquery(here.values("thing__name")[:1]),
        "kind": Subquery(here.values("kind__model")[:1]),
        "simulated": Subquery(here.values("is_simulated")[:1]),
    }
    return Location.objects.filter(Exists(here)).annotate(**named)


LAYERS = [
    Layer(
        slug=SENSORS,
        title="Sensoren",
        title_en="Sensors",
        description="Standorte der öffentlichen Sensoren: Wetter, Luft, Verkehr, Wasserstand, Parken, Lärm.",
        description_en="Places of the public sensors: weather, air, traffic, river levels, parking, noise.",
        queryset=_open_places,
        geometry="location",
        geometry_type=GeometryType.ANY,
        properties=(
            Property("name", "device", PropertyType.STRING, "Name", "Name"),
            Property("kind", "kind", PropertyType.STRING, "Art", "Kind"),
            Property("simulated", "simulated", PropertyType.BOOLEAN, "simuliert", "simulated"),
        ),
        licence=Licence.DL_DE_ZERO,
        group=Group.INFRASTRUCTURE,
        style=Style(color="#7a3e00", color_dark="#ffb870", icon="sensors", label_by="name", min_label_zoom=15),
        page="/sensoren",
        office="dvv",
        theme=Theme.ENVIRONMENT,
        frequency=Frequency.IRREGULAR,
        keywords=("Sensor", "Messstation", "IoT"),
        keywords_en=("sensor", "station", "IoT"),
    ),
]
