"""A city folder as a whole: all its files read, checked one by one and against each other.

Files: ``city.toml``, ``districts.csv``, ``outline.geojson``, ``offices.toml``, ``places.toml``, ``streets.geojson``,
``school_holidays.csv``. Nothing is written; either the whole folder is good, or every fault is named.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import holidays
import shapely
from shapely.geometry import MultiPolygon, Point

from smartcity.kernel.city.domain import search_name
from smartcity.kernel.city.formats import (
    WEEKDAYS,
    CityRecord,
    DistrictRecord,
    OfficeRecord,
    Opening,
    PlaceRecord,
    SchoolHolidayRecord,
    StreetRecord,
)
from smartcity.kernel.city.reading import Findings, read_json, read_rows, read_tables, read_toml
from smartcity.kernel.city.shapes import ShapeError, area_of

NEARBY_DEGREES = 0.05


@dataclass(frozen=True)
class CityFolder:
    """Everything a city folder says."""

    city: CityRecord
    outline: MultiPolygon
    outline_schematic: bool
    districts: list[DistrictRecord]
    offices: list[OfficeRecord]
    places: list[PlaceRecord]
    streets: list[StreetRecord]
    school_holidays: list[SchoolHolidayRecord]


def read_folder(directory: Path) -> CityFolder:
    """Read and check a city folder; raises Refused with every fault found."""
    findings = Findings()
    if not directory.is_dir():
        findings.add(str(directory), "Der Ordner mit den Daten der Stadt fehlt.", hint="Beispiel: data/duisburg")
        findings.close()
    facts = read_toml(directory / "city.toml", findings)
    city = None if facts is None else findings.record(CityRecord, facts, "city.toml")
    outline, schematic = _outline(directory / "outline.geojson", findings)
    districts = read_rows(directory / "districts.csv", DistrictRecord, findings)
    offices = read_tables(directory / "offices.toml", "offices", OfficeRecord, findings)
    places = read_tables(directory / "places.toml", "places", PlaceRecord, findings)
    streets = _streets(directory / "streets.geojson", findings)
    school = read_rows(directory / "school_holidays.csv", SchoolHolidayRecord, findings)
    findings.close()
    if city is None or outline is None:
        raise AssertionError("a missing file is always refused before")
    folder = CityFolder(city, outline, schematic, districts, offices, places, streets, school)
    _check_city(folder, findings)
    _check_districts(folder, findings)
    _check_offices(folder, findings)
    _check_places_and_streets(folder, findings)
    _check_school_holidays(folder, findings)
    findings.close()
    return folder


def _outline(path: Path, findings: Findings) -> tuple[MultiPolygon | None, bool]:
    feature = read_json(path, findings)
    if feature is None:
        return None, True
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        findings.add(path.name, "Der Umriss ist ein GeoJSON-Feature mit Polygon oder MultiPolygon.")
        return None, True
    properties = feature.get("properties") or {}
    schematic = properties.get("schematic") if isinstance(properties, dict) else None
    if not isinstance(schematic, bool):
        findings.add(f"{path.name} properties.schematic", "Erwartet wird true oder false.", schematic)
    try:
        return area_of(feature.get("geometry")), schematic is not False
    except ShapeError as fault:
        findings.add(f"{path.name} {fault.place}".strip(), fault.rule, fault.value)
    return None, True


def _streets(path: Path, findings: Findings) -> list[StreetRecord]:
    collection = read_json(path, findings)
    if collection is None:
        return []
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        findings.add(path.name, "Straßen stehen in einer GeoJSON-FeatureCollection.")
        return []
    records = []
    for index, feature in enumerate(features):
        place = f"{path.name} features[{index}]"
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") != "LineString":
            findings.add(place, "Der Verlauf einer Straße ist ein LineString.")
            continue
        properties = feature.get("properties")
        data: dict[str, Any] = {**(properties if isinstance(properties, dict) else {})}
        data["course"] = geometry.get("coordinates")
        record = findings.record(StreetRecord, data, place)
        if record is not None:
            records.append(record)
    return records


def _check_city(folder: CityFolder, findings: Findings) -> None:
    city = folder.city
    if city.timezone not in zoneinfo.available_timezones():
        findings.add("city.toml.timezone", "Diese Zeitzone gibt es nicht.", city.timezone, "Beispiel: Europe/Berlin")
    supported = holidays.list_supported_countries()
    if city.country not in supported:
        findings.add("city.toml.country", "Für dieses Land sind keine Feiertage bekannt.", city.country)
    elif city.state not in supported[city.country]:
        findings.add("city.toml.state", "Dieses Land hat keine solche Region.", city.state)
    findings.unique(((f"city.toml.contacts {c.role}", c.role) for c in city.contacts), "Den Kontakt")
    findings.unique(((f"city.toml.closing_days {c.name.de}", c.name.de) for c in city.closing_days), "Den Schließtag")
    if not folder.outline.contains(Point(city.centre)):
        findings.add("city.toml.centre", "Der Mittelpunkt der Stadt liegt außerhalb ihres Umrisses.", city.centre)


def _check_districts(folder: CityFolder, findings: Findings) -> None:
    boroughs = {row.number for row in folder.districts if row.level == "borough"}
    quarters = [row for row in folder.districts if row.level == "quarter"]
    places = [(f"districts.csv {row.number}", row) for row in folder.districts]
    findings.unique(((place, row.number) for place, row in places), "Die Nummer")
    centres = ((place, f"{row.longitude} {row.latitude}") for place, row in places if row.level == "quarter")
    findings.unique(centres, "Den Mittelpunkt")
    for level in ("borough", "quarter"):
        names = ((place, search_name(row.name)) for place, row in places if row.level == level)
        findings.unique(names, "Den Namen")
    if not quarters:
        findings.add("districts.csv", "Eine Stadt hat mindestens einen Stadtbezirk mit einem Ortsteil.")
    for place, row in places:
        if row.parent is not None and row.parent not in boroughs:
            findings.add(f"{place}.parent", "Diesen Stadtbezirk gibt es nicht.", row.parent)
        if not folder.outline.contains(Point(row.longitude, row.latitude)):
            findings.add(place, "Der Mittelpunkt liegt außerhalb des Umrisses.", f"{row.longitude} {row.latitude}")
    for number in sorted(boroughs - {row.parent for row in quarters}):
        findings.add(f"districts.csv {number}", "Der Stadtbezirk hat keinen Ortsteil.")


def _check_offices(folder: CityFolder, findings: Findings) -> None:
    parents = {office.key: office.parent for office in folder.offices}
    findings.unique(((f"offices.toml {office.key}", office.key) for office in folder.offices), "Den Schlüssel")
    for office in folder.offices:
        place = f"offices.toml {office.key}"
        if office.parent is not None and office.parent not in parents:
            findings.add(f"{place}.parent", "Diese übergeordnete Stelle gibt es nicht.", office.parent)
        if _in_circle(office.key, parents):
            findings.add(f"{place}.parent", "Eine Stelle kann nicht sich selbst untergeordnet sein.", office.parent)
        for day in WEEKDAYS:
            rules = [rule for rule in office.opening if day in rule.days]
            for first, second in combinations(rules, 2):
                if _overlap(first, second):
                    findings.add(f"{place}.opening", "Öffnungszeiten überschneiden sich.", f"{day} {second.opens}")


def _overlap(first: Opening, second: Opening) -> bool:
    earliest = max(first.valid_from or date.min, second.valid_from or date.min)
    latest = min(first.valid_to or date.max, second.valid_to or date.max)
    return earliest <= latest and first.opens < second.closes and second.opens < first.closes


def _in_circle(key: str, parents: dict[str, str | None]) -> bool:
    seen, current = {key}, parents.get(key)
    while current is not None and current in parents:
        if current in seen:
            return current == key
        seen.add(current)
        current = parents[current]
    return False


def _check_places_and_streets(folder: CityFolder, findings: Findings) -> None:
    near = folder.outline.buffer(NEARBY_DEGREES)
    shapely.prepare(near)
    quarters = {row.number for row in folder.districts if row.level == "quarter"}
    findings.unique(((f"places.toml {place.key}", place.key) for place in folder.places), "Den Schlüssel")
    findings.unique(((f"streets.geojson {street.key}", street.key) for street in folder.streets), "Den Schlüssel")
    for place in folder.places:
        if not near.contains(Point(place.point)):
            findings.add(f"places.toml {place.key}.point", "Der Ort liegt weit außerhalb der Stadt.", place.point)
    for street in folder.streets:
        for number in street.quarters:
            if number not in quarters:
                findings.add(f"streets.geojson {street.key}.quarters", "Diesen Ortsteil gibt es nicht.", number)
        if not all(near.contains(Point(position)) for position in street.course):
            findings.add(f"streets.geojson {street.key}", "Der Verlauf liegt weit außerhalb der Stadt.")


def _check_school_holidays(folder: CityFolder, findings: Findings) -> None:
    ordered = sorted(folder.school_holidays, key=lambda row: row.starts)
    for first, second in pairwise(ordered):
        if second.starts <= first.ends:
            findings.add(
                f"school_holidays.csv {second.name_de}", f"Überschneidet sich mit {first.name_de}.", second.starts
            )
