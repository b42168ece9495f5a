"""Entities as they are sent: what a body may hold, and as which column it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Polygon

from smartcity.infrastructure.iot.sensorthings.entities import Entity
from smartcity.infrastructure.iot.sensorthings.faults import Fault, bad
from smartcity.kernel.telemetry.domain import Unsound, is_text, json_text

GEOJSON = ("application/geo+json", "application/vnd.geo+json")
LARGEST = 64 * 1024 * 1024
_ON_EARTH = Polygon.from_bbox((-180, -90, 180, 90))
# kept up to date by the server, whatever a client sends back of what it has read
_MAINTAINED = {"Datastream": ("phenomenonTime", "resultTime", "observedArea")}
_RESULT_TYPES = {
    "OM_Measurement": "number",
    "OM_CountObservation": "number",
    "OM_TruthObservation": "boolean",
    "OM_CategoryObservation": "category",
}
Columns = dict[str, Any]


def read_body(given: bytes | str) -> Any:
    """The JSON of a body; raises Fault."""
    if len(given) > LARGEST:
        raise Fault(413, "body", f"Ein Auftrag hat höchstens {LARGEST // 1024**2} MiB.")
    try:
        return orjson.loads(given)
    except ValueError as error:
        raise bad("body", "Erwartet wird JSON.", str(error)) from None


def columns(entity: Entity, body: Any, place: str = "", *, partial: bool = False) -> Columns:
    """The columns that a body fills; raises Fault for what is missing, unknown or of the wrong kind.

    partial: only what is given is changed. Links are left to whoever asks; annotations (``@iot.…``) say nothing new.
    """
    if not isinstance(body, dict):
        raise bad(place or "body", "Erwartet wird ein JSON-Objekt.", str(body)[:60])
    readers = FIELDS[entity.name]
    found: Columns = {}
    for name, value in body.items():
        at = f"{place}.{name}" if place else name
        if name in readers:
            found |= readers[name](at, value)
        elif name not in entity.links and "@iot." not in name and name not in _MAINTAINED.get(entity.name, ()):
            known = ", ".join([*readers, *entity.links])
            raise bad(at, f"{entity.name} hat dieses Feld nicht. Es gibt: {known}.", name)
    if not partial:
        for name in REQUIRED[entity.name]:
            if name not in body:
                raise bad(f"{place}.{name}" if place else name, f"{entity.name} braucht dieses Feld.")
    return found


def moment(place: str, value: Any) -> datetime:
    """A time with its zone; raises Fault."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise bad(place, "Erwartet wird eine Zeit nach ISO 8601.", value) from None
    if found.tzinfo is None:
        raise bad(place, "Die Zeit braucht eine Zeitzone.", value)
    return found


def interval(place: str, value: Any) -> tuple[datetime, datetime | None]:
    """A time, or an interval ``start/end``; raises Fault."""
    if not isinstance(value, str):
        raise bad(place, "Erwartet wird eine Zeit nach ISO 8601.", value)
    start, slash, end = value.partition("/")
    return moment(place, start), moment(place, end) if slash else None


def _text(column: str, longest: int) -> Callable[[str, Any], Columns]:
    def read(place: str, value: Any) -> Columns:
        if not isinstance(value, str) or len(value) > longest or not is_text(value):
            raise bad(place, f"Erwartet wird ein Text mit höchstens {longest} Zeichen.", value)
        return {column: value}

    return read


def _name(place: str, value: Any) -> Columns:
    if not isinstance(value, str) or not value.strip():
        raise bad(place, "Der Name fehlt.", value)
    return _text("name", 255)(place, value)


def _any(column: str) -> Callable[[str, Any], Columns]:
    def read(place: str, value: Any) -> Columns:
        _keepable(place, value)
        return {column: value}

    return read


def _properties(place: str, value: Any) -> Columns:
    if value is not None and not isinstance(value, dict):
        raise bad(place, "Erwartet wird ein JSON-Objekt.", value)
    _keepable(place, value)
    return {"properties": value or {}}


def _keepable(place: str, value: Any) -> None:
    try:
        json_text(place, value)
    except Unsound as unsound:
        raise bad(place, unsound.rule, unsound.value) from None


def _encoding(place: str, value: Any) -> Columns:
    if value not in GEOJSON:
        raise bad(place, f"Orte werden als GeoJSON gegeben ({GEOJSON[0]}).", value)
    return {"encoding_type": value}


def _shape(column: str) -> Callable[[str, Any], Columns]:
    def read(place: str, value: Any) -> Columns:
        inner = value.get("geometry") if isinstance(value, dict) and value.get("type") == "Feature" else value
        if not isinstance(inner, dict):
            raise bad(place, "Erwartet wird eine Geometrie oder ein Feature in GeoJSON.", str(value)[:60])
        _keepable(place, value)
        try:
            shape = GEOSGeometry(json.dumps(inner), srid=4326)
        except (ValueError, TypeError, GDALException, GEOSException):
            raise bad(place, "Diese Geometrie ist nicht lesbar.", json.dumps(inner)[:100]) from None
        if shape.empty or not _ON_EARTH.covers(shape):
            raise bad(place, "Der Ort ist leer oder liegt außerhalb von ±180 und ±90 Grad.", json.dumps(inner)[:100])
        plain = set(value) == {"type", "coordinates"} and not shape.hasz
        return {column: shape, "document": None if plain else value}

    return read


def _unit(place: str, value: Any) -> Columns:
    if not isinstance(value, dict):
        raise bad(place, "Erwartet werden name, symbol und definition.", value)
    found: Columns = {}
    for name, longest in (("name", 100), ("symbol", 40), ("definition", 200)):
        given = value.get(name)
        found |= _text(f"unit_{name}", longest)(f"{place}.{name}", "" if given is None else given)
    return found


def _observation_type(place: str, value: Any) -> Columns:
    found = _text("observation_type", 200)(place, value)
    return {**found, "result_type": _RESULT_TYPES.get(str(value).rpartition("/")[2], "json")}


def _time(place: str, value: Any) -> Columns:
    return {"time": moment(place, value)}


_DESCRIBED = {"name": _name, "description": _text("description", 10_000), "properties": _properties}
FIELDS: dict[str, dict[str, Callable[[str, Any], Columns]]] = {
    "Thing": _DESCRIBED,
    "Location": {**_DESCRIBED, "encodingType": _encoding, "location": _shape("location")},
    "HistoricalLocation": {"time": _time},
    "Datastream": {**_DESCRIBED, "observationType": _observation_type, "unitOfMeasurement": _unit},
    "Sensor": {**_DESCRIBED, "encodingType": _text("encoding_type", 100), "metadata": _any("metadata")},
    "ObservedProperty": {**_DESCRIBED, "definition": _text("definition", 500)},
    "FeatureOfInterest": {**_DESCRIBED, "encodingType": _encoding, "feature": _shape("feature")},
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "Thing": ("name",),
    "Location": ("name", "encodingType", "location"),
    "HistoricalLocation": ("time",),
    "Datastream": ("name", "observationType", "unitOfMeasurement"),
    "Sensor": ("name", "encodingType", "metadata"),
    "ObservedProperty": ("name", "definition"),
    "FeatureOfInterest": ("name", "encodingType", "feature"),
}
