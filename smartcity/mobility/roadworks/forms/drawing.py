"""A drawn GeoJSON geometry as the domain's geometry; every misfit is a refusal with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks.domain import Geometry, Line, line_string, multi_point, polygon
from smartcity.mobility.roadworks.validation import check_geometry

MOST_POSITIONS = 10_000


def drawn_geometry(drawn: Mapping[str, Any], place: str = "geometry") -> Geometry:
    """Read a GeoJSON Point, MultiPoint, LineString, MultiLineString of one line, or Polygon.

    Raises Refused for anything else, for positions that are no numbers, and for unsound shapes.
    """
    kind, coordinates = drawn.get("type"), drawn.get("coordinates")
    if kind == "Point":
        found = multi_point(_position(coordinates, place))
    elif kind == "MultiPoint":
        found = multi_point(*_line(coordinates, place))
    elif kind == "LineString":
        found = line_string(*_line(coordinates, place))
    elif kind == "MultiLineString" and isinstance(coordinates, list) and len(coordinates) == 1:
        found = line_string(*_line(coordinates[0], place))
    elif kind == "Polygon" and isinstance(coordinates, list) and coordinates:
        found = polygon(*(_line(ring, place) for ring in coordinates))
    else:
        hint = "Zeichnen Sie eine Linie, eine Fläche oder Punkte."
        raise Refused([Refusal(place, "Diese Form ist hier nicht vorgesehen.", str(kind), hint)])
    if refusals := check_geometry(found, place):
        raise Refused(refusals)
    return found


def _line(found: Any, place: str) -> Line:
    if not isinstance(found, list) or len(found) > MOST_POSITIONS:
        raise Refused([Refusal(place, f"Erwartet wird eine Liste von höchstens {MOST_POSITIONS} Positionen.")])
    return tuple(_position(item, f"{place}[{index}]") for index, item in enumerate(found))


def _position(found: Any, place: str) -> tuple[float, float]:
    numbers = found[:2] if isinstance(found, list | tuple) else []
    if len(numbers) != 2 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        raise Refused([Refusal(place, "Eine Position ist [Länge, Breite] in Grad.", str(found)[:60])])
    return float(numbers[0]), float(numbers[1])
