"""Spatial predicates of CQL2 on a layer's geometry."""

from __future__ import annotations

import json
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from smartcity.kernel.layers.cql.scope import GEOMETRY, CqlMeaningError, Scope
from smartcity.kernel.layers.crs import box, into_storage

LOOKUPS = {
    "s_contains": "contains",
    "s_crosses": "crosses",
    "s_disjoint": "disjoint",
    "s_equals": "equals",
    "s_intersects": "intersects",
    "s_overlaps": "overlaps",
    "s_touches": "touches",
    "s_within": "within",
}
TURNED = {"contains": "within", "within": "contains"}
BOX_RULES = {
    "finite": "BBOX braucht endliche Zahlen.",
    "range": "Die Koordinaten liegen außerhalb des Koordinatensystems.",
    "order": "BBOX braucht erst die kleineren, dann die größeren Werte.",
}


def spatial(op: str, args: list[Any], place: str, scope: Scope) -> Q:
    """The condition that the layer's geometry stands in a relation to a literal one."""
    if len(args) != 2:
        raise CqlMeaningError(place, f"{op.upper()} braucht zwei Angaben.")
    lookup = LOOKUPS[op]
    first, second = (_is_geometry_property(arg, f"{place}.args[{index}]") for index, arg in enumerate(args))
    if first == second:
        raise CqlMeaningError(
            place, f"{op.upper()} vergleicht die Eigenschaft „{GEOMETRY}“ mit einer angegebenen Geometrie."
        )
    if second:
        lookup = TURNED.get(lookup, lookup)
    position = 1 if first else 0
    geometry = _literal(args[position], f"{place}.args[{position}]", scope)
    return Q(**{f"{scope.layer.geometry}__{lookup}": geometry})


def _is_geometry_property(node: Any, place: str) -> bool:
    if not isinstance(node, dict) or "property" not in node:
        return False
    if node["property"] != GEOMETRY:
        raise CqlMeaningError(place, f"Räumlich ist nur die Eigenschaft „{GEOMETRY}“.", node["property"])
    return True


def _literal(node: Any, place: str, scope: Scope) -> GEOSGeometry:
    if isinstance(node, dict) and "bbox" in node:
        return _box(node["bbox"], place, scope)
    if not isinstance(node, dict) or "type" not in node:
        raise CqlMeaningError(place, "Hier steht eine Geometrie (WKT, BBOX oder GeoJSON).", node)
    try:
        shape = shapely.from_geojson(json.dumps(node, allow_nan=False))
    except (shapely.GEOSException, ValueError, TypeError) as error:
        raise CqlMeaningError(place, "Das ist keine lesbare Geometrie.", node.get("type", "")) from error
    if shape.is_empty:
        raise CqlMeaningError(place, "Die Geometrie ist leer.", shape.geom_type)
    if not shapely.is_valid(shape):
        raise CqlMeaningError(
            place, f"Die Geometrie ist nicht gültig: {shapely.is_valid_reason(shape)}.", shape.geom_type
        )
    return _into_storage(shape, place, scope)


def _into_storage(shape: BaseGeometry, place: str, scope: Scope) -> GEOSGeometry:
    minx, miny, maxx, maxy = shape.bounds
    low_x, low_y, high_x, high_y = scope.crs.bounds
    if scope.crs.flipped:
        minx, miny, maxx, maxy = miny, minx, maxy, maxx
    if minx < low_x or miny < low_y or maxx > high_x or maxy > high_y:
        raise CqlMeaningError(place, BOX_RULES["range"], shape.geom_type)
    try:
        return into_storage(shape, scope.crs, scope.srid)
    except ValueError as error:
        raise CqlMeaningError(place, BOX_RULES["range"], shape.geom_type) from error


def _box(corners: Any, place: str, scope: Scope) -> GEOSGeometry:
    numbers = isinstance(corners, list) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in corners
    )
    if not numbers or len(corners) not in {4, 6}:
        raise CqlMeaningError(place, "BBOX braucht vier oder sechs Zahlen.", corners)
    flat = corners if len(corners) == 4 else [*corners[:2], *corners[3:5]]
    try:
        boxes = box(flat, scope.crs, scope.srid)
    except ValueError as error:
        raise CqlMeaningError(place, BOX_RULES[str(error)], corners) from error
    return boxes[0] if len(boxes) == 1 else MultiPolygon(*boxes, srid=scope.srid)
