"""The map's own ground: outline, boroughs, rivers, main streets and names from the city's data.

Drawn below the layers when no base map is configured or reachable; nothing here comes from a foreign host.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.utils.translation import get_language

from smartcity.kernel.city.models import City, District, Place, Street

DIGITS = 5  # about one metre


def ground() -> dict[str, Any]:
    """A GeoJSON FeatureCollection; each feature's ``role`` says how it is drawn."""
    return {"type": "FeatureCollection", "features": list(_features())}


def revision() -> str:
    """Changes when the city's data or the language do."""
    found = City.objects.values_list("revision", flat=True).first()
    return f"{found or 0}-{get_language()}"


def _features() -> Iterator[dict[str, Any]]:
    name = "name_en" if (get_language() or "").startswith("en") else "name"
    for shape in City.objects.annotate(shape=AsGeoJSON("outline", precision=DIGITS)).values_list("shape", flat=True):
        yield _feature("city", shape)
    boroughs = District.objects.filter(level=District.Level.BOROUGH)
    for shape, centre, title in boroughs.annotate(
        shape=AsGeoJSON("boundary", precision=DIGITS), middle=AsGeoJSON("centre", precision=DIGITS)
    ).values_list("shape", "middle", "name"):
        yield _feature("borough", shape)
        yield _feature("borough-name", centre, title)
    courses = Place.objects.exclude(course=None).annotate(shape=AsGeoJSON("course", precision=DIGITS))
    for shape, title, kind in courses.values_list("shape", name, "kind"):
        yield _feature("water", shape, title, kind=kind)
    streets = Street.objects.exclude(kind=Street.Kind.LOCAL).exclude(kind=Street.Kind.SQUARE)
    for shape, title, kind in streets.annotate(shape=AsGeoJSON("course", precision=DIGITS)).values_list(
        "shape", "name", "kind"
    ):
        yield _feature("street", shape, title, kind=kind)
    places = Place.objects.filter(course=None).annotate(shape=AsGeoJSON("point", precision=DIGITS))
    for shape, title, kind in places.values_list("shape", name, "kind"):
        yield _feature("place", shape, title, kind=kind)


def _feature(role: str, shape: str, title: str = "", kind: str = "") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"role": role, "title": title, "kind": kind},
        "geometry": json.loads(shape),
    }
