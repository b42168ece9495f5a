"""Whether a roadwork lies in the city: the city's outline and a margin around it, measured in metres in EPSG:25832."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import shape

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.domain import Geometry
from smartcity.mobility.roadworks.vocabulary import GeometryType

MARGIN_M = 2000.0
"""How far outside the city a roadwork may lie, in metres."""

_SURE_M = 50.0
"""How far inside a geometry is in for sure, however its edges bend between two coordinate systems."""

_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:25832", always_xy=True)


def _to_metres(degrees: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.column_stack(_TO_METRES.transform(degrees[:, 0], degrees[:, 1]))


def _to_degrees(metres: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.column_stack(_TO_METRES.transform(metres[:, 0], metres[:, 1], direction="INVERSE"))


class CityBounds:
    """The area in which roadworks are kept; build it once, it is prepared for many questions.

    `outline` is the city as a GeoJSON Polygon or MultiPolygon in WGS84.
    """

    def __init__(self, outline: Mapping[str, Any], margin_m: float = MARGIN_M) -> None:
        self._outline = shapely.transform(shapely.force_2d(shape(dict(outline))), _to_metres)
        self._bounds = self._outline.buffer(margin_m)
        shapely.prepare(self._bounds)
        self._inside = shapely.transform(self._bounds.buffer(-_SURE_M), _to_degrees)
        shapely.prepare(self._inside)

    def check(self, geometry: Geometry, place: str = "geometry") -> list[Refusal]:
        """Refuse a geometry (already in coordinate range) that leaves the city by more than the margin."""
        if self._inside.contains(_drawn(geometry, geometry.positions)):
            return []
        positions = np.array(geometry.positions)
        metres = _to_metres(positions)
        if np.isfinite(metres).all():
            drawn = _drawn(geometry, metres)
            if self._bounds.contains(drawn):
                return []
            distance = np.atleast_1d(shapely.distance(shapely.points(metres), self._outline))
        else:
            distance = np.full(len(positions), np.inf)
        worst = int(np.argmax(distance))
        longitude, latitude = geometry.positions[worst]
        away = f"{distance[worst] / 1000:.1f} km entfernt" if np.isfinite(distance[worst]) else "weit entfernt"
        return [
            Refusal(
                place,
                "Die Baustelle liegt außerhalb der Stadt.",
                f"{longitude:.6f}, {latitude:.6f} ({away})",
                "Erlaubt ist das Stadtgebiet und 2 km darum herum.",
            )
        ]


def _drawn(geometry: Geometry, positions: Any) -> shapely.Geometry:
    """Build the geometry in either system; of an area its outline's hull counts: holes cannot lie further out."""
    if geometry.type is GeometryType.LINE_STRING:
        return shapely.LineString(positions)
    if geometry.type is GeometryType.MULTI_POINT:
        return shapely.MultiPoint(positions)
    return shapely.LinearRing(positions[: len(geometry.lines[0])])
