"""Schematic district boundaries: Voronoi cells of the centres inside the city's outline, round what is known exactly.

Imported boundaries stay as they are; only the rest of the city is divided, so districts never overlap.
Shapes are shapely geometries in WGS 84, longitude before latitude.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Seed:
    """A quarter to be drawn: its number, its borough's number and its centre."""

    number: str
    borough: str
    centre: Point


@dataclass(frozen=True, slots=True)
class Drawn:
    """A boundary and whether it is only schematic."""

    shape: MultiPolygon
    schematic: bool


def draw(outline: BaseGeometry, seeds: Iterable[Seed], imported: Mapping[str, MultiPolygon]) -> dict[str, Drawn]:
    """Boundaries of all boroughs and quarters by number.

    outline: the city; seeds: all quarters; imported: exact boundaries by number of borough or quarter.
    A quarter for which nothing is left gets an empty boundary; the caller decides whether that is an error.
    """
    seeds = list(seeds)
    drawn: dict[str, Drawn] = {number: Drawn(shape, schematic=False) for number, shape in imported.items()}
    boroughs = sorted({seed.borough for seed in seeds})
    for borough in boroughs:
        if borough in imported:
            members = [seed for seed in seeds if seed.borough == borough]
            drawn.update(_divide(imported[borough], members, imported))
    free = [seed for seed in seeds if seed.borough not in imported]
    rest = _without(outline, [imported[number] for number in boroughs if number in imported])
    drawn.update(_divide(rest, free, imported))
    for borough in boroughs:
        if borough not in imported:
            parts = [drawn[seed.number] for seed in free if seed.borough == borough]
            whole = shapely.union_all([part.shape for part in parts])
            drawn[borough] = Drawn(polygons_of(whole), schematic=any(part.schematic for part in parts))
    return drawn


def _divide(region: BaseGeometry, seeds: list[Seed], imported: Mapping[str, MultiPolygon]) -> dict[str, Drawn]:
    """The quarters without an imported boundary share what the others leave of the region."""
    missing = [seed for seed in seeds if seed.number not in imported]
    if not missing:
        return {}
    rest = _without(region, [imported[seed.number] for seed in seeds if seed.number in imported])
    if len(missing) == 1:
        return {missing[0].number: Drawn(polygons_of(rest), schematic=True)}
    centres = shapely.multipoints([seed.centre for seed in missing])
    cells = shapely.get_parts(shapely.voronoi_polygons(centres, extend_to=shapely.box(*rest.bounds)))
    drawn = {}
    for seed in missing:
        cell = next(cell for cell in cells if cell.intersects(seed.centre))
        drawn[seed.number] = Drawn(polygons_of(shapely.intersection(cell, rest)), schematic=True)
    return drawn


def _without(region: BaseGeometry, taken: list[MultiPolygon]) -> BaseGeometry:
    return shapely.difference(region, shapely.union_all(taken)) if taken else region


def polygons_of(shape: BaseGeometry) -> MultiPolygon:
    """The areas of a shape; lines and points that an intersection leaves behind are dropped."""
    parts = shapely.get_parts(shapely.make_valid(shape))
    flat = [piece for part in parts for piece in shapely.get_parts(part)]
    return MultiPolygon([piece for piece in flat if isinstance(piece, Polygon) and not piece.is_empty])
