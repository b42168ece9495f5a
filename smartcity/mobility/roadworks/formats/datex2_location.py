"""Locations of DATEX II (versions 2 and 3): GML lines and areas, or the points of older references."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from lxml import etree

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.domain import Geometry, Line
from smartcity.mobility.roadworks.formats.geojson import join_lines
from smartcity.mobility.roadworks.formats.item import short
from smartcity.mobility.roadworks.vocabulary import GeometryType

SRS = "http://www.opengis.net/def/crs/EPSG/0/4326"

_NO_LOCATION = "Erwartet wird gmlLineString, gmlMultiPolygon oder pointCoordinates."


@cache
def local(tag: str) -> str:
    """Return a tag's name without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def read_location(
    location: etree._Element, place: str, refusals: list[Refusal], remarks: list[Refusal]
) -> Geometry | None:
    """Read the geometry of a location reference; AlertC, OpenLR and road-side references alone do not suffice."""
    lines: list[Line] = []
    points: list[tuple[float, float]] = []
    rings: list[Line] = []
    ends: dict[str, tuple[float, float]] = {}
    try:
        for element in location.iter("{*}posList", "{*}pointCoordinates"):
            if local(element.tag) == "pointCoordinates":
                point = _point(element)
                points.append(point)
                parent = element.getparent()
                ends[local(parent.tag) if parent is not None else ""] = point
            else:
                _sort_in(element, lines, rings, remarks, place)
    except (ValueError, OverflowError) as error:
        rule = "Die Koordinaten sind nicht lesbar."
        refusals.append(Refusal(place, rule, short(str(error)), "Erwartet: Breite und Länge in Grad."))
        return None
    if rings:
        return Geometry(GeometryType.POLYGON, tuple(rings))
    if lines:
        return join_lines(lines, place, refusals)
    if "from" in ends and "to" in ends:
        return Geometry(GeometryType.LINE_STRING, ((ends["from"], ends["to"]),))
    if points:
        return Geometry(GeometryType.MULTI_POINT, (tuple(points),))
    refusals.append(Refusal(place, "Die Ortsangabe enthält keine Koordinaten.", hint=_NO_LOCATION))
    return None


def _sort_in(element: etree._Element, lines: list[Line], rings: list[Line], remarks: list[Refusal], place: str) -> None:
    parent = element.getparent()
    line = _pos_list(element, parent, remarks, place)
    (rings if parent is not None and local(parent.tag) in ("exterior", "interior") else lines).append(line)


def _point(element: etree._Element) -> tuple[float, float]:
    latitude = longitude = ""
    for child in element:
        name = local(child.tag)
        if name == "latitude":
            latitude = child.text or ""
        elif name == "longitude":
            longitude = child.text or ""
    return float(longitude), float(latitude)


def _pos_list(element: etree._Element, parent: etree._Element | None, remarks: list[Refusal], place: str) -> Line:
    values = list(map(float, (element.text or "").split()))
    srs, dimension = (parent.get("srsName"), parent.get("srsDimension")) if parent is not None else (None, None)
    if dimension == "3":
        del values[2::3]
    if len(values) % 2:
        raise ValueError("posList mit ungerader Zahl von Werten")
    latitudes, longitudes = values[0::2], values[1::2]
    if srs and "CRS84" in srs:
        latitudes, longitudes = longitudes, latitudes
    elif not srs and values and _looks_swapped(values[0], values[1]):
        latitudes, longitudes = longitudes, latitudes
        remarks.append(Refusal(f"{place}.posList", "Länge und Breite stehen vertauscht.", hint="So gelesen."))
    return tuple(zip(longitudes, latitudes, strict=True))


def _looks_swapped(first: float, second: float) -> bool:
    """Tell longitude before latitude, which lies in Germany only when read the other way round."""
    return 5 <= first <= 16 and 47 <= second <= 56


def number(value: float) -> str:
    """Write a number exactly and without exponent, as the schema's patterns want it."""
    text = repr(value)
    return text if "e" not in text else format(Decimal(text), "f")


def pos_list(line: Line) -> str:
    """Write positions as GML: latitude before longitude."""
    return " ".join([f"{number(latitude)} {number(longitude)}" for longitude, latitude in line])
