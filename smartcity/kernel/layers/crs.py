"""Coordinate reference systems of the OGC interfaces: names, axis order, geometry brought into storage order.

Addresses follow OGC's name service. Storage is always x/y (longitude/latitude, easting/northing), as GeoJSON and
PostGIS have it; systems whose authority puts latitude first are turned at the door.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyproj
import shapely
from django.contrib.gis.geos import GEOSGeometry
from shapely.geometry.base import BaseGeometry

EDGE_POINTS = 16


@dataclass(frozen=True, slots=True)
class Crs:
    """One supported system. bounds: the widest sensible x/y values; flipped: its axis order is y, x."""

    uri: str
    srid: int
    flipped: bool
    geographic: bool
    decimals: int
    bounds: tuple[float, float, float, float]


CRS84 = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326, False, True, 6, (-180, -90, 180, 90))
SUPPORTED: tuple[Crs, ...] = (
    CRS84,
    Crs("http://www.opengis.net/def/crs/EPSG/0/4326", 4326, True, True, 6, (-180, -90, 180, 90)),
    Crs("http://www.opengis.net/def/crs/EPSG/0/25832", 25832, False, False, 2, (-2e6, 0, 3e6, 1e7)),
    Crs(
        "http://www.opengis.net/def/crs/EPSG/0/3857", 3857, False, False, 2, (-20037509, -20048967, 20037509, 20048967)
    ),
    Crs("http://www.opengis.net/def/crs/EPSG/0/4258", 4258, True, True, 6, (-180, -90, 180, 90)),
)
_BY_NAME = {crs.uri: crs for crs in SUPPORTED}
_BY_NAME |= {crs.uri.replace("http:", "https:"): crs for crs in SUPPORTED}
_BY_NAME |= {f"EPSG:{crs.srid}": crs for crs in SUPPORTED[1:]}
_BY_NAME |= {f"urn:ogc:def:crs:EPSG::{crs.srid}": crs for crs in SUPPORTED[1:]}
_BY_NAME |= {"urn:ogc:def:crs:OGC:1.3:CRS84": CRS84, "OGC:CRS84": CRS84}


def crs_named(name: str) -> Crs | None:
    """The system behind an address, a URN, ``EPSG:…`` or a safe CURIE ``[EPSG:…]``; None when it is not supported."""
    return _BY_NAME.get(name.strip().removeprefix("[").removesuffix("]"))


def storage_crs(srid: int) -> Crs:
    """The system in which rows of that SRID are described; CRS84 stands for WGS 84."""
    return next((crs for crs in SUPPORTED if crs.srid == srid), CRS84)


@lru_cache(maxsize=64)
def _transformer(source: int, target: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def box(corners: Sequence[float], crs: Crs, srid: int) -> list[GEOSGeometry]:
    """A bounding box as polygons in ``srid``: two when it crosses the 180th meridian.

    corners: minx, miny, maxx, maxy in the axis order of ``crs``. Raises ValueError with the reason
    ("finite", "range", "order") when they make no box.
    """
    if not all(math.isfinite(value) for value in corners):
        raise ValueError("finite")
    first, second, third, fourth = corners
    minx, miny, maxx, maxy = (second, first, fourth, third) if crs.flipped else (first, second, third, fourth)
    low_x, low_y, high_x, high_y = crs.bounds
    if not (
        low_x <= minx <= high_x and low_x <= maxx <= high_x and low_y <= miny <= high_y and low_y <= maxy <= high_y
    ):
        raise ValueError("range")
    if miny > maxy or (minx > maxx and not crs.geographic):
        raise ValueError("order")
    pieces = [(minx, maxx)] if minx <= maxx else [(minx, high_x), (low_x, maxx)]
    return [into_storage(shapely.box(left, miny, right, maxy), crs, srid, turned=True) for left, right in pieces]


def into_storage(shape: BaseGeometry, crs: Crs, srid: int, *, turned: bool = False) -> GEOSGeometry:
    """A geometry given in ``crs`` as GEOS geometry in ``srid``. turned: it is in x/y order already.

    Long edges get points before they are projected, so that a straight line stays where it was.
    Raises ValueError("range") when it leaves the area in which the projection means anything.
    """
    if crs.flipped and not turned:
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    if crs.srid != srid:
        shape = _projected(shape, crs.srid, srid)
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=srid)


def _projected(shape: BaseGeometry, source: int, target: int) -> BaseGeometry:
    minx, miny, maxx, maxy = shape.bounds
    longest = max(maxx - minx, maxy - miny)
    dense = shapely.segmentize(shape, longest / EDGE_POINTS) if longest > 0 else shape

    def project(points: np.ndarray) -> np.ndarray:
        return np.column_stack(_transformer(source, target).transform(points[:, 0], points[:, 1]))

    moved = shapely.transform(dense, project)
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise ValueError("range")
    return moved
