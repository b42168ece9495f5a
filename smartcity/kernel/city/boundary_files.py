"""Boundaries from GeoJSON files: FeatureCollections with numbers, or bare geometries named by their file.

Accepted: a FeatureCollection or Feature whose properties carry ``number`` (or ``nummer``) or ``name``; a bare Polygon,
MultiPolygon or GeometryCollection in a file called ``<number>_<anything>.json``. WGS 84 only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon

from smartcity.kernel.city.domain import search_name
from smartcity.kernel.city.reading import Findings, read_json
from smartcity.kernel.city.shapes import ShapeError, area_of

ENDINGS = (".json", ".geojson")
FILE_NUMBER = re.compile(r"^([0-9A-Za-z]+?)(?:[_ -].*)?$")
OUTLINE = re.compile(r"^0+$")
WGS84_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326")
TOLERATED_OVERLAP = 0.02


@dataclass(frozen=True, slots=True)
class Boundary:
    """One boundary: the district's number, its area, and where it was read ("file features[3]")."""

    number: str
    area: MultiPolygon
    place: str

    @property
    def is_outline(self) -> bool:
        """Whether it is the whole city's (number 0, 000 …)."""
        return bool(OUTLINE.match(self.number))


def files_of(paths: Iterable[Path], findings: Findings) -> list[Path]:
    """The GeoJSON files among files and folders, in order of their names."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(item for item in path.iterdir() if item.suffix in ENDINGS) if path.is_dir() else [path]
        if not inside:
            findings.add(path.name, "Der Ordner enthält keine GeoJSON-Datei (.json, .geojson).")
        found += inside
    if not found and not findings.refusals:
        findings.add("FILE", "Es wurde keine Datei angegeben.")
    return found


def read_boundaries(paths: Iterable[Path], names: Mapping[str, str], findings: Findings) -> list[Boundary]:
    """All boundaries of the files; faults are noted. names: the known districts' names by number."""
    numbers_by_name = {search_name(name): number for number, name in names.items()}
    boundaries: list[Boundary] = []
    for path in files_of(paths, findings):
        content = read_json(path, findings)
        if content is None or not _is_wgs84(content, path, findings):
            continue
        for place, number, geometry in _parts(content, path, numbers_by_name, findings):
            if not OUTLINE.match(number) and number not in names:
                findings.add(place, "Einen Bezirk mit dieser Nummer hat die Stadt nicht.", number)
                continue
            try:
                boundaries.append(Boundary(number, area_of(geometry), place))
            except ShapeError as fault:
                findings.add(f"{place} {fault.place}", fault.rule, fault.value)
    findings.unique(((item.place, item.number) for item in boundaries), "Eine Grenze mit dieser Nummer")
    return boundaries


def _is_wgs84(content: Any, path: Path, findings: Findings) -> bool:
    crs = content.get("crs") if isinstance(content, dict) else None
    if crs is None:
        return True
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name") if isinstance(properties, dict) else crs)
    if name.endswith(WGS84_NAMES):
        return True
    hint = "Wandeln Sie die Datei um: ogr2ogr -t_srs EPSG:4326 ziel.geojson quelle.geojson"
    findings.add(f"{path.name} crs", "Die Koordinaten müssen in WGS 84 (EPSG:4326) stehen.", name, hint)
    return False


def _parts(
    content: Any, path: Path, numbers_by_name: Mapping[str, str], findings: Findings
) -> list[tuple[str, str, Any]]:
    """(place, number, geometry) of each feature, or of the whole file when it is a bare geometry."""
    kind = content.get("type") if isinstance(content, dict) else None
    if kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
        stem = FILE_NUMBER.match(path.stem)
        return [(path.name, stem[1] if stem else "", content)]
    features = [content] if kind == "Feature" else content.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        findings.add(path.name, "Die Datei enthält keine GeoJSON-Flächen.", kind or "")
        return []
    parts = []
    for index, feature in enumerate(features):
        place = f"{path.name} features[{index}]"
        if not isinstance(feature, dict):
            findings.add(place, "Erwartet wird ein GeoJSON-Feature.")
            continue
        number = _number(feature.get("properties"), numbers_by_name)
        if number is None:
            findings.add(place, "Dem Feature fehlt eine Nummer oder der Name eines Bezirks.", hint="properties.number")
            continue
        parts.append((place, number, feature.get("geometry")))
    return parts


def _number(properties: Any, numbers_by_name: Mapping[str, str]) -> str | None:
    if not isinstance(properties, dict):
        return None
    for key in ("number", "nummer"):
        if isinstance(properties.get(key), str | int) and not isinstance(properties[key], bool):
            return str(properties[key]).strip()
    return numbers_by_name.get(search_name(str(properties.get("name", ""))))


def check_fit(
    areas: Mapping[str, MultiPolygon], parents: Mapping[str, str], box: shapely.Polygon, findings: Findings
) -> None:
    """Boundaries must lie at the city, quarters in their borough, and districts of one level must not overlap.

    areas: all exact boundaries by number; parents: the borough of each quarter; box: the city's surroundings.
    """
    for number, area in areas.items():
        if not area.intersects(box):
            findings.add(number, "Die Fläche liegt nicht bei dieser Stadt.", area.centroid.wkt)
        borough = areas.get(parents.get(number, ""))
        if borough is not None and area.intersection(borough).area < (1 - TOLERATED_OVERLAP) * area.area:
            findings.add(number, "Der Ortsteil liegt nicht in seinem Stadtbezirk.", parents[number])
    for level in (set(areas) & set(parents), set(areas) - set(parents)):
        ordered = sorted(level)
        tree = shapely.STRtree([areas[number] for number in ordered])
        for index, number in enumerate(ordered):
            for other in tree.query(areas[number], predicate="intersects"):
                if other > index:
                    _check_overlap(number, ordered[other], areas, findings)


def _check_overlap(first: str, second: str, areas: Mapping[str, MultiPolygon], findings: Findings) -> None:
    shared = areas[first].intersection(areas[second])
    if shared.area > TOLERATED_OVERLAP * min(areas[first].area, areas[second].area):
        where = shared.representative_point()
        findings.add(f"{first}, {second}", "Die Flächen überschneiden sich.", f"{where.x:.5f} {where.y:.5f}")
