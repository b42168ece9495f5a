"""GeoJSON geometries (RFC 7946) in: the three types that a roadwork may have, and joined multi-lines."""

from __future__ import annotations

from typing import Any

from shapely import LineString, MultiLineString
from shapely.ops import linemerge

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.domain import Geometry, Line
from smartcity.mobility.roadworks.formats.item import short
from smartcity.mobility.roadworks.vocabulary import GeometryType

_HINT = "Erlaubt sind LineString, MultiPoint, Point und Polygon."


def read_geometry(value: object, place: str, refusals: list[Refusal]) -> Geometry | None:
    """Read a geometry; heights are left out. None (and a refusal) where it is no usable geometry."""
    if not isinstance(value, dict) or "coordinates" not in value:
        refusals.append(Refusal(place, "Die Geometrie fehlt oder ist keine GeoJSON-Geometrie.", hint=_HINT))
        return None
    kind, coordinates = value.get("type"), value["coordinates"]
    try:
        if kind == "LineString":
            return Geometry(GeometryType.LINE_STRING, (_line(coordinates),))
        if kind == "MultiPoint":
            return Geometry(GeometryType.MULTI_POINT, (_line(coordinates),))
        if kind == "Point":
            return Geometry(GeometryType.MULTI_POINT, (_line([coordinates]),))
        if kind == "Polygon":
            return Geometry(GeometryType.POLYGON, tuple([_line(ring) for ring in coordinates]))
        if kind == "MultiLineString":
            return join_lines([_line(part) for part in coordinates], place, refusals)
    except (TypeError, ValueError, LookupError, OverflowError):
        rule = "Die Koordinaten sind nicht lesbar."
        refusals.append(Refusal(f"{place}.coordinates", rule, short(coordinates), "Erwartet: [Länge, Breite] in Grad."))
        return None
    refusals.append(Refusal(f"{place}.type", "Diese Geometrieart wird nicht unterstützt.", short(kind), _HINT))
    return None


def _line(positions: Any) -> Line:
    if not isinstance(positions, list):
        raise TypeError
    # adding a float refuses texts, which float() would read
    return tuple([(position[0] + 0.0, position[1] + 0.0) for position in positions])


def join_lines(parts: list[Line], place: str, refusals: list[Refusal]) -> Geometry | None:
    """Join lines that meet end to end into one; several separate lines are refused."""
    if len(parts) == 1:
        return Geometry(GeometryType.LINE_STRING, (parts[0],))
    merged = linemerge(MultiLineString([part for part in parts if len(part) > 1]), directed=True)
    if isinstance(merged, LineString) and not merged.is_empty:
        return Geometry(GeometryType.LINE_STRING, (tuple((x, y) for x, y, *_ in merged.coords),))
    hint = "Übermitteln Sie je Linie eine eigene Baustelle."
    refusals.append(Refusal(place, "Die Geometrie besteht aus mehreren getrennten Linien.", str(len(parts)), hint))
    return None
