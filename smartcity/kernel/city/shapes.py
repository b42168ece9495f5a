"""Areas out of GeoJSON geometries, checked ring by ring; every fault says where it is."""

from __future__ import annotations

import re
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

RING_MINIMUM = 4
MAX_POINTS = 200_000


class ShapeError(Exception):
    """A geometry that cannot be taken. place: path inside the geometry; rule: what it breaks; value: where or what."""

    def __init__(self, place: str, rule: str, value: str = "") -> None:
        super().__init__(f"{place}: {rule} {value}")
        self.place, self.rule, self.value = place, rule, value


def area_of(geometry: Any, place: str = "geometry") -> MultiPolygon:
    """A Polygon, MultiPolygon or collection of these as one valid MultiPolygon (WGS 84); else ShapeError."""
    area = MultiPolygon(_polygons(geometry, place))
    if area.is_empty:
        raise ShapeError(place, "Die Geometrie enthält keine Fläche.")
    if not area.is_valid:
        reason = shapely.is_valid_reason(area)
        where = re.search(r"\[([^\]]+)\]", reason)
        raise ShapeError(
            place, "Die Fläche ist ungültig: Ihre Ränder kreuzen oder berühren sich.", where[1] if where else ""
        )
    return area


def _polygons(geometry: Any, place: str) -> list[Polygon]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection":
        members = _sequence(geometry.get("geometries"), f"{place}.geometries")
        nested = [_polygons(member, f"{place}.geometries[{index}]") for index, member in enumerate(members)]
        return [polygon for polygons in nested for polygon in polygons]
    if kind not in ("Polygon", "MultiPolygon"):
        raise ShapeError(place, "Erwartet wird ein Polygon oder MultiPolygon.", str(kind))
    coordinates = _sequence(geometry.get("coordinates"), f"{place}.coordinates")
    if kind == "Polygon":
        return [_polygon(coordinates, f"{place}.coordinates")]
    return [_polygon(part, f"{place}.coordinates[{index}]") for index, part in enumerate(coordinates)]


def _polygon(rings: Any, place: str) -> Polygon:
    checked = [_ring(ring, f"{place}[{index}]") for index, ring in enumerate(_sequence(rings, place))]
    if not checked:
        raise ShapeError(place, "Ein Polygon braucht einen äußeren Ring.")
    polygon = Polygon(checked[0], checked[1:])
    if not polygon.is_valid:
        reason = shapely.is_valid_reason(polygon)
        where = re.search(r"\[([^\]]+)\]", reason)
        raise ShapeError(
            place, "Der Ring ist ungültig: Er kreuzt oder berührt sich selbst.", where[1] if where else reason
        )
    return polygon


def _ring(ring: Any, place: str) -> list[tuple[float, float]]:
    positions = [_position(item, f"{place}[{index}]") for index, item in enumerate(_sequence(ring, place))]
    if len(positions) < RING_MINIMUM:
        raise ShapeError(place, "Ein Ring braucht mindestens vier Positionen.", str(len(positions)))
    if len(positions) > MAX_POINTS:
        raise ShapeError(place, f"Ein Ring darf höchstens {MAX_POINTS} Positionen haben.", str(len(positions)))
    if positions[0] != positions[-1]:
        raise ShapeError(place, "Der Ring ist nicht geschlossen: Anfang und Ende sind verschieden.", str(positions[-1]))
    return positions


def _position(item: Any, place: str) -> tuple[float, float]:
    numbers = _sequence(item, place)[:2]
    if len(numbers) != 2 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        raise ShapeError(place, "Eine Position ist [Länge, Breite].", str(item)[:60])
    if not (-180 <= numbers[0] <= 180 and -90 <= numbers[1] <= 90):
        raise ShapeError(place, "Die Position ist nicht in WGS 84 (EPSG:4326): Länge, Breite in Grad.", str(item)[:60])
    return float(numbers[0]), float(numbers[1])


def _sequence(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise ShapeError(place, "Erwartet wird eine Liste.", str(value)[:60])
    return value
