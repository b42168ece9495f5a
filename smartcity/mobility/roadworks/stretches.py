"""Drawing works along a street: between cross streets, by house numbers, or snapped to it.

Lengths are metres in EPSG:25832; positions longitude and latitude in WGS84. The city's street courses may be
approximate, and so is what comes out; house numbers are spread evenly.
"""

from __future__ import annotations

from collections.abc import Iterable

import shapely
from pyproj import Transformer
from shapely.ops import substring, transform

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks.domain import Geometry, Line, line_string, polygon

METRES_PER_NUMBER = 8.0
"""Street length per house number; odd and even ones stand opposite, about 16 m apart on each side."""
SHORTEST_M = 20.0
CROSSES_WITHIN_M = 120.0
SNAPS_WITHIN_M = 60.0

_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:25832", always_xy=True)
_TO_DEGREES = Transformer.from_crs("EPSG:25832", "EPSG:4326", always_xy=True)


def between_cross_streets(course: Line, first: Line, second: Line | None = None) -> Geometry:
    """The street from where it meets `first` to where it meets `second`, in that order; without it, a short piece.

    Raises Refused when a street does not come near.
    """
    street = _metres(course)
    start = _meeting(street, _metres(first), "begin_cross_street")
    end = start if second is None else _meeting(street, _metres(second), "end_cross_street")
    return _piece(street, start, end)


def between_numbers(course: Line, first: int, last: int) -> Geometry:
    """The street from house number `first` to `last`, numbers counted from the course's beginning."""
    if first < 1 or last < 1:
        raise Refused([Refusal("house_numbers", "Hausnummern beginnen bei 1.", f"{first}–{last}")])
    street = _metres(course)
    ends = [min(number * METRES_PER_NUMBER, street.length) for number in (first, last)]
    return _piece(street, *ends)


def snapped(drawn: Line, courses: Iterable[Line]) -> Geometry:
    """The drawn line laid onto the nearest street, in the drawn direction; unchanged where none is near."""
    line = _metres(drawn)
    near = [(street.hausdorff_distance(line), street) for street in map(_metres, courses)]
    close = [street for _, street in sorted(near, key=lambda pair: pair[0]) if _ends_near(line, street)]
    if not close:
        return line_string(*drawn)
    start, end = (close[0].project(shapely.Point(position)) for position in (line.coords[0], line.coords[-1]))
    return _piece(close[0], start, end) if abs(end - start) > 1 else line_string(*drawn)


def corridor(line: Line, metres: float) -> Geometry:
    """Everything within `metres` of a line, as an area."""
    around = transform(_TO_DEGREES.transform, _metres(line).buffer(metres, quad_segs=4))
    return polygon(*(tuple((x, y) for x, y in ring.coords) for ring in (around.exterior, *around.interiors)))


def _ends_near(line: shapely.LineString, street: shapely.LineString) -> bool:
    return all(street.distance(shapely.Point(line.coords[i])) <= SNAPS_WITHIN_M for i in (0, -1))


def _meeting(street: shapely.LineString, cross: shapely.LineString, place: str) -> float:
    if street.distance(cross) > CROSSES_WITHIN_M:
        away = f"{street.distance(cross):.0f} m entfernt"
        raise Refused([Refusal(place, "Diese Straße kreuzt die gewählte Straße nicht.", away)])
    here, _ = shapely.ops.nearest_points(street, cross)
    return float(street.project(here))


def _piece(street: shapely.LineString, start: float, end: float) -> Geometry:
    """The street from `start` to `end` metres; widened to the shortest length, kept on the street."""
    if abs(end - start) < SHORTEST_M:
        middle, half = (start + end) / 2, SHORTEST_M / 2
        start, end = max(middle - half, 0.0), min(middle + half, street.length)
    positions = transform(_TO_DEGREES.transform, substring(street, start, end)).coords
    return line_string(*((round(x, 6), round(y, 6)) for x, y in positions))


def _metres(line: Line) -> shapely.LineString:
    return transform(_TO_METRES.transform, shapely.LineString(line))
